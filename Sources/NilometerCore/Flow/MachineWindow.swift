public import Foundation

/// The newest runs of one machine along a line, with the values of all its series.
public struct MachineWindow: Sendable, Equatable {
    /// One run.
    public struct Column: Sendable, Equatable {
        /// The run's public id.
        public var run: String
        /// The commit's hash.
        public var commit: String
        /// When the server took it.
        public var receivedAt: Date
        /// The job and the part of a matrix that sent it; empty where unknown.
        public var job: String
        /// Toolchain, harness, host and other facts.
        public var context: [String: String]
        /// The value in each series of the window; not a number where the run has none.
        public var values: [Double]

        /// Makes a column.
        public init(
            run: String,
            commit: String,
            receivedAt: Date,
            job: String = "",
            context: [String: String] = [:],
            values: [Double]
        ) {
            self.run = run
            self.commit = commit
            self.receivedAt = receivedAt
            self.job = job
            self.context = context
            self.values = values
        }
    }

    /// The machine's name.
    public var machine: String
    /// Its series, whatever their strand.
    public var series: [Series]
    /// Its runs in commit order; those of one commit in order of arrival.
    public var columns: [Column]

    /// Makes a window.
    public init(machine: String, series: [Series], columns: [Column]) {
        self.machine = machine
        self.series = series
        self.columns = columns
    }

    /// The window without some of its series.
    public func without(_ ids: Set<String>) -> MachineWindow {
        guard !ids.isEmpty, series.contains(where: { ids.contains($0.id) }) else { return self }
        let places = series.indices.filter { !ids.contains(series[$0].id) }
        var window = self
        window.series = places.map { series[$0] }
        for index in window.columns.indices {
            let values = columns[index].values
            window.columns[index].values = places.map { values[$0] }
        }
        return window
    }
}
