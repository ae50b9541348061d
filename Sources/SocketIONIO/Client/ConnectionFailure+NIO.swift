// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOPosix
import NIOSSL
import SocketIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension ConnectionFailure {
    /// Says in our words what went wrong with a connection.
    ///
    /// - Parameters:
    ///   - error: whatever the network library reported.
    ///   - endpoint: the server.
    init(_ error: any Error, endpoint: SocketIOEndpoint) {
        self.init(error, host: endpoint.host)
        if case .untrusted = self, endpoint.certificate != nil { self = .wrongCertificate(endpoint.host) }
    }

    /// The same for whoever does not care which certificate it was.
    ///
    /// - Parameters:
    ///   - error: whatever the network library reported.
    ///   - host: the server's name, for the person.
    init(_ error: any Error, host: String) {
        switch error {
        case let failure as ConnectionFailure: self = failure
        case let error as NIOConnectionError: self = Self.connecting(error, host: host)
        case ChannelError.connectTimeout: self = .timeout
        case let error as IOError: self = Self.system(error, host: host)
        case let error as NIOSSLError: self = Self.security(error, host: host)
        case let error as NIOSSLExtraError: self = .untrusted("\(host): \(error)")
        default: self = .lost("\(error)")
        }
    }

    private static func connecting(_ error: NIOConnectionError, host: String) -> ConnectionFailure {
        // Without a single attempt there was no address to try.
        guard let attempt = error.connectionErrors.first else { return .unknownHost(host) }
        return ConnectionFailure(attempt.error, host: host)
    }

    private static func system(_ error: IOError, host: String) -> ConnectionFailure {
        switch error.errnoCode {
        case ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EACCES: .refused(host)
        case ETIMEDOUT: .timeout
        default: .lost(error.description)
        }
    }

    private static func security(_ error: NIOSSLError, host: String) -> ConnectionFailure {
        switch error {
        case .handshakeFailed(let cause):
            // BoringSSL tells these apart by name only.
            let text = "\(cause)"
            if text.contains("CERTIFICATE_VERIFY_FAILED") { return .untrusted(host) }
            // What a server without TLS does with a handshake: answer in plain text, or hang up.
            if text.contains("WRONG_VERSION_NUMBER") || text.contains("EOF during handshake") {
                return .notSocketIO("\(host) does not speak TLS there")
            }
            return .lost(text)
        case .unableToValidateCertificate, .noCertificateToValidate, .cannotFindPeerIP, .cannotMatchULabel:
            return .untrusted(host)
        default:
            return .lost("\(error)")
        }
    }
}
