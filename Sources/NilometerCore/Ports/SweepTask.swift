/// Runs that are to be swept, and the series they touch.
public struct SweepTask: Sendable, Equatable {
    /// The project.
    public var project: Project
    /// Opaque marks of the work rows, given back when done.
    public var marks: [Int64]
    /// The public ids of the runs.
    public var runs: [String]
    /// The series that the runs have readings of.
    public var series: [Series]

    /// Makes a task.
    public init(project: Project, marks: [Int64], runs: [String], series: [Series]) {
        self.project = project
        self.marks = marks
        self.runs = runs
        self.series = series
    }
}
