// SPDX-License-Identifier: GPL-3.0-or-later

/// The server's side of Socket.IO v5 over one Engine.IO session: namespaces, events and their answers.
///
/// Inputs by origin:
/// - the client: `received(text:)`, `received(binary:)`
/// - the layer above: `accept`, `refuse`, `emit`, `acknowledge`, `disconnect`
/// - time: `connectTimedOut`
public struct SocketServerSession: Sendable {
    /// What the owner of a session has to do.
    public enum Effect: Hashable, Sendable {
        /// Send these Engine.IO packets uninterrupted.
        case send([EnginePacket])
        /// Start the time within which the client must ask for a namespace.
        case startConnectTimer(Duration)
        /// The client is in a namespace.
        case cancelConnectTimer
        /// A client asks for a namespace; answer with `accept` or `refuse`.
        case connectRequested(SocketNamespace, auth: JSONValue?)
        /// Something happened at the client; a number asks for `acknowledge`.
        case event(SocketNamespace, SocketEvent, ack: Int?)
        /// The client left a namespace, the connection stays.
        case left(SocketNamespace)
        /// End the Engine.IO session; `error` says what rule was broken.
        case close(SocketSessionError)
    }

    private enum Membership: Hashable, Sendable {
        /// The layer above has not decided yet.
        case requested
        /// In, with the numbers of events that still wait for an answer.
        case joined(unanswered: Set<Int>)
    }

    private var decoder: SocketPacketDecoder
    private var memberships: [SocketNamespace: Membership] = [:]
    private var isClosed = false

    /// Events of a namespace that may wait for an answer.
    ///
    /// What the application never answers must not pile up.
    public static let maximumUnanswered = 1_000

    /// Starts a session; the client has `connectTimeout` to get into a namespace.
    ///
    /// Asking for one that is refused does not count: whoever did would stay for good.
    public static func start(
        limits: ProtocolLimits = ProtocolLimits(),
        connectTimeout: Duration = .seconds(45),
        verbatimEvents: Set<String> = []
    ) -> (SocketServerSession, [Effect]) {
        let decoder = SocketPacketDecoder(limits: limits, verbatimEvents: verbatimEvents)
        return (SocketServerSession(decoder: decoder), [.startConnectTimer(connectTimeout)])
    }

    private init(decoder: SocketPacketDecoder) { self.decoder = decoder }

    // MARK: - From the client

    /// Takes a text message of the Engine.IO session.
    public mutating func received(text: String) -> [Effect] {
        guard !isClosed else { return [] }
        do throws(SocketError) {
            guard let packet = try decoder.decode(text: text) else { return [] }
            return take(packet)
        } catch {
            return close(.badPacket(error))
        }
    }

    /// Takes a binary message of the Engine.IO session.
    public mutating func received(binary: [UInt8]) -> [Effect] {
        guard !isClosed else { return [] }
        do throws(SocketError) {
            guard let packet = try decoder.decode(binary: binary) else { return [] }
            return take(packet)
        } catch {
            return close(.badPacket(error))
        }
    }

    private mutating func take(_ packet: SocketPacket) -> [Effect] {
        let namespace = packet.namespace
        switch (packet.body, memberships[namespace]) {
        case (.connect(let auth), nil):
            memberships[namespace] = .requested
            return [.connectRequested(namespace, auth: auth)]
        case (.connect, .some): return close(.connectedTwice(namespace))
        case (.connectError, _): return close(.badPacket(.badType(UInt8(ascii: "4"))))
        case (.disconnect, .some):
            memberships[namespace] = nil
            return [.left(namespace)]
        case (.event(let event, let ack), .joined(var unanswered)):
            if let ack {
                // Clients count upwards, so the smallest number has waited longest.
                if unanswered.count >= Self.maximumUnanswered, let oldest = unanswered.min() {
                    unanswered.remove(oldest)
                }
                unanswered.insert(ack)
                memberships[namespace] = .joined(unanswered: unanswered)
            }
            return [.event(namespace, event, ack: ack)]
        // This server asks for no answers, so every answer is to an unknown number: ignored, as with Node.
        case (.ack, .joined): return []
        case (.disconnect, nil), (.event, nil), (.ack, nil), (.event, .requested), (.ack, .requested):
            return close(.notConnected(namespace))
        }
    }

    // MARK: - From above

    /// Lets the client into a namespace under a name that differs from its Engine.IO id.
    public mutating func accept(_ namespace: SocketNamespace, id: SocketID) -> [Effect] {
        guard memberships[namespace] == .requested else { return [] }
        memberships[namespace] = .joined(unanswered: [])
        return [.cancelConnectTimer] + write(.connect(["sid": .string(id.rawValue)]), namespace)
    }

    /// Keeps the client out of a namespace; the connection stays.
    public mutating func refuse(_ namespace: SocketNamespace, message: String) -> [Effect] {
        guard memberships[namespace] == .requested else { return [] }
        memberships[namespace] = nil
        return write(.connectError(["message": .string(message)]), namespace)
    }

    /// Tells the client that something happened; dropped when it is not in the namespace.
    public mutating func emit(_ event: SocketEvent, in namespace: SocketNamespace) -> [Effect] {
        guard case .joined = memberships[namespace] else { return [] }
        return write(.event(event, ack: nil), namespace)
    }

    /// Answers an event, once.
    public mutating func acknowledge(_ id: Int, _ values: [JSONValue], in namespace: SocketNamespace) -> [Effect] {
        guard case .joined(var unanswered) = memberships[namespace], unanswered.remove(id) != nil else { return [] }
        memberships[namespace] = .joined(unanswered: unanswered)
        return write(.ack(id, values), namespace)
    }

    /// Puts the client out of a namespace for good: it does not reconnect by itself after this.
    public mutating func disconnect(_ namespace: SocketNamespace) -> [Effect] {
        guard memberships.removeValue(forKey: namespace) != nil else { return [] }
        return write(.disconnect, namespace)
    }

    /// The client got into no namespace in time; one that has left again may stay.
    public mutating func connectTimedOut() -> [Effect] {
        guard !isClosed, memberships.isEmpty else { return [] }
        return close(.connectTimeout)
    }

    /// The Engine.IO session is over; names the namespaces that the client was in.
    public mutating func connectionEnded() -> [SocketNamespace] {
        let joined = Array(memberships.keys)
        memberships = [:]
        isClosed = true
        return joined
    }

    private func write(_ body: SocketPacket.Body, _ namespace: SocketNamespace) -> [Effect] {
        [.send(SocketPacket(body, namespace: namespace).encoded().packets)]
    }

    private mutating func close(_ error: SocketSessionError) -> [Effect] {
        isClosed = true
        return [.close(error)]
    }
}

/// Why a Socket.IO connection is closed by the server.
public enum SocketSessionError: Error, Hashable, Sendable {
    /// A message was no packet.
    case badPacket(SocketError)
    /// The client asked for a namespace that it is in.
    case connectedTwice(SocketNamespace)
    /// The client spoke in a namespace that it is not in.
    case notConnected(SocketNamespace)
    /// The client got into no namespace in time.
    case connectTimeout
}
