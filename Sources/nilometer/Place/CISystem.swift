import Foundation

/// A CI whose variables are understood.
protocol CISystem: Sendable {
    /// Its name in the origin of runs: permanent.
    var id: String { get }

    /// Whether the variables are this system's.
    func isHere(_ variables: [String: String]) -> Bool

    /// The job that the variables, of which none is empty, and the event's file describe.
    func job(_ variables: [String: String], event: Data?) -> CIJob
}
