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
    }

    /// Runs git in the folder.
    ///
    /// It asks nobody anything, and is ended with its children after `limit`.
    func run(_ arguments: [String], limit: Duration) async -> Answer {
        let folder = folder
        let done = try? await Patient.first(within: limit) {
            var platform = PlatformOptions()
            platform.processGroupID = 0
            platform.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
            do {
                let result = try await Subprocess.run(
                    .name("git"),
                    arguments: Arguments(["-C", folder] + arguments),
                    environment: .inherit.updating([
                        "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C",
                    ]),
                    platformOptions: platform,
                    output: .string(limit: 16 * 1_048_576),
                    error: .string(limit: 1_048_576)
                )
                return Answer(
                    isDone: result.terminationStatus.isSuccess,
                    text: Self.withoutLineEnd(result.standardOutput),
                    complaint: Self.withoutLineEnd(result.standardError)
                )
            } catch let error as SubprocessError where error.code == .executableNotFound {
                return Answer(isDone: false, isFound: false)
            }
        }
        return done ?? Answer(isDone: false, complaint: "git took too long")
    }

    private static func withoutLineEnd(_ text: String) -> String {
        var text = text[...]
        while text.hasSuffix("\n") { text.removeLast() }
        return String(text)
    }
}
