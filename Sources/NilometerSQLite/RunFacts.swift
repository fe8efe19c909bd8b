import Foundation
import NilometerCore

/// What is kept of a run beside its readings.
struct RunFacts: Codable {
    var committedAt: Date?
    var subject: String?
    var author: String?
    var context: [String: String]
    var origin: Origin
    var warnings: [Warning]
    var fingerprint: [String: String]
}
