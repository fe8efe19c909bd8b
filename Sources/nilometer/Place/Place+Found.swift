import Foundation
import NilometerAPI
import NilometerCore

extension Place {
    /// Finds out what is measured where.
    ///
    /// - Parameters:
    ///   - options: what a person says.
    ///   - environment: the variables.
    ///   - machine: the machine's name; “default” when nil.
    ///   - harness: words that suggest toolchains whose versions are asked: ids of formats, words of the command.
    ///   - folder: any folder of the clone.
    /// - Returns: the place; what is not known is nil, and `warnings` say what was assumed.
    static func found(
        options: PlaceOptions,
        environment: [String: String],
        machine: String? = nil,
        harness: [String] = [],
        folder: String = FileManager.default.currentDirectoryPath
    ) async -> Place {
        let job = CIJob.current(in: environment)
        var finding = PlaceFinding(options: options, job: job, clone: GitRepository(folder: folder))
        await finding.find()
        var machinePart = RunEnvelope.MachinePart(name: machine ?? "default")
        let fingerprint = Fingerprint.current()
        if !fingerprint.isEmpty { machinePart.fingerprint = fingerprint.mapValues { ScalarText($0) } }
        var context = await ToolchainFacts(folder: folder, environment: environment).facts(suggestedBy: harness)
        context.merge(finding.context) { _, found in found }
        for pair in options.context.compactMap(PlaceOptions.pair) { context[pair.key] = pair.value }
        return Place(
            commit: finding.commit,
            base: finding.base,
            mergeBase: finding.mergeBase,
            machine: machinePart,
            origin: origin(options, job, environment),
            context: context,
            warnings: finding.warnings,
            job: job,
            sources: finding.sources
        )
    }

    private static func origin(_ options: PlaceOptions, _ job: CIJob?, _ environment: [String: String]) -> Origin {
        var origin = job?.origin ?? Origin()
        origin.job = options.job ?? origin.job
        origin.attempt = options.attempt ?? origin.attempt
        let given = ServerOptions.value(options.part, "NILOMETER_PART", in: environment)
        origin.part = given.map(MatrixPart.text).flatMap { $0.isEmpty ? nil : $0 } ?? origin.part
        return origin
    }
}
