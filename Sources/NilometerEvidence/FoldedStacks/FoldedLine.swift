import NilometerCore

/// One line of folded stacks.
struct FoldedLine {
    private static let mostFrames = 100_000

    /// The frames as printed, outermost first.
    var frames: [Substring]
    /// How often.
    var count: Double

    /// Nil where the line does not end with a blank and a whole number, or has an empty frame.
    init?(_ line: ArraySlice<UInt8>) {
        guard let blank = line.lastIndex(of: UInt8(ascii: " ")), blank > line.startIndex else { return nil }
        let digits = line[(blank + 1)...]
        guard !digits.isEmpty, digits.count < 19, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let number = Double(String(decoding: digits, as: UTF8.self))
        else { return nil }
        var stack = line[..<blank]
        // Some writers end each frame with a semicolon.
        if stack.last == UInt8(ascii: ";") { stack.removeLast() }
        let frames = Substring(decoding: stack, as: UTF8.self)
            .split(separator: ";", maxSplits: Self.mostFrames, omittingEmptySubsequences: false)
        guard frames.count < Self.mostFrames else { return nil }
        // A blank after a semicolon is that of a table or of a sentence.
        guard frames.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(" ") && !$0.hasPrefix("\t") }) else { return nil }
        self.frames = frames
        count = number
    }

    /// Whether nothing stands in the line, or a comment.
    static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == UInt8(ascii: "#") || line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    /// The frame of `func`, `func (file:line)`, `func (file)` or `func file:line`, without perf's mark of what it is.
    static func frame(_ text: Substring) -> StackFrame {
        var rest = text
        var isInlined = false
        for mark in ["_[i]", "_[k]", "_[j]"] where rest.hasSuffix(mark) && rest.utf8.count > 4 {
            rest = rest.dropLast(4)
            isInlined = mark == "_[i]"
            break
        }
        var frame = FrameText.frame(rest)
        if frame.file.isEmpty, let blank = rest.lastIndex(of: " "), blank > rest.startIndex,
            let (file, line) = FrameText.place(rest[rest.index(after: blank)...])
        {
            frame = StackFrame(function: String(rest[..<blank]), file: String(file), line: line)
        }
        frame.isInlined = isInlined
        return frame
    }
}
