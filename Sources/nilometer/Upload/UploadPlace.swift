import Foundation

/// Finds out what is measured where, and tells what it had to assume.
enum UploadPlace {
    /// The envelope of this place, still without files.
    ///
    /// - Parameters:
    ///   - facts: what a person says.
    ///   - session: the variables, and what `nilometer.toml` says.
    ///   - results: the harness outputs, whose formats suggest which toolchains are asked for their versions.
    ///   - words: the words of the benchmark commands, which suggest them, too.
    /// - Returns: the envelope.
    static func envelope(
        _ facts: UploadOptions,
        in session: Session,
        results: [Data] = [],
        words: [String] = []
    ) async -> UploadEnvelope {
        let place = await Place.found(
            options: facts.place,
            environment: session.environment,
            machine: session.configuration.machine(flag: facts.machine),
            harness: words + HarnessWords.of(results, format: facts.format)
        )
        for warning in place.warnings { Output.tell(warning) }
        return UploadEnvelope(place: place, format: facts.format)
    }
}
