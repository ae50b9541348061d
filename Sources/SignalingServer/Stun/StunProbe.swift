// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore

/// Asks a STUN or TURN server over UDP whether it is there (RFC 8489, section 2).
public enum StunProbe {
    /// Why there is no answer.
    public enum Failure: Error, Hashable, Sendable {
        /// The name leads nowhere, or nothing can be sent.
        case unreachable(String)
        /// Nothing came back in time: no server, or a firewall that keeps UDP out.
        case silent
    }

    /// Sends up to three binding requests.
    ///
    /// - Parameters:
    ///   - host: a name or address.
    ///   - port: of UDP.
    ///   - patience: how long an answer is waited for, each time.
    /// - Throws: why nothing can be said.
    public static func ask(
        host: String,
        port: Int,
        patience: Duration = .milliseconds(700)
    ) async throws(Failure) {
        let transaction = StunMessage.newTransaction()
        let request = StunMessage(.bindingRequest, transaction: transaction, hasFingerprint: true)
        let answer: StunMessage?
        do {
            let line = try await StunLine.open(to: .makeAddressResolvingHost(host, port: port), over: .udp)
            defer { line.close() }
            // An error is an answer too: somebody is there.
            answer = try await line.ask(request.bytes, patience: patience) {
                $0.kind != .bindingRequest && $0.transaction == transaction
            }
        } catch {
            throw .unreachable(String(describing: error))
        }
        if answer == nil { throw .silent }
    }
}
