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

    /// Makes a notifier that sends only where the guard permits.
    public init(addresses: AddressGuard) {
        self.addresses = addresses
    }

    /// Makes one attempt: resolves once, checks every address, connects to the checked one; no redirects, 15 s.
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
        guard
            let signature = WebhookSignature.header(
                secret: delivery.webhook.secret,
                id: delivery.messageID,
                timestamp: time,
                body: delivery.body
            )
        else { return DeliveryResult(isTaken: false, text: "The webhook's secret is damaged; make the webhook again.") }
        var request = HTTPClientRequest(url: delivery.webhook.url)
        request.method = .POST
        request.headers = [
            "content-type": "application/json", "user-agent": "nilometer", "webhook-id": delivery.messageID,
            "webhook-timestamp": String(time), "webhook-signature": signature,
        ]
        request.body = .bytes(ByteBuffer(string: delivery.body))
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        if host != address { configuration.dnsOverride = [host: address] }
        return await attempt(request, configuration)
    }

    private func attempt(
        _ request: HTTPClientRequest,
        _ configuration: HTTPClient.Configuration
    ) async -> DeliveryResult {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: DeliveryResult
        do {
            let response = try await client.execute(request, timeout: .seconds(15))
            result = DeliveryResult(
                isTaken: (200..<300).contains(response.status.code),
                text: "\(response.status.code)",
                retryAfter: response.headers.first(name: "retry-after").flatMap(Double.init).map { min($0, 86_400) }
            )
        } catch {
            result = DeliveryResult(isTaken: false, text: "The receiver could not be reached: \(error)")
        }
        do { try await client.shutdown() } catch {
            return DeliveryResult(isTaken: result.isTaken, text: result.text + " (and closing failed)")
        }
        return result
    }

    private func checkedAddress(of host: String, port: Int) async -> String? {
        let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        do {
            let address = try await NIOThreadPool.singleton.runIfActive {
                try SocketAddress.makeAddressResolvingHost(bare, port: port)
            }
            guard let text = address.ipAddress, addresses.permits(Self.bytes(of: address)) else { return nil }
            return text
        } catch { return nil }
    }

    private static func bytes(of address: SocketAddress) -> [UInt8] {
        switch address {
        case .v4(let v4): withUnsafeBytes(of: v4.address.sin_addr) { Array($0) }
        case .v6(let v6): withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
        case .unixDomainSocket: []
        }
    }
}
