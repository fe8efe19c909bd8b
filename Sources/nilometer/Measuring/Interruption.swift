import ArgumentParser
import Glibc
import UnixSignals

/// Lets work end in order when a signal asks for it.
enum Interruption {
    private enum Event<Value: Sendable>: Sendable {
        case done(Value)
        case signal(CInt)
        case nothing
    }

    /// Does the work in a task that SIGINT, SIGTERM and SIGHUP cancel; a signal that was ignored from the start stays so.
    ///
    /// - Throws: what the work throws; after a signal `ExitCode` 128 + its number, once the work has ended.
    static func heeding<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let heeded = [UnixSignal.sigint, .sigterm, .sighup].filter { !isIgnored(number(of: $0)) }
        let signals = await UnixSignalsSequence(trapping: heeded)
        defer { for signal in heeded { Glibc.signal(number(of: signal), SIG_DFL) } }
        return try await withThrowingTaskGroup(of: Event<Value>.self) { tasks in
            tasks.addTask { .done(try await work()) }
            tasks.addTask {
                for await signal in signals { return .signal(number(of: signal)) }
                return .nothing
            }
            var caught: CInt?
            do {
                while let event = try await tasks.next() {
                    switch event {
                    case .done(let value):
                        tasks.cancelAll()
                        if let caught { throw ExitCode(128 + caught) }
                        return value
                    case .signal(let number):
                        caught = number
                        tasks.cancelAll()
                    case .nothing: continue
                    }
                }
            } catch {
                tasks.cancelAll()
                throw caught.map { ExitCode(128 + $0) } ?? error
            }
            throw CancellationError()
        }
    }

    private static func number(of signal: UnixSignal) -> CInt {
        switch signal {
        case .sigterm: SIGTERM
        case .sighup: SIGHUP
        default: SIGINT
        }
    }

    private static func isIgnored(_ signal: CInt) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        // SIG_IGN is the number 1 in the place of a function.
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
