public import Foundation

/// Looks at many series together, for what no series shows alone.
///
/// Pure and deterministic: the same windows give the same sightings.
public protocol Watchdog: Sendable {
    /// Where measuring broke, and which benchmarks no longer report: sightings of the kinds `instrument` and `missing`.
    ///
    /// - Parameter window: the newest runs of one machine.
    /// - Returns: what is to be seen in the window, over or not, in the order of commits.
    func sightings(in window: MachineWindow) -> [Sighting]

    /// Which machines no longer report though others do: sightings of the kind `missing` without series.
    ///
    /// - Parameters:
    ///   - arrivals: of all machines of a project.
    ///   - now: the time of the question.
    /// - Returns: a sighting for each silent machine, by name.
    func silences(among arrivals: [MachineArrivals], now: Date) -> [Sighting]

    /// Where a machine shifted as a whole: sightings of the kind `environment`.
    ///
    /// - Parameters:
    ///   - window: the newest runs of the machine.
    ///   - changes: the changes of its series, suspected ones too.
    ///   - noisy: the ids of its series that vary by chance.
    ///   - others: the newest runs of other machines.
    /// - Returns: the shifts that last, in the order of commits.
    func shifts(
        in window: MachineWindow,
        changes: [Change],
        noisy: Set<String>,
        beside others: [MachineWindow]
    ) -> [Sighting]
}
