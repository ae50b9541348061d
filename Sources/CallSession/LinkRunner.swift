// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import PluginKit

/// Drives one PeerConnection: calls in order, one at a time; results and events go to the call's loop.
@MainActor
final class LinkRunner {
    /// What comes out.
    enum Report {
        /// For the call model.
        case event(Call.LinkEvent)
        /// The data channel can be used.
        case channelOpen
        /// The peer can be reached by add-ons.
        case addOnChannelOpen
        /// An add-on of the peer's said something.
        case addOnData(String)
        /// A STUN or TURN server does not help, and why.
        case uselessServer(url: String, text: String)
        /// Sound or pictures are missing, for want of a codec in common.
        case noCommonCodec(EncodedFormat.Kind)
        /// The peer says that the room is elsewhere, by which link.
        case moved(String)
        /// The engine's reason; an event for the call model follows.
        case fault(MediaError)
    }

    /// The participant it leads to.
    let participant: ParticipantID

    private let queue = SerialQueue()
    private let report: @MainActor (Report) -> Void
    private var connection: (any PeerConnection)?
    private var listener: Task<Void, Never>?
    private var closing: Task<Void, Never>?

    init(participant: ParticipantID, report: @escaping @MainActor (Report) -> Void) {
        self.participant = participant
        self.report = report
    }

    /// Makes the PeerConnection once our own media are open.
    func build(
        _ configuration: PeerConnectionConfiguration,
        with factory: any PeerConnectionFactory,
        after ready: @escaping @MainActor () async -> Void
    ) {
        queue.add { [self] in
            await ready()
            guard closing == nil else { return }
            do throws(MediaError) {
                let made = try await factory.makePeerConnection(configuration)
                connection = made
                listener = Task { [weak self] in
                    for await event in made.events { self?.take(event) }
                }
                report(.event(.built))
            } catch { fail(error) }
        }
    }

    func run(_ operation: Negotiator.Operation) {
        queue.add { [self] in
            guard let connection, closing == nil else { return }
            do throws(MediaError) {
                switch operation {
                case .build: break
                case .createOffer: report(.event(.described(try await connection.createOffer())))
                case .createAnswer(let offer): report(.event(.described(try await connection.createAnswer(to: offer))))
                case .setAnswer(let answer):
                    try await connection.setAnswer(answer)
                    report(.event(.applied))
                case .addCandidate(let candidate):
                    await connection.addIceCandidate(candidate)
                    report(.event(.applied))
                }
            } catch { fail(error) }
        }
    }

    func setVideoSink(_ sink: (any VideoSink)?) {
        queue.add { [self] in connection?.setVideoSink(sink) }
    }

    func setAudioSink(_ sink: (any AudioSink)?) {
        queue.add { [self] in connection?.setAudioSink(sink) }
    }

    func setEncodedFrameSink(_ sink: (any EncodedFrameSink)?) {
        queue.add { [self] in connection?.setEncodedFrameSink(sink) }
    }

    func requestKeyFrame() {
        queue.add { [self] in connection?.requestKeyFrame() }
    }

    func setVolume(_ volume: Double) {
        queue.add { [self] in connection?.setVolume(volume) }
    }

    func setPlaying(_ isPlaying: Bool) {
        queue.add { [self] in connection?.setPlaying(isPlaying) }
    }

    /// Shows and plays nothing of it any more.
    func hide() {
        queue.add { [self] in
            connection?.setVideoSink(nil)
            connection?.setAudioSink(nil)
            connection?.setEncodedFrameSink(nil)
            connection?.setPlaying(false)
        }
    }

    func sendData(_ text: String) {
        queue.add { [self] in await connection?.sendData(text) }
    }

    func sendAddOnData(_ text: String) {
        queue.add { [self] in await connection?.sendAddOnData(text) }
    }

    /// At once: what is in the queue may wait for a network that is gone.
    func networkChanged(addresses: Set<String>) {
        Task { [self] in await connection?.networkChanged(addresses: addresses) }
    }

    func statistics() async -> PeerConnectionStatistics? {
        await queue.value { [self] in await connection?.statistics() } ?? nil
    }

    /// Closes the PeerConnection after what is in flight; the task ends when the network is silent.
    @discardableResult
    func close() -> Task<Void, Never> {
        if let closing { return closing }
        let task = Task { [self] in
            await queue.finish()
            connection?.setVideoSink(nil)
            await connection?.close()
            listener?.cancel()
            connection = nil
        }
        closing = task
        return task
    }

    private func fail(_ error: MediaError) {
        report(.fault(error))
        report(.event(.operationFailed))
    }

    private func take(_ event: PeerConnectionEvent) {
        guard closing == nil else { return }
        switch event {
        case .iceCandidate(let candidate): report(.event(.localCandidate(candidate)))
        case .stateChanged(let state): report(.event(.path(state)))
        case .firstFrame(let width, let height):
            report(.event(.firstPicture(width: width, height: height)))
        case .data(let text):
            if let state = StateMessage.parse(text) {
                report(.event(.peerState(state)))
            } else if let message = WordMessage(text) {
                report(.event(.word(message)))
            } else if let link = MoveMessage.parse(text) {
                report(.moved(link))
            }
        case .channelOpen: report(.channelOpen)
        case .addOnChannelOpen: report(.addOnChannelOpen)
        case .addOnData(let text): report(.addOnData(text))
        case .fingerprintMismatch: report(.event(.fingerprintMismatch))
        case .iceCandidateError(let url, let text): report(.uselessServer(url: url, text: text))
        case .noCommonCodec(let kind): report(.noCommonCodec(kind))
        case .failed(let error):
            report(.fault(error))
            report(.event(.broke))
        }
    }
}
