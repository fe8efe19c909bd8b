import Foundation
import Subprocess
import SystemPackage

/// Asks toolchains for their versions.
struct ToolchainFacts: Sendable {
    /// The folder that the command runs in: some toolchains are chosen by a file in it.
    var folder: String
    /// The variables.
    var environment: [String: String]
    /// How long one toolchain is waited for.
    var limit = Duration.seconds(5)

    /// The facts of the toolchains that some words suggest.
    ///
    /// The first that is there is `toolchain`, others are under their own names; one that is missing, fails or takes too
    /// long is left out.
    func facts(suggestedBy words: [String]) async -> [String: String] {
        var facts = image
        var isNamed = false
        for toolchain in Toolchain.suggested(by: words) {
            for name in toolchain.variables {
                if let value = environment[name], !value.isEmpty { facts[name] = Self.short(value) }
            }
            guard let version = await version(of: toolchain) else { continue }
            facts[isNamed ? toolchain.id : "toolchain"] = version
            isNamed = true
        }
        return facts
    }

    /// The image of a hosted runner.
    private var image: [String: String] {
        guard let system = environment["ImageOS"], !system.isEmpty else { return [:] }
        return [
            "image": Self.short(
                [system, environment["ImageVersion"] ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
            )
        ]
    }

    private func version(of toolchain: Toolchain) async -> String? {
        var command = toolchain.command
        // A build takes the compiler that CXX or CC names.
        if toolchain.id == "cxx", let named = environment["CXX"] ?? environment["CC"], !named.isEmpty {
            command[0] = named.split(separator: " ").last.map(String.init) ?? named
        }
        let words = command
        let folder = folder
        let text = try? await Patient.first(within: limit) {
            var platform = PlatformOptions()
            platform.processGroupID = 0
            platform.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
            let result = try await Subprocess.run(
                words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0]),
                arguments: Arguments(Array(words.dropFirst())),
                // Asking must not fetch a toolchain that is not there.
                environment: .inherit.updating(["GOPROXY": "off", "RUSTUP_AUTO_INSTALL": "0"]),
                workingDirectory: FilePath(folder),
                platformOptions: platform,
                output: .string(limit: 65_536),
                error: .discarded
            )
            return result.terminationStatus.isSuccess ? result.standardOutput : ""
        }
        return text.flatMap { Self.line(in: $0) }
    }

    /// The first line that is not empty.
    static func line(in text: String) -> String? {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.first { !$0.isEmpty }
            .map(short)
    }

    private static func short(_ text: String) -> String { String(text.prefix(200)) }
}
