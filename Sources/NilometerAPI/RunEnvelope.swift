public import NilometerCore

/// What the command line sends: schema `nilometer.run/1`.
public struct RunEnvelope: Codable, Sendable {
    /// What was measured.
    public struct CommitPart: Codable, Sendable {
        /// The revision.
        public var sha: String
        /// Its parents.
        public var parents: [String]?
        /// When it was committed, RFC 3339.
        public var committedAt: String?
        /// The first line of its message.
        public var subject: String?
        /// Who wrote it.
        public var author: String?
        /// The branch.
        public var branch: String?
        /// First-parent history, newest first.
        public var line: [String]?

        /// Makes a commit's part.
        public init(sha: String, branch: String? = nil, line: [String]? = nil, committedAt: String? = nil) {
            self.sha = sha
            self.branch = branch
            self.line = line
            self.committedAt = committedAt
        }
    }

    /// The commit that a change request is compared with.
    public struct BasePart: Codable, Sendable {
        /// Its branch.
        public var branch: String?
        /// The merge base.
        public var sha: String?
        /// First-parent history of the merge base, newest first: without it a server does not know a merge base that lies
        /// on a line merged into the head.
        public var line: [String]?

        /// Makes a base's part.
        public init(branch: String?, sha: String?, line: [String]? = nil) {
            self.branch = branch
            self.sha = sha
            self.line = line
        }
    }

    /// Where it was measured.
    public struct MachinePart: Codable, Sendable {
        /// The machine's name.
        public var name: String?
        /// CPU model, cores and so on.
        public var fingerprint: [String: ScalarText]?

        /// Makes a machine's part.
        public init(name: String) { self.name = name }
    }

    /// One harness output.
    public struct ReportPart: Codable, Sendable {
        /// The format's id, or `auto`.
        public var format: String?
        /// The file's name.
        public var name: String?
        /// `utf8`, `base64` or `gzip+base64`.
        public var encoding: String?
        /// The output.
        public var content: String

        /// Makes a report's part.
        public init(format: String?, name: String, encoding: String, content: String) {
            self.format = format
            self.name = name
            self.encoding = encoding
            self.content = content
        }
    }

    /// Diagnostics and profiles.
    public struct EvidencePart: Codable, Sendable {
        /// Such as `go-escape`.
        public var kind: String?
        /// The file's name.
        public var name: String?
        /// As of a report.
        public var encoding: String?
        /// The evidence.
        public var content: String?

        /// Makes a part whose kind is recognised by its content.
        public init(name: String, encoding: String, content: String) {
            self.name = name
            self.encoding = encoding
            self.content = content
        }
    }

    /// Always `nilometer.run/1`.
    public var schema: String
    /// What was measured.
    public var commit: CommitPart
    /// What it is compared with.
    public var base: BasePart?
    /// Where.
    public var machine: MachinePart?
    /// Toolchain, harness, flags.
    public var context: [String: String]?
    /// The CI job.
    public var origin: Origin?
    /// RFC 3339.
    public var startedAt: String?
    /// RFC 3339.
    public var finishedAt: String?
    /// Harness outputs.
    public var reports: [ReportPart]?
    /// Readings.
    public var readings: [ReadingView]?
    /// Evidence, kept with the upload.
    public var evidence: [EvidencePart]?
    /// The text of `nilometer.toml`.
    public var rules: String?

    /// Makes an envelope of reports.
    public init(commit: CommitPart, machine: MachinePart, origin: Origin, reports: [ReportPart]) {
        schema = "nilometer.run/1"
        self.commit = commit
        self.machine = machine
        self.origin = origin
        self.reports = reports
    }
}
