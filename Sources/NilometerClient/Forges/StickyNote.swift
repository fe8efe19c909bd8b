/// The one comment that a change request has of a project, found by the mark at its end.
///
/// Only comments of the token's own user count: anybody can write the mark.
public struct StickyNote: Sendable {
    /// What became of it.
    public enum Outcome: Sendable, Equatable {
        /// It was made.
        case made
        /// Its text was changed.
        case edited
        /// It said the same already.
        case same
        /// There was none, and nothing to say.
        case quiet
        /// It tells of a later commit, and was left as it is.
        case late
    }

    /// The mark, the last line of the comment.
    public let mark: String
    private let head: String?

    /// Makes the comment's identity.
    ///
    /// - Parameters:
    ///   - project: the project's slug.
    ///   - part: the part of a matrix that has a comment of its own; nil for none.
    ///   - head: the commit that the comment tells of.
    public init(project: String, part: String?, head: String?) {
        mark = "<!-- nilometer:\(Route(project).text):\(part.map { Route($0).text } ?? "") -->"
        self.head = head
    }

    /// The whole text of the comment.
    public func text(_ answer: String) -> String {
        let told = head.map { Self.headMark($0) + "\n" } ?? ""
        return answer.trimmingSuffix { $0.isNewline } + "\n\n\(told)\(mark)"
    }

    /// Makes the comment say an answer: in place where there is one, and at all only when there is something to say.
    ///
    /// Two jobs that make it at the same time leave one: each looks again afterwards, and the oldest stays.
    ///
    /// - Parameters:
    ///   - answer: the Markdown.
    ///   - isNews: whether a comment is made where there is none.
    ///   - changeRequest: the number of the change request.
    ///   - forge: where it is.
    /// - Returns: what became of it.
    /// - Throws: `ClientError`.
    public func keep(
        _ answer: String,
        isNews: Bool,
        on changeRequest: Int,
        of forge: some Forge
    ) async throws -> Outcome {
        let text = text(answer)
        if let known = try await own(on: changeRequest, forge).first {
            // The job of an older commit may end after that of a newer one.
            if let head, !known.text.contains(Self.headMark(head)), let now = try await forge.head(of: changeRequest),
                now != head, known.text.contains(Self.headMark(now))
            {
                return .late
            }
            return try await settle(on: text, on: changeRequest, forge) ? .edited : .same
        }
        guard isNews else { return .quiet }
        do {
            try await forge.add(text, to: changeRequest)
        } catch let error as ClientError where error.kind == .unreachable || (error.status ?? 0) >= 500 {
            // It may have arrived all the same.
            if try await own(on: changeRequest, forge).isEmpty { try await forge.add(text, to: changeRequest) }
        }
        _ = try await settle(on: text, on: changeRequest, forge)
        return .made
    }

    /// Deletes all but the oldest, and makes that one say the text; whether it said another.
    private func settle(on text: String, on changeRequest: Int, _ forge: some Forge) async throws -> Bool {
        let notes = try await own(on: changeRequest, forge)
        guard let oldest = notes.first else { return false }
        for note in notes.dropFirst() { try await forge.delete(note, of: changeRequest) }
        guard oldest.text != text else { return false }
        try await forge.edit(oldest, of: changeRequest, to: text)
        return true
    }

    private func own(on changeRequest: Int, _ forge: some Forge) async throws -> [ForgeNote] {
        try await forge.ownNotes(on: changeRequest).filter { note in
            note.text.trimmingSuffix { $0.isWhitespace }.hasSuffix(mark)
        }
    }

    private static func headMark(_ commit: String) -> String { "<!-- nilometer-head:\(Route(commit).text) -->" }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> String {
        String(reversed().drop(while: isDropped).reversed())
    }
}
