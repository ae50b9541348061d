// SPDX-License-Identifier: GPL-3.0-or-later
import NIOPosix
import NIOSSL

/// A certificate and its key, each in a PEM file.
public struct CertificateFiles: Hashable, Sendable {
    /// The certificate and those that vouch for it, in this order.
    public let certificate: String
    /// The key, without a password.
    public let key: String

    /// Names the files.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// Shows whether the files can be used.
    public func check() throws(CertificateError) { _ = try context() }

    /// Reads the files on a thread that may wait for the disk.
    func load() async throws(CertificateError) -> NIOSSLContext {
        let result = try? await NIOThreadPool.singleton.runIfActive { () -> Result<NIOSSLContext, CertificateError> in
            Result { () throws(CertificateError) in try self.context() }
        }
        guard let result else { throw .unreadable(certificate) }
        return try result.get()
    }

    /// TLS 1.2 or newer, HTTP/1.1.
    private func context() throws(CertificateError) -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificate)
        } catch {
            throw .unreadable(certificate)
        }
        guard !chain.isEmpty else { throw .unreadable(certificate) }
        let secret: NIOSSLPrivateKey
        do {
            secret = try NIOSSLPrivateKey(file: key, format: .pem)
        } catch {
            throw .unreadable(key)
        }
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(secret)
            )
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .mismatch(certificate: certificate, key: key)
        }
    }
}

/// Why a certificate cannot be used.
public enum CertificateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no such file, it may not be read, or there is nothing of the kind in it.
    case unreadable(String)
    /// The key is another certificate's.
    case mismatch(certificate: String, key: String)

    /// One sentence for a person who reads English.
    public var description: String {
        switch self {
        case .unreadable(let file):
            "\(file) cannot be read as PEM by this user: look whether it is there and whose it is."
        case .mismatch(let certificate, let key): "\(key) is not the key of \(certificate)."
        }
    }
}
