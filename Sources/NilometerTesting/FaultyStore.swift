public import NilometerCore
import Synchronization

/// A store whose chosen calls fail, before or after the store behind it did its part.
public final class FaultyStore: Store {
    /// The calls that can be made to fail.
    public enum Call: Sendable, CaseIterable {
        case append, tidy, points, tails, window, samples, dueSweep, changes, finish, alerts, dueDeliveries,
            recordDelivery
    }

    /// When a call fails.
    public enum Moment: Sendable, CaseIterable {
        /// Nothing was done.
        case before
        /// All was done, but the caller is not told so: as if the process had ended in between.
        case after
    }

    private struct Fault {
        var call: Call
        var error: StoreError
        var moment: Moment
        var passes: Int
    }

    let base: any Store
    private let faults = Mutex<[Fault]>([])

    /// Makes a store that passes everything on until it is told to fail.
    public init(_ base: any Store) { self.base = base }

    /// Makes one call fail, after some have passed.
    public func fail(_ call: Call, with error: StoreError, _ moment: Moment = .before, afterPassing passes: Int = 0) {
        faults.withLock { $0.append(Fault(call: call, error: error, moment: moment, passes: passes)) }
    }

    /// Passes a call on, or fails it.
    func passing<Value>(_ call: Call, _ body: () async throws -> Value) async throws -> Value {
        let fault = faults.withLock { faults -> Fault? in
            guard let index = faults.firstIndex(where: { $0.call == call }) else { return nil }
            guard faults[index].passes == 0 else {
                faults[index].passes -= 1
                return nil
            }
            return faults.remove(at: index)
        }
        guard let fault else { return try await body() }
        if fault.moment == .after { _ = try await body() }
        throw fault.error
    }
}
