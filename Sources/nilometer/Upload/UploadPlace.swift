import Foundation

/// Finds out what is measured where: from the flags, the CI, the clone and the host.
enum UploadPlace {
    /// The envelope of this place, still without files; what it had to assume is told.
    static func envelope(_ facts: UploadOptions, in environment: [String: String]) async -> UploadEnvelope {
        let place = await Place.found(
            options: facts.place,
            environment: environment,
            machine: ServerOptions.value(facts.machine, "NILOMETER_MACHINE", in: environment)
        )
        for warning in place.warnings { Output.tell(warning) }
        return UploadEnvelope(place: place, format: facts.format)
    }
}
