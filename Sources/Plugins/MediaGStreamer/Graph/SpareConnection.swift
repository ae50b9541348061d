// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// A webrtcbin that is ready for the next peer: making one takes 10 to 20 ms, which nobody should wait for who calls.
///
/// It holds no address and sends nothing before a connection takes it.
@MediaActor
final class SpareConnection {
    private let pipeline: Pipeline
    private let makeName: () -> String
    private var spare: (name: String, webrtc: WebRTCBin)?
    /// The network that the spare one was made for.
    private var addresses: [String] = []
    private var maker: Task<Void, Never>?

    /// Makes none yet.
    ///
    /// - Parameters:
    ///   - pipeline: where connections are.
    ///   - makeName: gives a name that no other has.
    init(pipeline: Pipeline, makeName: @escaping () -> String) {
        self.pipeline = pipeline
        self.makeName = makeName
    }

    /// Hands out one that is in the pipeline and playing, and makes the next when there is time.
    ///
    /// - Returns: the element, and what messages call it.
    /// - Throws: an element that is missing.
    func take() throws(MediaError) -> (name: String, webrtc: WebRTCBin) {
        // On a computer without a network it is bound to loopback; meanwhile there may be one.
        if let spare, addresses != NetworkInterfaces.loopbackIfAlone {
            discard(spare.webrtc)
            self.spare = nil
        }
        let taken = if let spare { spare } else { try make() }
        spare = nil
        prepare(after: .seconds(2))
        return taken
    }

    /// Makes one in a while, unless one is there.
    func prepare(after delay: Duration) {
        maker?.cancel()
        maker = Task { [weak self] in
            do { try await Task.sleep(for: delay) } catch { return }
            guard let self, self.spare == nil else { return }
            // Whoever calls finds out why there is none.
            self.spare = try? self.make()
        }
    }

    /// Takes it out of the pipeline, and makes no more.
    func end() {
        maker?.cancel()
        if let spare { discard(spare.webrtc) }
        spare = nil
    }

    /// Takes one out of the pipeline.
    func discard(_ webrtc: WebRTCBin) {
        webrtc.element.setState(.null)
        pipeline.element.remove(webrtc.element)
    }

    private func make() throws(MediaError) -> (name: String, webrtc: WebRTCBin) {
        addresses = NetworkInterfaces.loopbackIfAlone
        let name = makeName()
        let webrtc = try WebRTCBin(name: name, latency: UInt(PeerJitterBuffers.start / .milliseconds(1)))
        try pipeline.element.add(webrtc.element)
        try webrtc.element.followParent()
        return (name, webrtc)
    }
}
