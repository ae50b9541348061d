// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOPosix

/// Under which of its addresses this computer speaks to others.
public enum OwnAddress {
    /// The address that packets to somebody leave from; nothing is sent.
    ///
    /// - Parameter destination: a literal address.
    /// - Returns: an address of an interface; nil where no route leads there.
    public static func sending(to destination: String) async -> String? {
        // Connecting a UDP socket only chooses the route; 9 is the port of nobody (RFC 863).
        guard let address = try? SocketAddress(ipAddress: destination, port: 9),
            let channel = try? await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(to: address).get()
        else { return nil }
        defer { channel.close(promise: nil) }
        return channel.localAddress?.ipAddress
    }
}
