import Hummingbird
import NIOCore

/// What is known of a request beside itself: from where it came.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the other end of the connection; nil where there is none.
    let remoteAddress: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
    }
}
