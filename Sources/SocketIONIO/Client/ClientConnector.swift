// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOPosix
import NIOSSL
import SocketIOCore

/// Makes connections to one server: names, addresses of both families, TLS.
struct ClientConnector {
    /// How long one TCP connection may take; NIO tries both address families meanwhile (RFC 8305).
    private static let connectTimeout = TimeAmount.seconds(8)

    let endpoint: SocketIOEndpoint
    let eventLoop: any EventLoop
    private let security: NIOSSLContext?

    /// Prepares connections.
    ///
    /// - Throws: `.untrusted` when the system's trust roots cannot be read.
    init(endpoint: SocketIOEndpoint, eventLoop: any EventLoop) throws(ConnectionFailure) {
        self.endpoint = endpoint
        self.eventLoop = eventLoop
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            // Who is known by a certificate may be found at any address; it has no name.
            if endpoint.certificate != nil { configuration.certificateVerification = .noHostnameVerification }
            security = endpoint.isSecure ? try NIOSSLContext(configuration: configuration) : nil
        } catch {
            throw .untrusted("\(error)")
        }
    }

    /// Opens a connection; TLS is under way when the future succeeds, and its errors arrive in the pipeline.
    func connect() -> EventLoopFuture<any Channel> {
        ClientBootstrap(group: eventLoop)
            .connectTimeout(Self.connectTimeout)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer {
                [security, host = endpoint.host, pin = endpoint.certificate.map(CertificatePin.init)] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let security else { return }
                    // A literal address is no server name (RFC 6066 section 3); NIOSSL then checks the address.
                    let name = Self.isAddress(host) ? nil : host
                    let handler: NIOSSLClientHandler
                    if let pin {
                        // Nothing else is asked then: neither names nor dates nor who signed.
                        handler = try NIOSSLClientHandler(context: security, serverHostname: name) { chain, promise in
                            promise.succeed(pin.matches(chain) ? .certificateVerified : .failed)
                        }
                    } else {
                        handler = try NIOSSLClientHandler(context: security, serverHostname: name)
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: endpoint.host, port: endpoint.port)
    }

    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil || host.contains(":")
    }
}
