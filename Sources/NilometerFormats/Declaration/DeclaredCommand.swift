/// A command that a project declares.
public enum DeclaredCommand: Sendable, Equatable {
    /// A line for the shell.
    case line(String)
    /// A program and its arguments, which no shell reads.
    case words([String])

    /// The program and its arguments.
    public var words: [String] {
        switch self {
        case .line(let line): ["sh", "-c", line]
        case .words(let words): words
        }
    }

    /// The command as people read it.
    public var text: String {
        switch self {
        case .line(let line): line
        case .words(let words): words.joined(separator: " ")
        }
    }
}
