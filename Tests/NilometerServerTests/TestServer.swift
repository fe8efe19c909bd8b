import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NilometerCore
import NilometerDetection
import NilometerEvidence
import NilometerNotifiers
import NilometerPipeline
import NilometerSQLite
import ServiceLifecycle
import Synchronization

@testable import NilometerServer

/// The daemon's routes over a database in a temporary folder, without a socket.
struct TestServer: Sendable {
    /// What came back.
    struct Reply {
        let status: Int
        let headers: HTTPFields
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body))
        }

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    }

    /// A clock that only the test moves.
    final class Clock: Sendable {
        private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

        var now: Date { time.withLock { $0 } }

        func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
    }

    let client: any TestClientProtocol
    let store: SQLiteStore
    let clock: Clock
    let key: MasterKey
    let admin: String
    /// Method and path of every route that the router knows.
    let routes: [String]

    /// Runs a test against a server with the project `p`.
    static func with(
        issuers: any IssuerDocuments = FakeIssuer(),
        _ test: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "nilometer-server-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore.open(at: folder, exclusive: true)
        let clock = Clock()
        let key = MasterKey.make().key
        let (swept, sweepDoorbell, deliverDoorbell) = (Swept(), Doorbell(), Doorbell())
        let ingest = Ingest(store: store, sweepDoorbell: sweepDoorbell) { _ in }
        let sweep = Sweep(
            store: store,
            detector: Detectors.all[0],
            doorbell: sweepDoorbell,
            deliverDoorbell: deliverDoorbell,
            swept: swept,
            eventText: { type, alert, members, at in
                EventText.body(type: type, alert: alert, members: members, at: at, publicURL: "http://test")
            },
            readRules: RulesText.rules,
            now: { clock.now }
        )
        let services = Services(
            store: store,
            ingest: ingest,
            compare: Compare(
                store: store,
                comparer: HistoryComparer(detector: Detectors.all[0]),
                readRules: RulesText.rules
            ),
            explainer: EvidenceExplainer(),
            kindOfEvidence: EvidenceKinds.id,
            gauge: LevelGauge(),
            swept: swept,
            sweepDoorbell: sweepDoorbell,
            deliverDoorbell: deliverDoorbell,
            readiness: Readiness(drain: .zero),
            publicURL: "http://test",
            issuerDocuments: issuers,
            makeSecret: { webhook in
                let text = WebhookSignature.makeSecret()
                return (text, try key.seal(text, for: webhook))
            },
            now: { clock.now }
        )
        let project = Project(slug: "p", name: "p", defaultBranch: "main", createdAt: clock.now)
        _ = try await store.createProject(project)
        let made = Tokens.make(name: "a", scopes: [.admin], project: nil, expiresAt: nil, now: clock.now)
        try await store.createToken(made.token)
        let application = Application(
            router: Server.router(services),
            services: [sweep, ingest],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let routes = Server.router(services).routes.map { "\($0.method) \($0.path)" }
        try await application.test(.router) { client in
            try await test(
                TestServer(client: client, store: store, clock: clock, key: key, admin: made.text, routes: routes)
            )
        }
    }

    /// A token's text.
    func token(
        _ scopes: [AccessToken.Scope],
        project: String? = nil,
        lasting: TimeInterval? = nil
    ) async throws -> String {
        let end = lasting.map { clock.now.addingTimeInterval($0) }
        let made = Tokens.make(name: "t", scopes: scopes, project: project, expiresAt: end, now: clock.now)
        try await store.createToken(made.token)
        return made.text
    }

    /// Sends a request; as the administrator unless another token, or none, is given.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        token: String? = "admin",
        body: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        var fields = HTTPFields()
        if let token { fields[.authorization] = "Bearer " + (token == "admin" ? admin : token) }
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let response = try await client.execute(
            uri: path,
            method: method,
            headers: fields,
            body: body.map { ByteBuffer(string: $0) }
        )
        return Reply(
            status: response.status.code,
            headers: response.headers,
            body: Array(response.body.readableBytesView)
        )
    }

    /// Uploads Go benchmark text for a commit of the default branch.
    func upload(_ commit: String, _ text: String, line: [String] = [], query: String = "") async throws -> Reply {
        try await send(
            .post,
            "/api/v1/projects/p/runs?commit=\(commit)&machine=m&line=\(line.joined(separator: ","))" + query,
            body: text,
            headers: ["Content-Type": "text/plain"]
        )
    }
}
