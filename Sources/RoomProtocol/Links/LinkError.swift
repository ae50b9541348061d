// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Why a text is no link to a room and no server's address (Protocol.md section 7).
public enum LinkError: Error, Hashable, Sendable {
    /// It does not begin with `http:`, `https:` or `joom:`: a room's name, perhaps.
    case notALink
    /// It has more bytes than any link of ours.
    case tooLong(bytes: Int, limit: Int)
    /// It carries a user name, which is how links deceive.
    case userInformation
    /// The host is missing, or is neither a name nor an address.
    case badHost(String)
    /// The port is not a number from 1 to 65535.
    case badPort(String)
    /// It leads to a server, not to a room.
    case noRoom
    /// It leads to a place on a server, where only the server was asked for.
    case unexpectedPath(String)
    /// A percent sign without two hexadecimal digits, or bytes that are not UTF-8.
    case badEncoding(String)
    /// The name cannot name a room.
    case badRoom(RoomNameError)
    /// The key is not base64url of 16 bytes.
    case badKey
    /// The certificate is not base64url of 32 bytes, or stands without a key or in a link without TLS.
    case badCertificate
}
