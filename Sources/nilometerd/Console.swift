import ArgumentParser
import Foundation
import NilometerCore

/// What people read on standard error.
enum Console {
    static func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    /// What `body` gives, or an end with its sentence and status 64: the operator has to correct something.
    static func orUsage<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as NilometerError {
            tell("nilometerd: " + error.message)
            throw ExitCode(64)
        }
    }

    static func sentence(_ error: StoreError) -> String {
        switch error {
        case .full(let reason): "The disk is full: \(reason)"
        case .syncFailed(let reason): "The disk did not confirm a write: \(reason)"
        case .failed(let reason): reason
        case .locked(let reason): reason
        case .newerSchema(let found, let known):
            "The database has schema \(found), this program knows \(known); use the newer nilometerd."
        }
    }
}
