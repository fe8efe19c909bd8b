import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Fetches documents of issuers: no redirects, at most 1 MiB and 10 s, only from addresses that are permitted.
public struct GuardedFetch: IssuerDocuments {
    /// Why a document could not be had.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The largest document, in bytes.
    private static let largest = 1_048_576

    private let permits: @Sendable ([UInt8]) -> Bool
    private let isNamed: @Sendable ([UInt8]) -> Bool

    /// Makes a fetcher.
    ///
    /// - Parameters:
    ///   - permits: whether an address in network byte order may be connected to.
    ///   - isNamed: whether the operator named its network, so that plain http is taken there.
    public init(
        permits: @escaping @Sendable ([UInt8]) -> Bool,
        isNamed: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.permits = permits
        self.isNamed = isNamed
    }

    /// What stands at an address.
    public func document(at address: String) async throws -> (bytes: [UInt8], maxAge: Double?) {
        guard let url = URL(string: address), let scheme = url.scheme, ["http", "https"].contains(scheme),
            let host = url.host(percentEncoded: false), url.user() == nil
        else { throw Failure(description: "\(IdentityRefusal.shown(address)) is no https address without a user") }
        let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        let port = url.port ?? (scheme == "https" ? 443 : 80)
        let resolved: SocketAddress
        do {
            resolved = try await NIOThreadPool.singleton.runIfActive {
                try SocketAddress.makeAddressResolvingHost(bare, port: port)
            }
        } catch { throw Failure(description: "the host of \(IdentityRefusal.shown(address)) is not known") }
        let bytes = Self.bytes(of: resolved)
        guard let text = resolved.ipAddress, permits(bytes) else {
            throw Failure(
                description:
                    "the address of \(IdentityRefusal.shown(address)) is private; allow it with --webhook-allow"
            )
        }
        guard scheme == "https" || isNamed(bytes) else {
            throw Failure(
                description:
                    "\(IdentityRefusal.shown(address)) is not https, and its network not one of --webhook-allow"
            )
        }
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        // Connects to the address that was checked; the name stays in the certificate's check.
        if bare != text { configuration.dnsOverride = [bare: text] }
        return try await fetch(address, configuration)
    }

    private func fetch(
        _ address: String,
        _ configuration: HTTPClient.Configuration
    ) async throws -> (bytes: [UInt8], maxAge: Double?) {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome: Result<(bytes: [UInt8], maxAge: Double?), any Error>
        do {
            var request = HTTPClientRequest(url: address)
            request.headers = ["user-agent": "nilometer", "accept": "application/json"]
            let response = try await client.execute(request, timeout: .seconds(10))
            guard response.status == .ok else {
                throw Failure(description: "\(IdentityRefusal.shown(address)) answered \(response.status.code)")
            }
            let body = try await response.body.collect(upTo: Self.largest)
            let age = response.headers[canonicalForm: "cache-control"].lazy.compactMap { Self.maxAge(of: $0) }.first
            outcome = .success((Array(body.readableBytesView), age))
        } catch is CancellationError {
            outcome = .failure(CancellationError())
        } catch let error as Failure {
            outcome = .failure(error)
        } catch {
            outcome = .failure(Failure(description: "\(IdentityRefusal.shown(address)) could not be fetched: \(error)"))
        }
        try await client.shutdown()
        return try outcome.get()
    }

    /// The seconds of a `Cache-Control` part such as `max-age=3600`; 0 where it says not to keep.
    static func maxAge(of part: Substring) -> Double? {
        let word = part.lowercased().filter { $0 != " " }
        if word == "no-store" || word == "no-cache" { return 0 }
        guard word.hasPrefix("max-age=") else { return nil }
        return Int(word.dropFirst("max-age=".count)).map { Double(max(0, $0)) }
    }

    private static func bytes(of address: SocketAddress) -> [UInt8] {
        switch address {
        case .v4(let v4): withUnsafeBytes(of: v4.address.sin_addr) { Array($0) }
        case .v6(let v6): withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
        case .unixDomainSocket: []
        }
    }
}
