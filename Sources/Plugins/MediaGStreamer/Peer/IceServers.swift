// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import JoomModel
import PluginKit

/// The STUN and TURN servers of one connection, and what stands between it and those that want TLS.
///
/// libnice does no TLS: what it calls `turns` is plain TURN over TCP.
@MediaActor
final class IceServers {
    /// Those that may lend relays.
    private(set) var relays: Set<String> = []
    private var forwarders: [TLSForwarder] = []
    private let report: @Sendable (_ url: String, _ text: String) -> Void

    /// Knows of none.
    ///
    /// - Parameter report: hears of a server that cannot be used, and why; from any thread.
    init(report: @escaping @Sendable (_ url: String, _ text: String) -> Void) { self.report = report }

    /// Announces servers to a webrtcbin; those that make no sense are left out, as whoever named them was told.
    ///
    /// - Parameters:
    ///   - servers: of several STUN servers the last is asked.
    ///   - webrtc: before its first description.
    ///   - policy: with relays only, nobody is asked which address of ours others see.
    func announce(_ servers: [IceServer], to webrtc: WebRTCBin, policy: IceTransportPolicy) {
        for server in servers {
            for case (let url, .success(let place)) in server.places {
                switch place.scheme {
                case .stun:
                    if policy == .all { webrtc.setStunServer(place.stunText) }
                case .turn:
                    if webrtc.addTurnServer(place.turnText(of: server)) { relays.insert(url) }
                case .turns:
                    guard let port = forward(url, to: place) else { continue }
                    if webrtc.addTurnServer(place.turnText(of: server, throughForwarder: port)) { relays.insert(url) }
                }
            }
        }
    }

    /// Counts on a server no more.
    func giveUp(_ url: String) { relays.remove(url) }

    /// Hangs up.
    func close() {
        for forwarder in forwarders { forwarder.close() }
        forwarders = []
    }

    private func forward(_ url: String, to place: IceServerURL) -> UInt16? {
        do throws(GLibError) {
            let forwarder = try TLSForwarder(host: place.host, port: UInt16(clamping: place.port)) { [report] in
                report(url, $0.message)
            }
            forwarders.append(forwarder)
            return forwarder.port
        } catch {
            report(url, error.message)
            return nil
        }
    }
}
