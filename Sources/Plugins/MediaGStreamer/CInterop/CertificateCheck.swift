// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import MediaCore
import Synchronization

/// Whether a connection's media may pass: closed until the peer's certificate was found to be the one described.
final class SecurityGate: Sendable {
    private let open = Atomic(false)
    private let refused = Atomic(0)

    /// True once the certificate was checked.
    var isOpen: Bool { open.load(ordering: .acquiring) }

    /// Packets that came too early and were dropped.
    var dropped: Int { refused.load(ordering: .relaxed) }

    func unlock() { open.store(true, ordering: .releasing) }

    func lock() { open.store(false, ordering: .releasing) }

    /// Drops what comes while the gate is closed.
    func guardPad(_ pad: Pad) {
        pad.onBuffer { [self] _ in
            if isOpen { return true }
            refused.wrappingAdd(1, ordering: .relaxed)
            return false
        }
    }
}

/// Compares the certificate that a peer shows with the fingerprints of the applied remote description.
///
/// webrtcbin before 1.28.5 accepts any certificate, and later ones still send to it.
struct CertificateCheck: Sendable {
    /// What the check found.
    enum Verdict: Hashable, Sendable {
        /// Not every transport is connected yet.
        case pending
        /// All are connected, each with a certificate that was described.
        case verified
        /// One showed another certificate.
        case mismatch
    }

    /// The certificates that were described; empty matches nothing.
    let expected: Set<Fingerprint>
    /// The GstWebRTCDTLSTransports of the connection.
    let transports: [GObjectRef]

    /// Looks at all transports; any thread.
    func run() -> Verdict {
        var verdict = Verdict.verified
        for transport in transports {
            let state = GstWebRTCDTLSTransportState(UInt32(clamping: transport.int("state")))
            guard state == GST_WEBRTC_DTLS_TRANSPORT_STATE_CONNECTED else {
                verdict = .pending
                continue
            }
            guard let certificate = transport.string("remote-certificate"), matches(certificate) else {
                return .mismatch
            }
        }
        return transports.isEmpty ? .pending : verdict
    }

    private func matches(_ pem: String) -> Bool {
        guard let der = Certificate.der(pem: pem) else { return false }
        return expected.contains { $0 == Certificate.fingerprint(der: der, algorithm: $0.algorithm) }
    }
}

/// X.509 certificates as bytes.
enum Certificate {
    /// The bytes of the first certificate in a PEM text (RFC 7468); nil when there is none.
    static func der(pem: String) -> [UInt8]? {
        let lines = pem.split(whereSeparator: \.isNewline)
        guard let begin = lines.firstIndex(of: "-----BEGIN CERTIFICATE-----"),
            let end = lines[begin...].firstIndex(of: "-----END CERTIFICATE-----")
        else { return nil }
        let text = lines[lines.index(after: begin)..<end].joined()
        var length: gsize = 0
        guard let decoded = g_base64_decode(text, &length) else { return nil }
        defer { g_free(decoded) }
        guard length > 0 else { return nil }
        return [UInt8](UnsafeBufferPointer(start: decoded, count: Int(length)))
    }

    /// The fingerprint of a certificate (RFC 8122 section 5).
    static func fingerprint(der: [UInt8], algorithm: Fingerprint.Algorithm) -> Fingerprint? {
        let type =
            switch algorithm {
            case .sha256: G_CHECKSUM_SHA256
            case .sha384: G_CHECKSUM_SHA384
            case .sha512: G_CHECKSUM_SHA512
            }
        guard let checksum = g_checksum_new(type) else { return nil }
        defer { g_checksum_free(checksum) }
        g_checksum_update(checksum, der, gssize(der.count))
        var bytes = [UInt8](repeating: 0, count: algorithm.length)
        var length = gsize(bytes.count)
        g_checksum_get_digest(checksum, &bytes, &length)
        return Fingerprint(algorithm: algorithm, bytes: bytes)
    }
}
