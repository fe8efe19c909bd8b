public import NilometerCore

/// The list of detectors.
public enum Detectors {
    /// All detectors; the first is used.
    public static let all: [any Detector] = [LevelDetector()]
}
