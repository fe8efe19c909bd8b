/// The difference of the sources of two revisions, file by file, without context lines.
public struct SourcePatch: Sendable, Equatable {
    /// One place that was changed.
    public struct Hunk: Sendable, Equatable {
        /// The first line of what was taken away; with none taken, the line after which the new lines stand.
        public var oldStart: Int
        /// The lines that were taken away.
        public var removed: [String]
        /// The first line of what was put there; with none put, the line after which the old lines stood.
        public var newStart: Int
        /// The lines that were put there.
        public var added: [String]

        /// Makes a hunk.
        public init(oldStart: Int, removed: [String], newStart: Int, added: [String]) {
            self.oldStart = oldStart
            self.removed = removed
            self.newStart = newStart
            self.added = added
        }
    }

    /// The changes of one file.
    public struct File: Sendable, Equatable {
        /// The path before; nil where the file is new.
        public var oldPath: String?
        /// The path after; nil where the file is gone.
        public var newPath: String?
        /// What was changed, in the order of lines.
        public var hunks: [Hunk]

        /// Makes a file.
        public init(oldPath: String?, newPath: String?, hunks: [Hunk] = []) {
            self.oldPath = oldPath
            self.newPath = newPath
            self.hunks = hunks
        }
    }

    /// The revision it starts from, where the text names it.
    public var from: String?
    /// The revision it leads to, where the text names it.
    public var to: String?
    /// The files that differ.
    public var files: [File]

    /// Makes a patch.
    public init(from: String? = nil, to: String? = nil, files: [File] = []) {
        self.from = from
        self.to = to
        self.files = files
    }

    /// The difference the other way round, from the later revision to the earlier one.
    public var reversed: SourcePatch {
        SourcePatch(
            from: to,
            to: from,
            files: files.map { file in
                File(
                    oldPath: file.newPath,
                    newPath: file.oldPath,
                    hunks: file.hunks.map {
                        Hunk(oldStart: $0.newStart, removed: $0.added, newStart: $0.oldStart, added: $0.removed)
                    }
                )
            }
        )
    }
}
