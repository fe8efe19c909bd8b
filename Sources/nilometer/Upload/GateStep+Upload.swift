import NilometerAPI
import NilometerCore
import NilometerFormats

extension GateStep {
    /// The gate of what was just sent, which may be of another commit than the job that sends it.
    init(options: GateOptions, of envelope: RunEnvelope?, project: String, in session: Session) {
        var job = CIJob.current(in: session.environment)
        if let envelope {
            job?.sha = envelope.commit.sha
            job?.branch = envelope.commit.branch
            job?.origin = envelope.origin ?? Origin()
        }
        self.init(
            options: options,
            session: session,
            project: project,
            part: envelope?.origin?.part,
            machine: envelope?.machine?.name,
            job: job,
            changeRequest: envelope?.origin?.changeRequest
        )
    }
}
