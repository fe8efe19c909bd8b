import NilometerCore

/// Reads the remarks that the Swift compiler prints on standard error, line by line.
struct SwiftRemarkLines {
    private var found = SwiftDiagnostics()
    /// How many lines were understood.
    private(set) var count = 0

    /// What was said.
    var diagnostics: Diagnostics { found.diagnostics }
    /// What is doubtful.
    var warnings: [Warning] { found.warnings }

    /// Takes the next line; source lines and marks between the remarks are passed over.
    mutating func take(_ line: Substring) {
        guard let mark = line.firstRange(of: ": remark: "), !line.hasPrefix(" "),
            let position = GoPosition(line), !position.place.file.hasPrefix("<")
        else { return }
        let message = String(line[mark.upperBound...])
        if let (kind, type) = SwiftMessage.site(message) {
            found.add(DiagnosedSite(place: position.place, kind: kind, expression: type))
        } else if let callee = SwiftMessage.inlined(message) {
            found.add(InlinedCall(place: position.place, callee: callee))
        } else {
            return
        }
        count += 1
    }
}
