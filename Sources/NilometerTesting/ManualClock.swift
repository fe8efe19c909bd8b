public import Foundation
import Synchronization

/// A clock that stands still until it is moved.
public final class ManualClock: Sendable {
    private let time: Mutex<Date>

    /// Makes a clock that shows the given time.
    public init(at time: Date = Date(timeIntervalSince1970: 1_700_000_000)) { self.time = Mutex(time) }

    /// What the clock shows.
    public var now: Date { time.withLock { $0 } }

    /// Moves the clock on by some seconds.
    public func advance(by seconds: TimeInterval) { time.withLock { $0 = $0.addingTimeInterval(seconds) } }
}
