import NilometerCore
import Testing

@testable import NilometerSQLite

struct ReaderMemoryTests {
    /// What a reader saw before a run was deleted.
    private var stale: ReaderMemory.Project {
        let suite = Suite(project: 1, machine: 1, lane: 0)
        var known = ReaderMemory.Project(id: 1)
        known.runs[suite] = [ReaderMemory.RunEntry(id: "run_1", commit: 1, number: 1, isDeleted: false)]
        return known
    }

    @Test(arguments: [false, true])
    func `what a reader saw before something changed is not remembered after it`(isKnown: Bool) async {
        let memory = ReaderMemory()
        if isKnown { await memory.remember(stale, of: "p", mark: 0) }
        let (_, mark) = await memory.project("p")
        await memory.forget("p")
        await memory.remember(stale, of: "p", mark: mark)
        #expect(await memory.project("p").known.runs.isEmpty)
    }

    @Test func `what a reader saw is remembered when nothing changed`() async {
        let memory = ReaderMemory()
        let (_, mark) = await memory.project("p")
        await memory.remember(stale, of: "p", mark: mark)
        #expect(await memory.project("p").known.runs.count == 1)
    }
}
