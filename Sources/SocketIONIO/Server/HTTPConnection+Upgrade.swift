// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOHTTP1
import NIOWebSocket
import SocketIOCore

extension HTTPConnection {
    /// Turns the connection into a WebSocket: a new session's, or one for a session that polls.
    func upgrade(
        _ head: HTTPRequestHead,
        _ service: EngineService,
        _ session: EngineSessionID?,
        _ caller: Caller
    ) {
        guard let context else { return }
        if session == nil, let refusal = hub.refusal(for: caller.address) {
            write(refusal)
            return
        }
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
        )
        upgrader.buildUpgradeResponse(channel: context.channel, upgradeRequest: head, initialResponseHeaders: [:])
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(let headers): self.becomeWebSocket(headers, service, session, caller)
                case .failure: self.write(EngineRefusal.badRequest.webSocketRefusal)
                }
            }
    }

    /// Puts frames in HTTP's place, at once, so that bytes which came with the request are read as frames.
    private func becomeWebSocket(
        _ headers: HTTPHeaders,
        _ service: EngineService,
        _ session: EngineSessionID?,
        _ caller: Caller
    ) {
        guard let context else { return }
        let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        let channel = context.channel
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        let pipeline = channel.pipeline.syncOperations
        let connection = WebSocketConnection(hub: hub, service: service, session: session, caller: caller)
        do {
            try pipeline.addHandler(connection)
        } catch {
            context.close(promise: nil)
            return
        }
        pipeline.removeHandler(context: context, promise: nil)
        // The encoder first, before a frame leaves; the decoder last: it hands on the bytes that it has not read.
        for codec in codecs { pipeline.removeHandler(codec, promise: nil) }
        connection.start()
        // Together with the session's first packet, if there is one.
        channel.flush()
    }
}
