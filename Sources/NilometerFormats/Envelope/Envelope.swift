public import NilometerCore

/// What a body of schema `nilometer.run/1` says, as it was sent.
public struct Envelope: Sendable {
    /// A file within the envelope: a report or a piece of evidence.
    public struct Part: Sendable, Equatable {
        /// The format's id or the kind of evidence; nil is `auto`.
        public var kind: String?
        /// The file's name.
        public var name: String?
        /// `utf8`, `base64` or `gzip+base64`; nil is `utf8`.
        public var encoding: String?
        /// The content, still encoded.
        public var content = ""
    }

    /// The commit that was measured.
    public struct CommitPart: Sendable, Equatable {
        /// The revision.
        public var sha = ""
        /// Its parents; nil when not given.
        public var parents: [String]?
        /// When it was committed, as written.
        public var committedAt: String?
        /// The first line of its message.
        public var subject: String?
        /// Who wrote it.
        public var author: String?
        /// The branch.
        public var branch: String?
        /// First-parent history, newest first; nil when not given.
        public var line: [String]?
    }

    /// What was measured.
    public var commit = CommitPart()
    /// The branch that a change request goes to.
    public var baseBranch: String?
    /// The commit that a change request is compared with.
    public var baseSHA: String?
    /// First-parent history of that commit, newest first; nil when not given.
    public var baseLine: [String]?
    /// The machine's name.
    public var machineName: String?
    /// The machine's fingerprint; numbers and truth values as text.
    public var fingerprint: [String: String] = [:]
    /// Toolchain, harness, flags; nested values as compact JSON.
    public var context: [String: String] = [:]
    /// The CI job.
    public var origin = Origin()
    /// When measuring began, as written.
    public var startedAt: String?
    /// When measuring ended, as written.
    public var finishedAt: String?
    /// Harness outputs.
    public var reports: [Part] = []
    /// Readings.
    public var readings: [Reading] = []
    /// Diagnostics and profiles.
    public var evidence: [Part] = []
    /// The text of `nilometer.toml`.
    public var rules: String?
}
