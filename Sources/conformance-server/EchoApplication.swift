// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import SocketIONIO

/// Sends back whatever comes; confined to its server's event loop.
final class EchoApplication: SocketIOApplication {
    func clientConnected(_ client: SocketClient) { client.emit(SocketEvent("auth", [client.auth ?? [:]])) }

    func clientDisconnected(_ client: SocketClient) {}

    func received(_ event: SocketEvent, ack: Int?, from client: SocketClient) {
        guard client.namespace == .root else { return }
        switch (event.name, ack) {
        case ("message", _): client.emit(SocketEvent("message-back", event.arguments))
        case ("message-with-ack", let ack?): client.acknowledge(ack, event.arguments)
        default: break
        }
    }

    func received(_ message: EngineMessage, from client: EngineMessageClient) { client.send(message) }

    func respond(to request: HTTPRequest, status: ServerStatus) -> HTTPResponse { HTTPResponse(status: 404) }
}
