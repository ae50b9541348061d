// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import JoomModel
import RoomProtocol

/// What a person set in the app's preferences of the network.
struct OwnOptions {
    let servers: [IceServer]
    let isRelayOnly: Bool
    /// What is wrong with the ports that are set; nil when nothing is.
    let portsFault: PortRangeFault?

    /// Reads what is set now.
    @MainActor static func read() -> OwnOptions {
        OwnOptions(SettingsStore(schema: Product.id, file: SettingsFile(name: "joom.ini")))
    }

    @MainActor init(_ store: SettingsStore) {
        servers = IceServer.list(store["ice-servers"] ?? "")
        isRelayOnly = store["relay-only"] == "true"
        do throws(PortRangeFault) {
            if let text = store["udp-ports"] { _ = try PortRange(text) }
            portsFault = nil
        } catch {
            portsFault = error
        }
    }
}
