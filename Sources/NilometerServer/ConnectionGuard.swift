import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NilometerAPI
import NilometerCore

/// Watches one connection: answers what is not HTTP, and ends connections that would only be held open.
///
/// - A request that cannot be parsed is answered with a problem document, and the connection closed.
/// - A caller that goes on sending after its answer was written, or reads no answer, is cut off after a time.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How much of a request is thrown away after its answer, in bytes, before the connection is cut.
    private static let mostDiscarded = 16 * 1_048_576

    private let patience: TimeAmount
    private var isReading = false
    private var answersDue = 0
    private var isLast = false
    private var isDiscarding = false
    private var discarded = 0
    private var cut: Scheduled<Void>?

    /// Watches a connection; `patience` is how long a caller may leave an answer unread or a dead request unfinished.
    init(patience: TimeAmount) { self.patience = patience }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isReading = true
            answersDue += 1
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body(let part):
            if isDiscarding { discarded += part.readableBytes }
            if discarded > Self.mostDiscarded { context.close(promise: nil) }
        case .end:
            isReading = false
            if answersDue == 0 { keep() }
            if isDiscarding { context.close(promise: nil) }
        }
        if !isDiscarding { context.fireChannelRead(data) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.headerFields[.connection]?.lowercased() == "close" { isLast = true }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            answersDue -= 1
            context.write(data, promise: promise)
            guard isLast || isReading else { return }
            context.flush()
            if isLast && !isReading { return context.close(promise: nil) }
            isDiscarding = isLast
            cutLater(context, after: isLast ? .seconds(2) : patience)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { keep() } else { cutLater(context, after: patience) }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let parsing = error as? HTTPParserError, answersDue == 0 else { return context.fireErrorCaught(error) }
        let isLong = parsing == .headerOverflow
        let problem = Problem(
            type: "about:blank",
            title: isLong ? "Too long" : "Not HTTP",
            status: isLong ? 431 : 400,
            detail: isLong
                ? "The request's address or headers are too long; send less."
                : "The request is not HTTP/1.1 as this server understands it; check the client.",
            instance: nil,
            code: NilometerError.Code.badQuery.rawValue
        )
        let bytes: Data
        do { bytes = try JSONCoding.encoder.encode(problem) } catch { return context.close(promise: nil) }
        let head = HTTPResponse(
            status: HTTPResponse.Status(code: problem.status),
            headerFields: [
                .contentType: "application/problem+json", .contentLength: String(bytes.count), .connection: "close",
            ]
        )
        isDiscarding = true
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        keep()
        context.fireChannelInactive()
    }

    private func keep() {
        cut?.cancel()
        cut = nil
    }

    private func cutLater(_ context: ChannelHandlerContext, after time: TimeAmount) {
        keep()
        let channel = context.channel
        cut = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}
