import NilometerAPI
import NilometerClient

/// The one place that knows where an answer is found again on the server.
struct GateLinks: Sendable {
    /// The server's address.
    var server: String
    /// The project's slug.
    var project: String

    /// The same comparison; nil where a side is not known.
    func comparison(base: ComparisonSideView, head: ComparisonSideView) -> String? {
        guard let base = Self.name(base), let head = Self.name(head) else { return nil }
        let route = Route("projects", project, "compare", query: ["base": base, "head": head])
        return Self.safe("\(server)/api/v1/\(route.text)")
    }

    /// The same comparison at one of its rows.
    func row(_ row: ComparisonRowView, base: ComparisonSideView, head: ComparisonSideView) -> String? {
        comparison(base: base, head: head).map { "\($0)#\(Self.safe(row.series))" }
    }

    /// The run, where one was used, so that later runs of the commit do not change what is shown.
    private static func name(_ side: ComparisonSideView) -> String? {
        side.runs.count == 1 ? side.runs[0] : side.commit
    }

    /// The address with every letter encoded that could end it where links are written.
    private static func safe(_ address: String) -> String {
        var letters = ""
        for byte in address.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: letters.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where "-._~:/?#[]@!$&'*+,;=%".utf8.contains(byte):
                letters.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                letters += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return letters
    }
}
