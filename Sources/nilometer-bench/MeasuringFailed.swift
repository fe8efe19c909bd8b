/// Why nothing could be measured.
struct MeasuringFailed: Error {
    /// One sentence: what, where, and what to do about it.
    let sentence: String
}
