/// One thing that was looked at, and what to do where it is not well.
struct DoctorCheck: Codable, Sendable, Equatable {
    /// How it is.
    enum Status: String, Codable, Sendable {
        case ok, warning, failed
    }

    var name: String
    var status: Status
    /// What was found, and what to do about it.
    var message: String

    static func ok(_ name: String, _ message: String) -> DoctorCheck {
        DoctorCheck(name: name, status: .ok, message: message)
    }

    static func warning(_ name: String, _ message: String) -> DoctorCheck {
        DoctorCheck(name: name, status: .warning, message: message)
    }

    static func failed(_ name: String, _ message: String) -> DoctorCheck {
        DoctorCheck(name: name, status: .failed, message: message)
    }

    /// The lines of some checks.
    static func text(_ checks: [DoctorCheck], on output: Output) -> String {
        let width = checks.reduce(0) { max($0, TextWidth.of($1.name)) }
        return checks.map { check in
            let word = check.status.rawValue
            let painted = check.paint.on(word, output.hasColour) + String(repeating: " ", count: 9 - word.count)
            let gap = String(repeating: " ", count: width - TextWidth.of(check.name) + 2)
            return painted + check.name + gap + TextPlain.of(check.message) + "\n"
        }.joined()
    }

    private var paint: TextPaint {
        switch status {
        case .ok: .good
        case .warning: .strong
        case .failed: .bad
        }
    }
}
