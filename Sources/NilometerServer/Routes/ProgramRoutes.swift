import Foundation
import HTTPTypes
import Hummingbird
import NilometerCore

/// The command line's programs, and the script that fetches them; open to everybody, for they hold no secret.
struct ProgramRoutes {
    let services: Services

    func add(to board: Switchboard) {
        board.open("install") { _ in
            let text = InstallScript.text(server: services.publicURL, programs: await services.programs.all())
            return Answer.response(Data(text.utf8), type: "text/x-shellscript; charset=utf-8")
        }
        board.open("download") { call in
            let name = try call.name("program")
            let programs = await services.programs.all()
            guard let program = programs.first(where: { $0.name == name }) else {
                let names = programs.map(\.name).joined(separator: ", ")
                let hint = names.isEmpty ? "put nilometer beside nilometerd" : "there are \(names)"
                throw NilometerError(.notFound, "There is no program “\(name.prefix(60))” here; \(hint).")
            }
            let body = try await FileIO().loadFile(path: program.path, context: call.context)
            return Response(
                status: .ok,
                headers: [.contentType: "application/octet-stream", .eTag: "\"\(program.digest)\""],
                body: body
            )
        }
    }
}
