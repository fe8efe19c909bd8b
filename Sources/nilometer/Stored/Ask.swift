import ArgumentParser
import NilometerClient

/// Gets one address of the API.
struct Ask: ServerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints what the server answers for a path under /api/v1, such as projects/p/changes."
    )

    @OptionGroup var options: ServerOptions
    @Argument(help: "The path, with its query, percent-encoded.")
    var path: String

    func perform(in session: Session) async throws {
        let answer = try await session.client.get(Route(encoded: path))
        let isWhole = answer.body.last == UInt8(ascii: "\n")
        try session.output.write(Array(answer.body) + (isWhole ? [] : [UInt8(ascii: "\n")]))
    }
}
