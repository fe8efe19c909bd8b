import NilometerAPI

/// A run as the server answers an upload, with what its sweep found where it was waited for.
struct UploadedRun: Decodable {
    /// The run.
    var run: RunView
    /// Whether the sweep ended while it was waited for; nil when the server does not say.
    var swept: Bool?
    /// The changes that begin at the run's commit.
    var changes: [ChangeView]?

    private enum CodingKeys: String, CodingKey {
        case swept, changes
    }

    init(from decoder: any Decoder) throws {
        run = try RunView(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        swept = try container.decodeIfPresent(Bool.self, forKey: .swept)
        changes = try container.decodeIfPresent([ChangeView].self, forKey: .changes)
    }
}
