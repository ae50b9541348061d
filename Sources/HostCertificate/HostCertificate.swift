// SPDX-License-Identifier: GPL-3.0-or-later
import Crypto
public import Foundation
import SocketIOCore
import X509

/// The certificate by which others on the network know this computer again: made here, signed by nobody else.
///
/// Links carry its fingerprint (Protocol.md section 7), so it says nothing of the person or the computer.
public struct HostCertificate: Hashable, Sendable {
    /// How long a fresh one is good.
    static let lifetime: TimeInterval = 5 * 365 * 86_400
    /// How long before its end another takes its place: links live long, but not that long.
    static let renewal: TimeInterval = 30 * 86_400

    /// A PEM file, mode 0600, with the certificate and its key.
    public let path: String
    /// Base64url of the SHA-256 of its DER, as links carry it.
    public let fingerprint: String

    /// Takes the certificate of earlier starts, or makes one where there is none that can be used.
    ///
    /// Waits for the disk.
    ///
    /// - Parameters:
    ///   - directory: where it is kept; made with mode 0700 where it is not there.
    ///   - now: the time, for what begins and ends.
    /// - Throws: why the file cannot be written.
    public init(in directory: String, now: Date) throws {
        path = directory + "/network-certificate.pem"
        if let kept = Self.read(path, now: now) {
            fingerprint = kept
            return
        }
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let (certificate, key) = try Self.make(now: now)
        let document = try certificate.serializeAsPEM()
        let text = document.pemString + "\n" + (try key.serializeAsPEM().pemString) + "\n"
        try Self.write(text, to: path)
        fingerprint = Self.fingerprint(document.derBytes)
    }

    private static func make(now: Date) throws -> (Certificate, Certificate.PrivateKey) {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName { CommonName("Joom") }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            // The clocks of a network differ.
            notValidBefore: now - 86_400,
            notValidAfter: now + lifetime,
            issuer: name,
            subject: name,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                try ExtendedKeyUsage([.serverAuth])
            },
            issuerPrivateKey: key
        )
        return (certificate, key)
    }

    /// The fingerprint of the certificate in a file; nil unless it is good for a while, is the key's, and is secret.
    private static func read(_ path: String, now: Date) -> String? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = attributes?[.posixPermissions] as? NSNumber, mode.intValue & 0o077 == 0,
            let text = try? String(contentsOfFile: path, encoding: .utf8),
            let end = text.range(of: "-----END CERTIFICATE-----"),
            let certificate = try? Certificate(pemEncoded: String(text[..<end.upperBound])),
            let key = try? Certificate.PrivateKey(
                pemEncoded: text[end.upperBound...].trimmingCharacters(in: .newlines)
            ),
            key.publicKey == certificate.publicKey,
            certificate.notValidBefore <= now, certificate.notValidAfter > now + renewal,
            let document = try? certificate.serializeAsPEM()
        else { return nil }
        return fingerprint(document.derBytes)
    }

    private static func fingerprint(_ der: [UInt8]) -> String { Base64.encodeURLSafe(Array(SHA256.hash(data: der))) }

    /// Writes all of it or nothing; at no moment can another person read it.
    private static func write(_ text: String, to path: String) throws {
        let fresh = path + ".new"
        try? FileManager.default.removeItem(atPath: fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: fresh]) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
        guard rename(fresh, path) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
    }
}
