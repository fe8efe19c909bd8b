/// A program that can be fetched from this server.
struct Program: Sendable, Equatable {
    /// What all names begin with.
    static let prefix = "nilometer-"

    /// `nilometer-` with the system and the processor, as `uname` says them in small letters: `nilometer-linux-x86_64`.
    var name: String
    /// Where it lies.
    var path: String
    /// How large it is.
    var sizeInBytes: Int
    /// SHA-256 of its bytes, in hex.
    var digest: String

    /// The name of a program that was built as this one was.
    static var ownName: String {
        #if os(macOS)
        let system = "darwin"
        #else
        let system = "linux"
        #endif
        #if arch(arm64)
        let processor = system == "darwin" ? "arm64" : "aarch64"
        #else
        let processor = "x86_64"
        #endif
        return prefix + system + "-" + processor
    }

    /// Whether a file's name is one of a program: the prefix, then two parts of small letters, digits and `_`.
    static func isName(_ name: String) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
        let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789_")
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(letters.contains) }
    }
}
