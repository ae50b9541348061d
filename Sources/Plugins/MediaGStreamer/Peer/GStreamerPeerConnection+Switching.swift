// SPDX-License-Identifier: GPL-3.0-or-later
import GLibKit
import MediaCore
import PluginKit

/// Another way to the peer within the connection at hand, which takes no description, no ICE and no DTLS.
extension GStreamerPeerConnection {
    func networkChanged(addresses: Set<String>) async {
        guard phase == .negotiated, policy == .all, health.isVerified, let paths = webrtc.paths,
            let pair = paths.replacement(addresses: addresses, source: NetworkInterfaces.source)
        else { return }
        run(pathSwitch.change(from: paths.used, to: pair, number: Self.number()))
    }

    /// The peer says where it sends from now on, or that it hears us.
    func take(_ message: PathMessage) {
        guard phase == .negotiated, policy == .all, let paths = webrtc.paths else { return }
        run(pathSwitch.take(message, paths, number: Self.number()))
    }

    private func run(_ effects: [PathSwitch.Effect]) {
        for effect in effects {
            switch effect {
            case .use(let pair): webrtc.use(pair)
            case .shut: for branch in sending { branch.shut() }
            case .open:
                for branch in sending { branch.open() }
                graph.requestKeyFrame()
            case .say(let message): send(message.text, onChannel: 0)
            case .wait(let number):
                Task { [weak self] in
                    try? await Task.sleep(for: .seconds(1))
                    guard let self, phase == .negotiated else { return }
                    run(pathSwitch.timedOut(number))
                }
            }
        }
    }

    private static func number() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    }
}
