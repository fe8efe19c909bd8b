import AsyncHTTPClient
public import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
public import NilometerCore

/// Posts events as Standard Webhooks.
public struct WebhookNotifier: Notifier {
    /// The permanent id.
    public let id = "webhook"
    private let addresses: AddressGuard
    private let key: MasterKey

    /// Makes a notifier that sends only where the guard permits.
    ///
    /// - Parameters:
    ///   - addresses: judges every resolved address.
    ///   - key: opens the webhooks' secrets.
    public init(addresses: AddressGuard, key: MasterKey) {
        self.addresses = addresses
        self.key = key
    }

    /// Makes one attempt: resolves once, judges the address, connects to that address; no redirects, 5 s in all.
    public func send(_ delivery: Delivery, at now: Date) async -> DeliveryResult {
        guard let url = URL(string: delivery.webhook.url), let host = url.host(percentEncoded: false),
            url.user() == nil,
            url.scheme == "https" || url.scheme == "http"
        else { return DeliveryResult(isTaken: false, text: "The URL is not one of http or https without a user.") }
        let port = url.port ?? (url.scheme == "https" ? 443 : 80)
        guard let address = await checkedAddress(of: host, port: port) else {
            return DeliveryResult(
                isTaken: false,
                text: "The receiver's address is not permitted or not known; allow it with --webhook-allow."
            )
        }
        let time = Int(now.timeIntervalSince1970)
        let secrets = delivery.webhook.liveSecrets(at: now).compactMap { key.open($0, for: delivery.webhook.id) }
        let signatures = secrets.compactMap { secret in
            WebhookSignature.header(secret: secret, id: delivery.messageID, timestamp: time, body: delivery.body)
        }
        guard !signatures.isEmpty else {
            return DeliveryResult(
                isTaken: false,
                text:
                    "The webhook's secret was sealed with another master key; rotate the secret or bring the key back."
            )
        }
        var request = HTTPClientRequest(url: delivery.webhook.url)
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "user-agent": "nilometer", "webhook-id": delivery.messageID,
            "webhook-timestamp": String(time), "webhook-signature": signatures.joined(separator: " "),
        ]
        request.body = .bytes(ByteBuffer(string: delivery.body))
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        let bare = Self.bare(host)
        if bare != address { configuration.dnsOverride = [bare: address] }
        return await attempt(request, configuration)
    }

    /// One attempt on a client of its own, whose address cannot change; the answer's body is not read beyond what came
    /// with its head.
    private func attempt(
        _ request: HTTPClientRequest,
        _ configuration: HTTPClient.Configuration
    ) async -> DeliveryResult {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: DeliveryResult
        do {
            let response = try await client.execute(request, timeout: .seconds(5))
            result = DeliveryResult(
                isTaken: (200..<300).contains(response.status.code),
                isGone: response.status == .gone,
                text: "\(response.status.code)",
                retryAfter: response.headers.first(name: "retry-after").flatMap(Double.init)
                    .map { $0.isFinite ? min(max($0, 0), 86_400) : 0 }
            )
        } catch {
            result = DeliveryResult(isTaken: false, text: "The receiver could not be reached: \(error)")
        }
        do { try await client.shutdown() } catch {
            return DeliveryResult(
                isTaken: result.isTaken,
                isGone: result.isGone,
                text: result.text + " (and closing failed)"
            )
        }
        return result
    }

    private func checkedAddress(of host: String, port: Int) async -> String? {
        let bare = Self.bare(host)
        do {
            let address = try await NIOThreadPool.singleton.runIfActive {
                try SocketAddress.makeAddressResolvingHost(bare, port: port)
            }
            guard let text = address.ipAddress, addresses.permits(Self.bytes(of: address)) else { return nil }
            return text
        } catch { return nil }
    }

    private static func bare(_ host: String) -> String { host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")) }

    private static func bytes(of address: SocketAddress) -> [UInt8] {
        switch address {
        case .v4(let v4): withUnsafeBytes(of: v4.address.sin_addr) { Array($0) }
        case .v6(let v6): withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
        case .unixDomainSocket: []
        }
    }
}
