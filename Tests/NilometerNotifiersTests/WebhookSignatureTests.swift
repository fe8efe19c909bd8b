import NilometerNotifiers
import Testing

struct WebhookSignatureTests {
    /// The example of the Standard Webhooks specification, whose libraries compute the same.
    @Test func `the published example is signed as published`() {
        let header = WebhookSignature.header(
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: 1_614_265_330,
            body: #"{"test": 2432232314}"#
        )
        #expect(header == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_%%%"])
    func `what is no secret signs nothing`(secret: String) {
        let header = WebhookSignature.header(secret: secret, id: "a", timestamp: 1, body: "b")
        #expect(header == nil)
    }
}
