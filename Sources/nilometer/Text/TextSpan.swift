import Foundation

/// Spans of time as people read them.
enum TextSpan {
    /// Two figures at most: “0.35 s”, “12 s”, “3 min”, “1 h 20 min”.
    static func text(_ span: Duration) -> String { text(seconds: seconds(span)) }

    /// The same of seconds.
    static func text(seconds: Double) -> String {
        switch seconds {
        case ..<10: String(format: "%.2g s", max(0, seconds))
        case ..<99.5: String(format: "%.0f s", seconds)
        case ..<5970: String(format: "%.0f min", seconds / 60)
        default: "\(Int((seconds / 60).rounded()) / 60) h \(Int((seconds / 60).rounded()) % 60) min"
        }
    }

    /// The span in seconds.
    static func seconds(_ span: Duration) -> Double {
        Double(span.components.seconds) + Double(span.components.attoseconds) / 1e18
    }
}
