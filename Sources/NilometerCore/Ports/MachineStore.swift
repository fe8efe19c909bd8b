/// Answers what machines measured lately.
public protocol MachineStore: Sendable {
    /// The newest runs of a machine, by name, along the first-parent line of a branch; nil when it has none there.
    ///
    /// - Parameters:
    ///   - machine: the machine's name.
    ///   - project: the project's slug.
    ///   - branch: whose line.
    ///   - runs: how many runs.
    ///   - commits: the window reaches back to 32 runs before the first of these, but never over more than 512 runs.
    /// - Returns: the runs with the values of all the machine's series.
    /// - Throws: `StoreError`.
    /// - Complexity: O(runs × series of the machine); of older runs only what is remembered of their places is looked at.
    func window(
        of machine: String,
        in project: String,
        branch: String,
        runs: Int,
        reaching commits: Set<String>
    ) async throws -> MachineWindow?

    /// When each machine's runs of a branch came, at most 64 of each; machines without any are absent. By name.
    func arrivals(in project: String, branch: String) async throws -> [MachineArrivals]
}
