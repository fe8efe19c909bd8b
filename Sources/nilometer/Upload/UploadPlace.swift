import Foundation

/// Finds out what is measured where: from the flags, the CI, the clone and the host.
enum UploadPlace {
    /// The envelope of this place, still without files; what it had to assume is told.
    static func envelope(_ facts: UploadOptions, in session: Session) async -> UploadEnvelope {
        let place = await Place.found(
            options: facts.place,
            environment: session.environment,
            machine: session.configuration.machine(flag: facts.machine)
        )
        for warning in place.warnings { Output.tell(warning) }
        return UploadEnvelope(place: place, format: facts.format)
    }
}
