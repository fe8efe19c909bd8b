import ArgumentParser

/// How much is measured.
struct Plan: ParsableArguments {
    @Option(help: "Runs to upload.")
    var runs = 400
    @Option(help: "Readings in each run.")
    var readings = 500
    @Option(help: "Samples in each reading.")
    var samples = 1
    @Option(help: "Commits in the line that each upload brings.")
    var line = 50
    @Option(help: "Uploaders at once, each on a connection of its own that it keeps.")
    var uploaders = 4
    @Option(help: "Points of the long series that is queried; 0 leaves the query out.")
    var points = 10_000
    @Option(help: "Queries of the long series.")
    var queries = 300
    @Option(help: "Sweeps over the whole history that are timed.")
    var sweeps = 5
    @Option(help: "The seed of all values.")
    var seed: UInt64 = 7

    func validate() throws {
        guard runs > 0, (1...1000).contains(line), readings > 0, samples > 0, uploaders > 0, queries > 0, sweeps > 0,
            points >= 0
        else {
            throw ValidationError("Every number must be at least 1, --points at least 0, --line at most 1000.")
        }
        guard runs <= 1_000_000, readings <= 100_000, samples <= 1000, uploaders <= 256, points <= 10_000_000 else {
            throw ValidationError(
                "At most 1000000 runs, 100000 readings, 1000 samples, 256 uploaders, 10000000 points."
            )
        }
    }
}
