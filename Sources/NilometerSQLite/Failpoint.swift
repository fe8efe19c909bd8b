import Foundation
import Synchronization

/// A place at which a debug build ends as if it were killed, when a test asks for it by `NILOMETER_FAILPOINT=name:n`.
enum Failpoint {
    #if DEBUG
    private static let wanted: (name: String, pass: Int)? = {
        let text = ProcessInfo.processInfo.environment["NILOMETER_FAILPOINT"] ?? ""
        let parts = text.split(separator: ":")
        guard parts.count == 2, let pass = Int(parts[1]) else { return nil }
        return (String(parts[0]), pass)
    }()
    private static let passes = Mutex(0)
    #endif

    /// Passes the place; the n-th pass of the one that is wanted is the last thing that the process does.
    static func pass(_ name: String) {
        #if DEBUG
        guard let wanted, wanted.name == name else { return }
        let count = passes.withLock { passes in
            passes += 1
            return passes
        }
        if count == wanted.pass { kill(getpid(), SIGKILL) }
        #endif
    }
}
