import Foundation

/// Finds out what is measured where, and tells what it had to assume.
enum UploadPlace {
    /// The envelope of this place, still without files.
    ///
    /// - Parameters:
    ///   - facts: what a person says.
    ///   - environment: the variables.
    ///   - results: the harness outputs, whose formats suggest which toolchains are asked for their versions.
    /// - Returns: the envelope.
    static func envelope(
        _ facts: UploadOptions,
        in environment: [String: String],
        results: [Data] = []
    ) async -> UploadEnvelope {
        let place = await Place.found(
            options: facts.place,
            environment: environment,
            machine: ServerOptions.value(facts.machine, "NILOMETER_MACHINE", in: environment),
            harness: HarnessWords.of(results, format: facts.format)
        )
        for warning in place.warnings { Output.tell(warning) }
        return UploadEnvelope(place: place, format: facts.format)
    }
}
