/// What became of the uploads of a spool.
struct SpoolReport: Encodable, Equatable {
    /// An upload that the server has now.
    struct Delivered: Encodable, Equatable {
        /// The run's id.
        var run: String
        var commit: String
        /// Whether the server had it already.
        var isRepeated: Bool
    }

    /// An upload that was put aside.
    struct Refused: Encodable, Equatable {
        /// Where it lies now.
        var file: String
        var reason: String
    }

    var delivered: [Delivered] = []
    var refused: [Refused] = []
    /// How many still wait.
    var waiting = 0
    /// Why they still wait, a sentence each.
    var reasons: [String] = []

    /// Whether nothing waits and nothing was refused.
    var isClean: Bool { waiting == 0 && refused.isEmpty }

    /// One line an upload, and one that sums up.
    var text: String {
        var lines = delivered.map { item in
            let what = item.isRepeated ? "was there already: its answer had been lost" : "delivered"
            return TextPlain.of("\(item.run)  \(TextShort.commit(item.commit)) \(what)")
        }
        let count = TextShort.count(delivered.count, "upload")
        lines.append(
            isClean && delivered.isEmpty
                ? "nothing waits in the spool"
                : "\(count) delivered, \(refused.count) refused, \(waiting) still waiting"
        )
        return lines.joined(separator: "\n") + "\n"
    }
}
