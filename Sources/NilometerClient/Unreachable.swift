import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix

/// Says why no answer came.
enum Unreachable {
    /// A clause without a full stop, such as “connection refused”.
    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: reason(error)
        case let error as NIOConnectionError: reason(error)
        case let error as IOError: Self.reason(code: error.errnoCode)
        case is NIOTooManyBytesError: "the answer is larger than this program reads"
        default: "the connection failed (\(String(describing: type(of: error))))"
        }
    }

    private static func reason(_ error: HTTPClientError) -> String {
        switch error {
        case .invalidURL, .emptyHost, .emptyScheme: "it is not an address such as http://127.0.0.1:7622"
        case .connectTimeout: "no connection came about in time"
        case .deadlineExceeded, .readTimeout: "no answer came in time"
        case .remoteConnectionClosed: "it closed the connection"
        case .tlsHandshakeTimeout: "it does not answer as https does"
        default:
            error.shortDescription == "Unsupported scheme"
                ? "its scheme is not http or https" : error.shortDescription.lowercased()
        }
    }

    private static func reason(_ error: NIOConnectionError) -> String {
        guard let last = error.connectionErrors.last else { return "the host “\(error.host)” is not known" }
        return reason(last.error)
    }

    private static func reason(code: CInt) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
