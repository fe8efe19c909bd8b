import ArgumentParser
import Foundation
import Logging
import NilometerCore
import NilometerNotifiers
import NilometerSQLite
import NilometerServer
import ServiceLifecycle
import UnixSignals

/// Serves until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves the API (the default).")
    /// The exit status of a process that a second signal ended: 128 and the number of SIGTERM.
    private static let endedAtOnce: Int32 = 143

    @OptionGroup var data: DataOptions
    @Option(help: "Address and port to listen on (NILOMETERD_LISTEN; 127.0.0.1:7622).")
    var listen: String?
    @Option(help: "The address that people reach this server at (NILOMETERD_PUBLIC_URL).")
    var publicURL: String?
    @Option(help: "The file of the master key (NILOMETERD_MASTER_KEY_FILE; master.key in the data folder).")
    var masterKeyFile: String?
    @Option(help: "A network that webhooks may be sent to although it is private, such as 10.1.0.0/16; repeatable.")
    var webhookAllow: [String] = []
    @Option(help: "A folder of programs that /download offers, such as nilometer-linux-aarch64 (NILOMETERD_PROGRAMS).")
    var programs: String?

    @Flag(help: "Serve although acknowledged runs are missing from the database; what is missing stays lost.")
    var acceptLoss = false

    func run() async throws {
        let configuration = try data.configuration([
            "listen": listen.map { [$0] } ?? [], "publicURL": publicURL.map { [$0] } ?? [],
            "masterKeyFile": masterKeyFile.map { [$0] } ?? [], "webhookAllow": webhookAllow,
            "programs": programs.map { [$0] } ?? [],
        ])
        guard let addresses = AddressGuard(allowing: configuration.webhookAllow) else {
            Console.tell("nilometerd: webhookAllow needs networks such as 10.1.0.0/16 or fd00::/8.")
            throw ExitCode(64)
        }
        let setup = try Console.orUsage {
            Wiring.Setup(
                listen: try configuration.listen(),
                publicURL: try configuration.publicURL(),
                programs: Programs(folder: configuration.programs, own: Self.programBesideThis),
                limits: try configuration.limits(),
                drain: try configuration.drain(),
                deliveriesKept: try configuration.deliveriesKept(),
                addresses: addresses
            )
        }
        let store = try data.open(exclusive: true, acceptLoss: acceptLoss)
        let ours = configuration.data + "/master.key"
        let file = MasterKeyFile(path: configuration.masterKeyFile ?? ours, isOurs: configuration.masterKeyFile == nil)
        let (key, isNew) = try Console.orUsage { try file.key() }
        if isNew {
            Console.tell(
                "nilometerd: made \(ours), which seals webhook secrets; backups leave it out, so keep a copy apart."
            )
        }
        try await Self.run(Wiring.services(store: store, key: key, setup), on: setup.listen)
    }

    /// The command line's program, where it was installed beside the daemon's.
    private static var programBesideThis: String? {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return own.map { URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("nilometer").path }
    }

    /// Runs the services; the first signal stops them in order, the second ends the process at once.
    private static func run(_ group: ServiceGroup, on listen: (host: String, port: Int)) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        do {
            // The services and who listens for signals are children of this group.
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                tasks.addTask {
                    var count = 0
                    for await _ in signals {
                        count += 1
                        guard count == 1 else { _exit(endedAtOnce) }
                        SupervisorNotice.send("STOPPING=1")
                        await group.triggerGracefulShutdown()
                    }
                }
                try await tasks.next()
                tasks.cancelAll()
            }
        } catch {
            Console.tell("nilometerd: it stopped serving on \(listen.host), port \(listen.port): \(error)")
            throw ExitCode(2)
        }
    }
}
