/// Which job of which CI made a run.
public struct Origin: Sendable, Equatable, Codable {
    /// The CI's name, such as `github` or `gitlab`.
    public var provider: String?
    /// The CI's own id of its run.
    public var id: String?
    /// The attempt, from 1.
    public var attempt: Int?
    /// The job's name.
    public var job: String?
    /// The part of a matrix.
    public var part: String?
    /// Where people can look at it.
    public var url: String?
    /// The number of the change request.
    public var changeRequest: Int?

    /// The job and the part, by which the runs of a machine that measure the same things are told from others.
    public var jobText: String { [job, part].compactMap(\.self).joined(separator: "/") }

    /// Makes an origin.
    public init(
        provider: String? = nil,
        id: String? = nil,
        attempt: Int? = nil,
        job: String? = nil,
        part: String? = nil,
        url: String? = nil,
        changeRequest: Int? = nil
    ) {
        self.provider = provider
        self.id = id
        self.attempt = attempt
        self.job = job
        self.part = part
        self.url = url
        self.changeRequest = changeRequest
    }
}
