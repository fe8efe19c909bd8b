import Foundation

/// What stood around the measuring.
struct Conditions: Encodable {
    let daemon: String
    let cores: Int
    /// The load average of the minute before, without which wall times mean little.
    let load: Double

    static func now(daemon: String) -> Conditions {
        var loads = [0.0]
        let known = getloadavg(&loads, 1) == 1
        return Conditions(
            daemon: daemon,
            cores: ProcessInfo.processInfo.activeProcessorCount,
            load: known ? loads[0] : .nan
        )
    }

    func sentence(of plan: Plan) -> String {
        """
        \(plan.runs) runs of \(plan.readings) readings of \(plan.samples) sample(s), \(plan.uploaders) uploaders, seed \
        \(plan.seed); \(cores) cores, load \(String(format: "%.1f", load)) before; \(daemon)

        """
    }
}
