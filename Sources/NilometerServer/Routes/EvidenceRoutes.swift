import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore

/// The evidence that came with a run.
struct EvidenceRoutes {
    let services: Services

    func add(to board: Switchboard) {
        board.inProject("listEvidence") { call, project, _ in
            let id = try call.name("run")
            let page = try Page(call.request, call.asked, of: "evidence of " + id)
            let views = try await files(ofRun: id, project).map { number, file in
                EvidenceView(number: number, name: file.name, kind: file.kind, bytes: file.bytes.count)
            }
            return try page.answer(views, id: { "\($0.number)" }, view: { $0 })
        }
        board.inProject("getEvidence") { call, project, _ in
            let id = try call.name("run")
            let asked = try call.name("number")
            guard let found = try await files(ofRun: id, project).first(where: { "\($0.number)" == asked }) else {
                throw NilometerError(
                    .notFound,
                    "The run has no evidence “\(asked.prefix(20))” that can be read; list it at …/evidence."
                )
            }
            return Answer.response(Data(found.file.bytes), type: "application/octet-stream")
        }
    }

    private func files(ofRun id: String, _ project: Project) async throws -> [(number: Int, file: EvidenceFile)] {
        let stored = StoredEvidence(store: services.store, project: project.slug)
        return try await Services.through(services.explainingGate) {
            guard let parts = try await stored.parts(ofRun: id) else {
                throw NilometerError(.notFound, "The project has no run “\(id.prefix(60))”.")
            }
            var files: [(number: Int, file: EvidenceFile)] = []
            _ = EvidenceParts.each(of: parts) { files.append(($1, $0)) }
            return files
        }
    }
}
