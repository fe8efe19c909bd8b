import ArgumentParser
import Foundation
import NilometerAPI

/// Prints what was found out about the place of a run, and from where.
struct CIShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints commit, branch, base, job and machine as an upload from here would send them.",
        discussion: "No server is asked. A shallow clone is deepened as an upload would do, unless --no-fetch is given."
    )

    @OptionGroup(title: "Options of the run") var place: PlaceOptions
    @Option(
        help: "A word of the command or a format, such as go, whose toolchain is asked for its version; repeatable."
    )
    var harness: [String] = []
    @Flag(help: "Print JSON instead of text.")
    var json = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let output = Output.current(environment: environment)
        do {
            let folder = FileManager.default.currentDirectoryPath
            let configuration = try Configuration(
                flags: .init(machine: place.machine),
                environment: environment,
                folder: folder
            )
            let found = await Place.found(
                options: place,
                environment: environment,
                machine: configuration.machine.value,
                harness: harness
            )
            let view = CIShowView(found)
            if json {
                let encoder = JSONCoding.encoder
                encoder.outputFormatting.insert(.prettyPrinted)
                try output.write(Array(try encoder.encode(view)) + [UInt8(ascii: "\n")])
            } else {
                try output.write(view.text(on: output))
            }
            if view.commit == nil { throw ExitCode(2) }
        } catch let error as CommandError {
            Output.tell(error.sentence)
            throw error.status
        }
    }
}
