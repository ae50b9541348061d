// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
import NIOCore
import NIOSSL

/// Tries out a TURN server (RFC 8656): asks for a relay, and sends one packet through it.
public enum TurnProbe {
    /// Why the relay is of no use.
    public enum Failure: Error, Hashable, Sendable {
        /// The URL or name leads nowhere, or nothing can be sent.
        case unreachable(String)
        /// The certificate is not good for the server's name.
        case untrusted(String)
        /// Nothing came back in time.
        case silent
        /// The server does not want us: 401 for a wrong secret, 486 for a quota, 508 for no free ports.
        case refused(code: Int, words: String)
        /// It gave a relay at this place, and the packet that was sent there did not come out.
        case deaf(place: String)
    }

    /// What was seen of a relay.
    public struct Relay: Hashable, Sendable {
        /// The address that others send to.
        public let address: String
        /// Of UDP.
        public let port: Int
    }

    /// Asks for a relay, sends a packet to it from elsewhere, and gives it back.
    ///
    /// - Parameters:
    ///   - url: such as `turn:turn.example.org:3479?transport=tcp`.
    ///   - server: the user name and credential.
    /// - Returns: the relay.
    /// - Throws: the step that failed.
    public static func ask(_ url: String, of server: IceServer) async throws(Failure) -> Relay {
        do {
            guard let place = try? IceServerURL(url), place.isRelay else {
                throw Failure.unreachable("\(url) is no TURN server's address")
            }
            let line = try await StunLine.open(to: place)
            defer { line.close() }
            var credential = try await challenge(line, of: server)
            let (relay, own) = try await allocate(line, with: &credential)
            try await pass(line, through: relay, own: own, with: credential)
            // Lifetime 0: it is free at once.
            let over = StunMessage(
                .refreshRequest,
                transaction: StunMessage.newTransaction(),
                attributes: [attribute(0x000d, [0, 0, 0, 0])]
            )
            try await line.send(credential.sign(over))
            return Relay(address: relay.ipAddress ?? "", port: relay.port ?? 0)
        } catch let failure as Failure {
            throw failure
        } catch let error where error is NIOSSLError || error is NIOSSLExtraError {
            throw .untrusted(String(describing: error))
        } catch {
            throw .unreachable(String(describing: error))
        }
    }

    /// A first request without credentials; the server says what it wants to see (RFC 8489, section 9.2.4).
    private static func challenge(_ line: StunLine, of server: IceServer) async throws -> StunCredential {
        let answer = try await ask(line, allocation) { $0.bytes }
        guard answer.errorCode == 401, let realm = answer.value(0x0014), let nonce = answer.value(0x0015) else {
            throw Failure.refused(code: answer.errorCode ?? 0, words: answer.errorWords)
        }
        return StunCredential(
            username: server.username ?? "",
            password: server.credential ?? "",
            realm: String(decoding: realm, as: UTF8.self),
            nonce: nonce
        )
    }

    private static func allocate(
        _ line: StunLine,
        with credential: inout StunCredential
    ) async throws -> (relay: SocketAddress, own: [UInt8]) {
        var answer = try await ask(line, allocation) { [credential] in credential.sign($0) }
        if answer.errorCode == 438, let nonce = answer.value(0x0015) {
            credential.nonce = nonce
            answer = try await ask(line, allocation) { [credential] in credential.sign($0) }
        }
        guard answer.kind == .allocateSuccess, let relay = answer.address(0x0016), let own = answer.address(0x0020)
        else {
            throw Failure.refused(code: answer.errorCode ?? 0, words: answer.errorWords)
        }
        let address = try SocketAddress(packedIPAddress: ByteBuffer(bytes: relay.bytes), port: Int(relay.port))
        return (address, own.bytes)
    }

    /// Lets our own address in, and sends a packet from another port of it.
    private static func pass(
        _ line: StunLine,
        through relay: SocketAddress,
        own: [UInt8],
        with credential: StunCredential
    ) async throws {
        // A relay of the other family cannot hear us; that it was given has to do.
        guard (own.count == 4) == (relay.protocol == .inet) else { return }
        let transaction = StunMessage.newTransaction()
        let peer = StunMessage.xorAddress(0x0012, own, port: 0, transaction: transaction)
        let request = StunMessage(.permissionRequest, transaction: transaction, attributes: [peer])
        let answer = try await ask(line, request) { credential.sign($0) }
        guard answer.kind == .permissionSuccess else {
            throw Failure.refused(code: answer.errorCode ?? 0, words: answer.errorWords)
        }
        // A STUN request is as good as any packet, and nobody takes it for something else.
        let packet = StunMessage(.bindingRequest, transaction: StunMessage.newTransaction()).bytes
        let outside = try await StunLine.open(to: relay, over: .udp)
        defer { outside.close() }
        for _ in 0..<3 {
            try await outside.send(packet)
            let heard = try await line.first(within: .seconds(1)) {
                $0.kind == .dataIndication && $0.value(0x0013) == packet
            }
            if heard != nil { return }
        }
        throw Failure.deaf(place: "\(relay.ipAddress ?? "?"):\(relay.port ?? 0)")
    }

    /// REQUESTED-TRANSPORT: UDP (RFC 8656, section 18.7).
    private static var allocation: StunMessage {
        StunMessage(
            .allocateRequest,
            transaction: StunMessage.newTransaction(),
            attributes: [attribute(0x0019, [17, 0, 0, 0])]
        )
    }

    private static func ask(
        _ line: StunLine,
        _ request: StunMessage,
        write: (StunMessage) -> [UInt8]
    ) async throws -> StunMessage {
        let answer = try await line.ask(write(request)) {
            $0.transaction == request.transaction && $0.kind != request.kind
        }
        guard let answer else { throw Failure.silent }
        return answer
    }

    private static func attribute(_ number: UInt16, _ value: [UInt8]) -> StunMessage.Attribute {
        StunMessage.Attribute(number: number, value: value)
    }
}
