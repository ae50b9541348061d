// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a peer's description is refused; the peer's fault.
public enum SDPError: Error, Hashable, Sendable {
    /// It is longer than anybody needs.
    case tooLarge(bytes: Int, limit: Int)
    /// It has more lines than anybody needs.
    case tooManyLines(limit: Int)
    /// A line is longer than anybody needs; lines count from 1.
    case lineTooLong(line: Int, bytes: Int, limit: Int)
    /// A byte that has no place in text; NUL above all, which ends a C string early.
    case controlCharacter(line: Int, byte: UInt8)
    /// A line is not what RFC 8866 says.
    case malformedLine(line: Int, text: String)
    /// It has more media sections than anybody needs.
    case tooManySections(limit: Int)
    /// Two sections share an identification tag.
    case duplicateMid(String)
    /// More than one live section of a kind.
    case duplicateKind(MediaSection.Kind)
    /// No section of a kind that a call needs.
    case missingKind(MediaSection.Kind)
    /// Every section is rejected: there is nothing to connect.
    case nothingActive
    /// A live section lacks what it cannot do without, such as `ice-ufrag`.
    case missingAttribute(String, section: Int)
    /// An attribute's value is impossible.
    case badAttribute(String, value: String, section: Int)
    /// A section is not encrypted as WebRTC demands.
    case badProtocol(String, section: Int)
    /// Only hashes weaker than SHA-256 were announced.
    case weakFingerprint(section: Int)
    /// Sections name different certificates; one connection has one.
    case fingerprintsDiffer(section: Int)
}

extension SDPError: CustomStringConvertible {
    /// One phrase for logs and for `MediaError.badDescription`.
    public var description: String {
        switch self {
        case .tooLarge(let bytes, let limit): "\(bytes) bytes, more than \(limit)"
        case .tooManyLines(let limit): "more than \(limit) lines"
        case .lineTooLong(let line, let bytes, let limit): "line \(line) has \(bytes) bytes, more than \(limit)"
        case .controlCharacter(let line, let byte): "control character \(byte) in line \(line)"
        case .malformedLine(let line, let text): "line \(line) is malformed: \(text)"
        case .tooManySections(let limit): "more than \(limit) media sections"
        case .duplicateMid(let mid): "two media sections called \(mid)"
        case .duplicateKind(let kind): "more than one \(kind.rawValue) section"
        case .missingKind(let kind): "no \(kind.rawValue) section"
        case .nothingActive: "every media section is rejected"
        case .missingAttribute(let name, let section): "section \(section) lacks \(name)"
        case .badAttribute(let name, let value, let section): "section \(section) has a bad \(name): \(value)"
        case .badProtocol(let name, let section): "section \(section) speaks \(name)"
        case .weakFingerprint(let section): "section \(section) has no fingerprint of SHA-256 or better"
        case .fingerprintsDiffer(let section): "section \(section) has a certificate of its own"
        }
    }

    /// Shortens what a peer wrote, so that an error can be logged.
    static func excerpt(_ text: some StringProtocol) -> String {
        text.utf8.count <= 80 ? String(text) : String(text.unicodeScalars.prefix(60).map(Character.init)) + "…"
    }
}
