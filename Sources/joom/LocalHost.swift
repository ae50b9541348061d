// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomUI

/// Hosts nothing: with a plugin that needs no server, an address is only a name.
final class NoHost: RoomHost {
    func address() async throws(HostingFailure) -> ServerAddress {
        ServerAddress(host: "localhost", port: 3_000, isSecure: false)
    }

    func startEcho(in room: RoomName, server: ServerAddress) async throws(HostingFailure) {
        // The dummy plugin has an echo in every room.
    }

    func stop() async {}
}
