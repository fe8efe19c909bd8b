/// A value of the configuration, and where it comes from.
struct Setting: Sendable, Equatable {
    /// Where a value can come from, the strongest first.
    enum Origin: Sendable, Equatable {
        /// An option of the command line, such as `--server`.
        case flag(String)
        /// A variable of the environment.
        case variable(String)
        /// The repository's file.
        case repository(String, line: Int?)
        /// The user's file.
        case user(String, line: Int?)
        /// Nobody said anything.
        case builtIn

        /// The origin as people read it.
        var text: String {
            switch self {
            case .flag(let name), .variable(let name): name
            case .repository(let path, let line), .user(let path, let line): path + (line.map { ", line \($0)" } ?? "")
            case .builtIn: "built in"
            }
        }
    }

    /// The value.
    var value: String
    /// Where it comes from.
    var origin: Origin
}
