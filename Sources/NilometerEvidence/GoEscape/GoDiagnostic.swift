/// One diagnostic of the Go compiler in the form of the language-server protocol; lines count from 1.
struct GoDiagnostic: Decodable {
    struct Position: Decodable {
        var line: Int
        var character: Int
    }

    struct Span: Decodable {
        var start: Position
    }

    struct Location: Decodable {
        var uri: String
        var range: Span
    }

    struct Related: Decodable {
        var location: Location
        var message: String
    }

    var range: Span
    var code: String
    var message: String
    var relatedInformation: [Related]?
}
