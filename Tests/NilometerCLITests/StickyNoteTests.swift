import NilometerClient
import Synchronization
import Testing

@testable import nilometer

/// A forge that holds its comments in memory.
private final class MemoryForge: Forge {
    struct State {
        var notes: [ForgeNote] = []
        var next = 1
        var head: String?
        var edits = 0
        var failures: [ClientError] = []
        /// What another job does right after the first addition.
        var rival: ForgeNote?
        /// Whether an addition that fails has arrived.
        var keepsFailed = false
    }

    let name = "memory"
    let state: Mutex<State>

    init(_ state: State = State()) { self.state = Mutex(state) }

    var notes: [ForgeNote] { state.withLock { $0.notes } }
    var edits: Int { state.withLock { $0.edits } }

    func ownNotes(on changeRequest: Int) async throws -> [ForgeNote] { notes }

    func add(_ text: String, to changeRequest: Int) async throws {
        let failure = state.withLock { state -> ClientError? in
            let failure = state.failures.isEmpty ? nil : state.failures.removeFirst()
            if failure != nil && !state.keepsFailed { return failure }
            if let rival = state.rival { state.notes.append(rival) }
            state.rival = nil
            state.next += 100
            state.notes.append(ForgeNote(id: state.next, text: text))
            return failure
        }
        if let failure { throw failure }
    }

    func edit(_ note: ForgeNote, of changeRequest: Int, to text: String) async throws {
        state.withLock { state in
            state.edits += 1
            for index in state.notes.indices where state.notes[index].id == note.id { state.notes[index].text = text }
        }
    }

    func delete(_ note: ForgeNote, of changeRequest: Int) async throws {
        state.withLock { state in state.notes.removeAll { $0.id == note.id } }
    }

    func head(of changeRequest: Int) async throws -> String? { state.withLock { $0.head } }

    func set(_ status: ForgeStatus, on commit: String) async throws -> String? { nil }
}

struct StickyNoteTests {
    private let note = StickyNote(project: "p", part: "arm 64", head: "c2")

    @Test func `the mark is the last line, and holds no letter that could end it`() {
        let text = StickyNote(project: "p", part: "--><x", head: "c").text("answer\n\n")
        #expect(text == "answer\n\n<!-- nilometer-head:c -->\n<!-- nilometer:p:--%3E%3Cx -->")
    }

    @Test func `nothing is written where nothing happened`() async throws {
        let forge = MemoryForge()
        #expect(try await note.keep("all clear", isNews: false, on: 1, of: forge) == .quiet)
        #expect(forge.notes.isEmpty)
    }

    @Test func `one comment is made, edited in place, and cleared`() async throws {
        let forge = MemoryForge()
        #expect(try await note.keep("worse", isNews: true, on: 1, of: forge) == .made)
        #expect(try await note.keep("worse", isNews: true, on: 1, of: forge) == .same)
        #expect(try await note.keep("still worse", isNews: true, on: 1, of: forge) == .edited)
        #expect(try await note.keep("all clear", isNews: false, on: 1, of: forge) == .edited)
        #expect(forge.notes == [ForgeNote(id: 101, text: note.text("all clear"))])
    }

    @Test func `other projects and parts have comments of their own`() async throws {
        let forge = MemoryForge()
        for part in [nil, "arm", "arm 64"] {
            let outcome = try await StickyNote(project: "p", part: part, head: nil).keep(
                "a",
                isNews: true,
                on: 1,
                of: forge
            )
            #expect(outcome == .made)
        }
        #expect(forge.notes.count == 3)
    }

    @Test func `of two that were made at the same time the older stays, and says what is newest`() async throws {
        var state = MemoryForge.State()
        state.rival = ForgeNote(id: 7, text: note.text("of the rival"))
        let forge = MemoryForge(state)
        #expect(try await note.keep("mine", isNews: true, on: 1, of: forge) == .made)
        #expect(forge.notes == [ForgeNote(id: 7, text: note.text("mine"))])
    }

    @Test(arguments: [true, false])
    func `a comment whose answer was lost is not made twice`(arrived: Bool) async throws {
        var state = MemoryForge.State()
        state.failures = [ClientError(.refused(status: 502), detail: "It broke.")]
        state.keepsFailed = arrived
        let forge = MemoryForge(state)
        #expect(try await note.keep("mine", isNews: true, on: 1, of: forge) == .made)
        #expect(forge.notes.map(\.text) == [note.text("mine")])
    }

    @Test func `a refusal is told`() async throws {
        var state = MemoryForge.State()
        state.failures = [ClientError(.refused(status: 403), detail: "No.")]
        let forge = MemoryForge(state)
        await #expect(throws: ClientError.self) { try await note.keep("mine", isNews: true, on: 1, of: forge) }
    }

    @Test func `the job of an older commit does not overwrite what a newer one said`() async throws {
        var state = MemoryForge.State()
        state.head = "c3"
        state.notes = [ForgeNote(id: 1, text: StickyNote(project: "p", part: "arm 64", head: "c3").text("newer"))]
        let forge = MemoryForge(state)
        #expect(try await note.keep("older", isNews: true, on: 1, of: forge) == .late)
        #expect(forge.edits == 0)
    }
}
