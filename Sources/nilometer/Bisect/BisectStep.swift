import NilometerDetection

/// How a search ended.
enum BisectStep: Sendable {
    /// By itself.
    case ended(BisectionStep)
    /// Before it was done, with the reason.
    case stopped(String)
}
