public import NilometerCore

/// All ports in memory: small, slow and plainly right, so that engines can be compared with it.
///
/// It is written from what the ports promise, and shares no code with an engine. Commits are placed by their lines; of one
/// that nothing ties to its branch it knows only that it comes last.
public actor MemoryStore: Store {
    var contents: [String: MemoryProject] = [:]
    var kept: [AccessToken] = []
    var uses: [IdentityUse] = []
    private var lastMark: Int64 = 0
    private var lastDelivery = 0

    /// Makes an empty store.
    public init() {}

    /// A mark that was never given before.
    func newMark() -> Int64 {
        lastMark += 1
        return lastMark
    }

    /// A delivery's id that was never given before; later ones sort behind.
    func newDelivery() -> String {
        lastDelivery += 1
        return "dlv_\(1_000_000 + lastDelivery)"
    }
}
