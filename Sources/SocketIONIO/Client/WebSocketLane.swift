// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOHTTP1
import NIOWebSocket
import SocketIOCore

/// Opens the WebSocket of one session and closes it; confined to its event loop.
final class WebSocketLane {
    /// How long TLS and the upgrade may take once TCP stands; then long-polling is tried.
    private static let upgradeTimeout = TimeAmount.seconds(5)

    private let connector: ClientConnector
    private let report: (EngineClient.Input) -> Void
    private var channel: (any Channel)?
    private var handler: WebSocketClientHandler?
    private var timer: Scheduled<Void>?
    /// Set once nothing is to be reported any more.
    private var isOver = false

    init(connector: ClientConnector, report: @escaping (EngineClient.Input) -> Void) {
        self.connector = connector
        self.report = report
    }

    /// Our end of the connection; nil without one.
    var localAddress: SocketAddress? { channel?.localAddress }

    /// Connects; the open packet, or the failure, is reported.
    func open() {
        connector.connect().assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.upgrade(channel)
            case .failure(let error): self.fail(error, reachedServer: false)
            }
        }
    }

    /// Sends a frame.
    func send(_ opcode: WebSocketOpcode, _ bytes: ByteBuffer) { handler?.write(opcode, bytes) }

    /// Sends what is queued, then says good-bye; nothing is reported any more.
    func close() {
        isOver = true
        timer?.cancel()
        if let handler, handler.isOpen { handler.close() } else { channel?.close(promise: nil) }
        handler = nil
    }

    /// Drops the connection; nothing is reported any more.
    func abort() {
        isOver = true
        timer?.cancel()
        channel?.close(promise: nil)
        handler = nil
    }

    private func upgrade(_ channel: any Channel) {
        guard !isOver else {
            channel.close(promise: nil)
            return
        }
        self.channel = channel
        timer = connector.eventLoop.assumeIsolated().scheduleTask(in: Self.upgradeTimeout) {
            self.fail(ConnectionFailure.timeout, reachedServer: true)
        }
        let handler = WebSocketClientHandler(report: { self.take($0) })
        self.handler = handler
        let watcher = FailureWatcher { self.fail($0, reachedServer: ConnectionFailure($0, host: "").reachedServer) }
        let boundHandler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        let upgrader = NIOTypedWebSocketClientUpgrader<Bool>(
            maxFrameSize: WebSocketClientHandler.maximumMessage,
            enableAutomaticErrorHandling: false
        ) { channel, _ in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(boundHandler.value)
                return true
            }
        }
        do {
            let pipeline = channel.pipeline.syncOperations
            var configuration = NIOUpgradableHTTPClientPipelineConfiguration<Bool>(
                upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                    upgradeRequestHead: requestHead,
                    upgraders: [upgrader],
                    notUpgradingCompletionHandler: { $0.eventLoop.makeSucceededFuture(false) }
                )
            )
            // The open packet may come in one segment with the answer to the upgrade.
            configuration.leftOverBytesStrategy = .forwardBytes
            let upgraded = try pipeline.configureUpgradableHTTPClientPipeline(configuration: configuration)
            try pipeline.addHandler(watcher)
            upgraded.assumeIsolated().whenComplete { self.upgraded($0) }
        } catch {
            fail(error, reachedServer: true)
        }
    }

    private var requestHead: HTTPRequestHead {
        HTTPRequestHead(
            version: .http1_1,
            method: .GET,
            uri: SocketIOEndpoint.path(transport: "websocket", session: nil),
            headers: ["Host": connector.endpoint.hostHeader, "User-Agent": "Joom"]
        )
    }

    private func upgraded(_ result: Result<Bool, any Error>) {
        timer?.cancel()
        switch result {
        // The upgrade's own handler drops what is written until it has left the pipeline, right after this.
        case .success(true): connector.eventLoop.assumeIsolated().execute { self.handler?.begin() }
        case .success(false): fail(ConnectionFailure.notSocketIO("no WebSocket there"), reachedServer: true)
        case .failure(let error): fail(error, reachedServer: ConnectionFailure(error, host: "").reachedServer)
        }
    }

    private func take(_ input: EngineClient.Input) {
        guard !isOver else { return }
        if case .webSocketClosed = input { abort() }
        report(input)
    }

    private func fail(_ error: any Error, reachedServer: Bool) {
        guard !isOver else { return }
        abort()
        let failure = ConnectionFailure(error, endpoint: connector.endpoint)
        report(.webSocketClosed(failure, reachedServer: reachedServer))
    }
}

extension ConnectionFailure {
    /// False where long-polling would fail in the same way.
    fileprivate var reachedServer: Bool {
        switch self {
        case .unknownHost, .refused, .untrusted, .wrongCertificate: false
        case .timeout, .notSocketIO, .lost: true
        }
    }
}

/// Tells the first thing that goes wrong while a connection is being upgraded.
private final class FailureWatcher: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let report: (any Error) -> Void

    init(report: @escaping (any Error) -> Void) { self.report = report }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { report(error) }
}
