import Foundation
import JWTKit
import Synchronization
import Testing

@testable import NilometerServer

struct KeyRingTests {
    private let issuer = FakeIssuer()
    private let begin = Date(timeIntervalSince1970: 1_800_000_000)

    private func outcome(_ ring: KeyRing, naming id: String? = "k1", after seconds: TimeInterval = 0) async -> String {
        do {
            let keys = try await ring.keys(
                of: FakeIssuer.address,
                naming: id,
                at: begin.addingTimeInterval(seconds)
            )
            return id.map { keys.has($0) ? "has it" : "lacks it" } ?? "some"
        } catch { return error.reason.rawValue }
    }

    @Test func `keys are asked for once while they hold`() async {
        let ring = KeyRing(documents: issuer)
        for second in [0.0, 1, 300, 599] { #expect(await outcome(ring, after: second) == "has it") }
        #expect(issuer.fetches == 1)
        #expect(await outcome(ring, after: 601) == "has it")
        #expect(issuer.fetches == 2)
    }

    @Test(arguments: [(0.0, 299.0, 301.0), (1e9, 86_399, 86_401), (nil, 3599, 3601)])
    func `how long keys hold is bounded`(maxAge: Double?, before: TimeInterval, after: TimeInterval) async {
        issuer.state.withLock { $0.maxAge = maxAge }
        let ring = KeyRing(documents: issuer)
        for (second, count) in [(0, 1), (before, 1), (after, 2)] {
            #expect(await outcome(ring, after: second) == "has it")
            #expect(issuer.fetches == count)
        }
    }

    @Test func `an unknown key is looked for at most once a minute`() async {
        let ring = KeyRing(documents: issuer)
        #expect(await outcome(ring) == "has it")
        for second in [1.0, 30, 59] { #expect(await outcome(ring, naming: "k2", after: second) == "lacks it") }
        #expect(issuer.fetches == 1)
        issuer.state.withLock { $0.keys["k2"] = ES256PrivateKey() }
        #expect(await outcome(ring, naming: "k2", after: 61) == "has it")
        #expect(await outcome(ring, naming: "k3", after: 62) == "lacks it")
        #expect(issuer.fetches == 2)
    }

    @Test func `a key that was rotated out is not known after the next fetch`() async {
        let ring = KeyRing(documents: issuer)
        #expect(await outcome(ring) == "has it")
        issuer.state.withLock { $0.keys = ["k2": ES256PrivateKey()] }
        #expect(await outcome(ring, naming: "k2", after: 100) == "has it")
        #expect(await outcome(ring, naming: "k1", after: 101) == "lacks it")
    }

    @Test func `keys outlive an outage for six hours, and no longer`() async {
        let ring = KeyRing(documents: issuer)
        #expect(await outcome(ring) == "has it")
        issuer.state.withLock { $0.isDown = true }
        #expect(await outcome(ring, after: 700) == "has it")
        #expect(await outcome(ring, after: 600 + 6 * 3600 - 1) == "has it")
        #expect(await outcome(ring, after: 600 + 6 * 3600 + 1) == "keys")
        issuer.state.withLock { $0.isDown = false }
        #expect(await outcome(ring, after: 600 + 6 * 3600 + 20) == "has it")
    }

    @Test func `a first failure is tried again after 15 seconds`() async {
        issuer.state.withLock { $0.isDown = true }
        let ring = KeyRing(documents: issuer)
        #expect(await outcome(ring) == "keys")
        issuer.state.withLock { $0.isDown = false }
        #expect(await outcome(ring, after: 10) == "keys")
        #expect(await outcome(ring, after: 16) == "has it")
    }

    @Test func `a discovery document of another issuer gives no keys`() async {
        issuer.state.withLock { $0.named = FakeIssuer.address + "/" }
        #expect(await outcome(KeyRing(documents: issuer)) == "keys")
        #expect(issuer.fetches == 0)
    }

    @Test func `many who ask at once make one fetch`() async {
        let ring = KeyRing(documents: issuer)
        await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { await outcome(ring) } }
            for await answer in group { #expect(answer == "has it") }
        }
        #expect(issuer.fetches == 1)
    }

    @Test(arguments: [
        ("{}", "keys"), ("{\"keys\": []}", "keys"), ("[]", "keys"),
        ("{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\", \"kid\": \"k1\"}]}", "keys"),
        ("{\"keys\": [{\"kty\": \"EC\", \"crv\": \"P-384\", \"x\": \"AA\", \"y\": \"AA\"}]}", "keys"),
        ("{\"keys\": [{\"kty\": \"RSA\", \"n\": \"AQAB\", \"e\": \"AQAB\"}]}", "keys"),
    ])
    func `a set without a key of use is refused`(text: String, reason: String) async {
        await #expect { _ = try await IssuerKeys(Array(text.utf8)) } throws: { error in
            (error as? IdentityRefusal)?.reason.rawValue == reason
        }
    }

    @Test(arguments: [
        ("max-age=600", 600.0), (" public", nil), ("no-store", 0), ("MAX-AGE=5", 5), ("max-age=x", nil),
    ])
    func `the age of a document is read`(part: String, age: Double?) {
        #expect(GuardedFetch.maxAge(of: part[...]) == age)
    }

    @Test func `attempts are counted by address and minute, and the memory of them is bounded`() async {
        let limit = AttemptLimit(most: 2)
        var answers: [Bool] = []
        for (address, second) in [("a", 0.0), ("a", 1), ("a", 2), ("b", 2), ("a", 61), ("a", 62)] {
            answers.append(await limit.allows(address, at: begin.addingTimeInterval(second)))
        }
        #expect(answers == [true, true, false, true, true, true])
        for number in 0..<10_000 { _ = await limit.allows("x\(number)", at: begin.addingTimeInterval(63)) }
        #expect(await limit.remembered <= 4096)
    }
}
