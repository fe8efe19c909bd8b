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
}
