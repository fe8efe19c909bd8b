import Foundation
import NilometerAPI
import NilometerClient
import Testing

struct ClientTests {
    @Test func `names in addresses are percent-encoded`() {
        #expect(Route("projects", "a/b", "runs").text == "projects/a%2Fb/runs")
        #expect(Route("x", query: ["a": "1&2", "b": nil, "c": "é +"]).text == "x?a=1%262&c=%C3%A9%20%2B")
        #expect(Route("x").adding("cursor", "a=b").text == "x?cursor=a%3Db")
        #expect(Route("x", query: ["a": "1"]).adding("cursor", "z").text == "x?a=1&cursor=z")
    }

    @Test(arguments: ["projects/p", "/projects/p", "/api/v1/projects/p", "api/v1/projects/p"])
    func `an address that is encoded already is taken with and without its beginning`(text: String) {
        #expect(Route(encoded: text).text == "projects/p")
    }

    @Test func `compressed bytes are gzip, and smaller where there is repetition`() throws {
        let packed = try #require(Gzip.packed([UInt8](repeating: 65, count: 100_000)))
        #expect(packed.prefix(2) == [0x1F, 0x8B] && packed.count < 1000)
        #expect(Gzip.packed([])?.isEmpty == false)
    }

    @Test func `nobody at an address is a sentence`() async throws {
        let error = await #expect(throws: ClientError.self) {
            try await NilometerClient.with(server: "http://127.0.0.1:1/", token: nil) { client in
                _ = try await client.get(Route("projects"), patience: Patience())
            }
        }
        #expect(error?.kind == .unreachable)
        #expect(
            error?.detail
                == "The server http://127.0.0.1:1 could not be reached: connection refused; check the address."
        )
    }

    @Test(arguments: ["", "nonsense", "ftp://127.0.0.1", "http://"])
    func `an address that is none is a sentence`(server: String) async {
        let error = await #expect(throws: ClientError.self) {
            try await NilometerClient.with(server: server, token: nil) { _ = try await $0.probe("/readyz") }
        }
        #expect(error?.detail.hasSuffix("; check the address.") == true)
    }

    @Test(arguments: [
        ("3", 3.0), ("0", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:37 GMT", -23),
        ("nan", nil),
        ("soon", nil),
    ])
    func `a server says in seconds or by its clock when to come again`(header: String, seconds: Double?) {
        let now = Date(timeIntervalSince1970: 784_111_740)
        #expect(Patience.asked(header, now: now) == seconds)
    }

    @Test func `waits double, vary by half, and keep to what the server asked for up to a minute`() {
        var generator = SystemRandomNumberGenerator()
        for attempt in 1...40 {
            let whole = min(15, 0.25 * pow(2, Double(attempt)))
            let delay = Patience.delay(after: attempt, asked: nil, using: &generator)
            #expect(delay >= .seconds(whole / 2) && delay <= .seconds(whole))
        }
        #expect(Patience.delay(after: 1, asked: 7, using: &generator) == .seconds(7))
        #expect(Patience.delay(after: 1, asked: 900, using: &generator) == .seconds(60))
    }

    @Test(arguments: [(429, true), (500, true), (503, true), (501, false), (401, false), (409, false), (301, false)])
    func `a busy or broken server is asked again, a refusal is final`(status: Int, isPassing: Bool) {
        #expect(ClientError(.refused(status: status), detail: "").isPassing == isPassing)
    }
}
