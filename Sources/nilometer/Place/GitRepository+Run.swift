import Subprocess

extension GitRepository {
    /// What git answered.
    struct Answer: Sendable, Equatable {
        /// Whether git was found and succeeded.
        var isDone: Bool
        /// Standard output without its last line end.
        var text = ""
        /// Standard error.
        var complaint = ""
        /// Whether git is installed.
        var isFound = true
        /// Whether git was ended because it took too long.
        var isLate = false
    }

    /// Runs git in the folder.
    ///
    /// It asks nobody anything, and is ended with its children after `limit`.
    func run(_ arguments: [String], limit: Duration) async -> Answer {
        let folder = folder
        var variables = ["GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"]
        variables.merge(self.variables) { _, given in given }
        let environment = Environment.inherit.updating(
            Dictionary(
                uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
            )
        )
        do {
            let answer = try await Patient.first(within: limit) {
                try await Self.answer(["-C", folder] + arguments, environment)
            }
            return answer ?? Answer(isDone: false, isLate: true)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            return Answer(isDone: false, isFound: false)
        } catch {
            return Answer(isDone: false, complaint: "git could not be run.")
        }
    }

    private static func answer(_ arguments: [String], _ environment: Environment) async throws -> Answer {
        var platform = PlatformOptions()
        platform.processGroupID = 0
        platform.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
        let result = try await Subprocess.run(
            .name("git"),
            arguments: Arguments(arguments),
            environment: environment,
            platformOptions: platform,
            output: .string(limit: 16 * 1_048_576),
            error: .string(limit: 1_048_576)
        )
        return Answer(
            isDone: result.terminationStatus.isSuccess,
            text: withoutLineEnd(result.standardOutput),
            complaint: withoutLineEnd(result.standardError)
        )
    }

    private static func withoutLineEnd(_ text: String) -> String {
        var text = text[...]
        while text.hasSuffix("\n") { text.removeLast() }
        return String(text)
    }
}
