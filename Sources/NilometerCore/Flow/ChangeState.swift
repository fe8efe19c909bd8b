/// How sure a change is.
public enum ChangeState: String, Sendable, Codable, CaseIterable {
    case pending, suspected, confirmed, retracted
}
