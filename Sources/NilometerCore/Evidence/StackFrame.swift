/// One function on a stack, at one line.
public struct StackFrame: Sendable, Hashable {
    /// The function with its package, as the profile names it.
    public var function: String
    /// The file; empty where it is not known.
    public var file: String
    /// The line, from 1; 0 where it is not known.
    public var line: Int
    /// Whether the frame was inlined into the next outer one.
    public var isInlined: Bool

    /// Makes a frame.
    public init(function: String, file: String = "", line: Int = 0, isInlined: Bool = false) {
        self.function = function
        self.file = file
        self.line = line
        self.isInlined = isInlined
    }
}
