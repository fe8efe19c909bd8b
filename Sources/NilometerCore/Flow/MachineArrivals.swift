public import Foundation

/// When a machine reported lately.
public struct MachineArrivals: Sendable, Equatable {
    /// The machine's name.
    public var machine: String
    /// The commit of the run that came last.
    public var commit: String
    /// When its runs came, newest first; at least one.
    public var times: [Date]

    /// Makes arrivals.
    public init(machine: String, commit: String, times: [Date]) {
        self.machine = machine
        self.commit = commit
        self.times = times
    }
}
