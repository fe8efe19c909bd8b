import ArgumentParser
import Foundation
import Logging
import NilometerCore
import NilometerDetection
import NilometerNotifiers
import NilometerPipeline
import NilometerSQLite
import NilometerServer
import ServiceLifecycle

/// Serves until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves the API (the default).")

    @OptionGroup var data: DataOptions
    @Option(help: "Address and port to listen on (NILOMETERD_LISTEN).")
    var listen: String?
    @Option(help: "The address that people reach this server at (NILOMETERD_PUBLIC_URL).")
    var publicURL: String?
    @Option(help: "An IPv4 network that webhooks may be sent to although it is private; repeatable.")
    var webhookAllow: [String] = []

    @Flag(help: "Serve although acknowledged runs are missing from the database; what is missing stays lost.")
    var acceptLoss = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let address = listen ?? environment["NILOMETERD_LISTEN"] ?? "127.0.0.1:7622"
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw ValidationError("“\(address)” is not HOST:PORT.") }
        let allowed =
            webhookAllow + (environment["NILOMETERD_WEBHOOK_ALLOW"] ?? "").split(separator: ",").map(String.init)
        guard let addresses = AddressGuard(allowing: allowed) else {
            throw ValidationError("--webhook-allow needs an IPv4 network such as 10.1.0.0/16.")
        }
        let host = String(address[..<colon])
        let group = Wiring.services(
            store: try data.open(exclusive: true, acceptLoss: acceptLoss),
            addresses: addresses,
            host: host,
            port: port,
            publicURL: publicURL ?? environment["NILOMETERD_PUBLIC_URL"] ?? "http://\(address)"
        )
        try await group.run()
    }
}
