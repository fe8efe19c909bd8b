import NilometerCore

/// Maps every failure to what an HTTP caller is told.
enum Failure {
    /// The status of a code.
    static func status(of code: NilometerError.Code) -> Int {
        switch code {
        case .unreadable, .badQuery: 400
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .badMethod: 405
        case .tooSlow: 408
        case .conflict: 409
        case .tooLarge: 413
        case .tooOften: 429
        case .unsupportedEncoding: 415
        case .invalidInput: 422
        case .internalFailure, .storageFailed: 500
        case .busy: 503
        case .storageFull: 507
        }
    }

    /// The title of a code, the same for every occurrence.
    static func title(of code: NilometerError.Code) -> String {
        switch code {
        case .unreadable: "The body could not be read"
        case .badQuery: "The address could not be read"
        case .unauthenticated: "Not authenticated"
        case .forbidden: "Not allowed"
        case .notFound: "Not found"
        case .badMethod: "Method not allowed"
        case .tooSlow: "Too slow"
        case .tooOften: "Too often"
        case .conflict: "Conflict"
        case .tooLarge: "Too large"
        case .unsupportedEncoding: "Unsupported encoding"
        case .invalidInput: "Invalid input"
        case .internalFailure: "Internal failure"
        case .storageFailed: "Storage failed"
        case .busy: "Busy"
        case .storageFull: "Storage full"
        }
    }

    /// Whether the connection ends after the answer, because the rest of the request is not wanted.
    static func endsConnection(_ code: NilometerError.Code) -> Bool {
        switch code {
        case .tooLarge, .tooSlow: true
        case .unreadable, .badQuery, .unauthenticated, .forbidden, .notFound, .badMethod, .conflict,
            .unsupportedEncoding, .invalidInput, .tooOften, .internalFailure, .storageFailed, .busy, .storageFull:
            false
        }
    }

    /// The error that a caller is told when storage failed.
    static func of(_ error: StoreError) -> NilometerError {
        switch error {
        case .full: NilometerError(.storageFull, "The server's disk is full; nothing was stored.", cause: error)
        case .syncFailed, .failed, .newerSchema:
            NilometerError(
                .storageFailed,
                "The server could not use its storage; its operator finds why in the log.",
                cause: error
            )
        case .locked: NilometerError(.busy, "The server's storage is in use; try again.", cause: error)
        }
    }
}
