// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import PluginKit

/// Runs what the call model asks for.
extension CallController {
    func run(_ effect: Call.Effect) {
        switch effect {
        case .openChannel: openChannel()
        case .closeChannel: closeChannel()
        case .join(let room, let options): channel?.join(room, options: options)
        case .leaveRoom(let room): channel?.leave(room)
        case .send(let message, let room, let routing): channel?.send(message, in: room, routing: routing)
        case .request(let request, let room): channel?.request(request, in: room)
        case .build(let link, let peer, let configuration): build(link, peer, configuration)
        case .run(let link, let operation): runners[link]?.run(operation)
        case .close(let link): close(link)
        case .retire(let link): close(link, after: Self.retirement)
        case .sendState(let link, let state): runners[link]?.sendData(StateMessage.text(state))
        case .sendWord(let link, let message): runners[link]?.sendData(message.text)
        case .show(let link, let peer): show(link, ParticipantID(peer: peer))
        case .startTimer(let timer, let duration): start(timer, duration)
        case .notify(let notice): tell(notice)
        case .closeDown: closeDown()
        case .note: break
        }
    }

    // MARK: Signalling

    private func openChannel() {
        guard let server, let provider = registry.signaling else {
            lastFailure = .lost("no signalling plugin")
            return post(.signaling(.lost))
        }
        let opened = provider.makeChannel(to: server)
        channel = opened
        channelListener = Task { [weak self] in
            for await event in opened.events {
                // What an earlier call's channel still says must not reach the next call.
                guard let self, channel === opened else { return }
                take(event)
            }
        }
    }

    private func closeChannel() {
        channel?.close()
        channel = nil
        channelListener?.cancel()
        channelListener = nil
        forgetMoves()
    }

    func take(_ event: SignalingEvent) {
        switch event {
        case .connected: post(.signaling(.connected))
        case .disconnected(let failure):
            lastFailure = failure
            post(.signaling(.lost))
        case .joinSent: post(.signaling(.joinSent))
        case .joined(let acknowledgement): post(.signaling(.joined(acknowledgement)))
        case .refused(let refusal): post(.signaling(.refused(refusal)))
        case .welcome(let peer): post(.signaling(.welcome(peer)))
        case .message(let message, let routing): post(.signaling(.message(message, routing)))
        case .bye(let peer, let reason): post(.signaling(.bye(peer, reason)))
        case .door(let event): post(.signaling(.door(event)))
        }
    }

    // MARK: Peer connections

    private func build(_ link: LinkID, _ peer: PeerID?, _ configuration: Link.Configuration) {
        let participant = ParticipantID(peer: peer)
        let runner = LinkRunner(participant: participant) { [weak self] in self?.take($0, from: link, of: participant) }
        runners[link] = runner
        guard let factory = registry.peerConnections else {
            faults[participant] = .engine("no media engine")
            return post(.link(link, .operationFailed))
        }
        let role: PeerConnectionConfiguration.Role =
            switch configuration.role {
            case .offerer: .offerer
            case .answerer: .answerer
            }
        let wanted = PeerConnectionConfiguration(
            role: role,
            iceServers: iceServers(beside: configuration.iceServers),
            hasDataChannel: configuration.hasDataChannel,
            videoCodecs: videoCodecs(for: configuration),
            iceTransportPolicy: network.isRelayOnly ? .relay : .all,
            ports: network.ports
        )
        // One at a time for each peer: somebody who has a new one made again and again gets no more than one, because
        // those that were replaced meanwhile are never made.
        let earlier = closing.values.filter { $0.participant == participant }.map(\.task)
        runner.build(wanted, with: factory) { [weak self] in
            for task in earlier { await task.value }
            await self?.local.start()
        }
    }

    /// The codecs for a connection, best first: an offer goes to whoever said that they can take it, and whoever made one
    /// can take what is in it.
    private func videoCodecs(for link: Link.Configuration) -> [VideoCodec] {
        let known = Set(videoCodecs)
        let usable = link.role == .offerer ? known.intersection(link.videoCodecs) : known
        let order = [options.videoCodec] + VideoCodec.allCases.filter { $0 != options.videoCodec }
        return order.filter(usable.contains)
    }

    /// Our own servers come last: an engine that can ask only one STUN server asks the last.
    private func iceServers(beside theirs: [IceServer]) -> [IceServer] {
        let servers = theirs + network.iceServers
        for (url, place) in servers.flatMap(\.places) {
            if case .failure(let fault) = place { tellOfUseless(url, .fault(fault)) }
        }
        return servers
    }

    /// Says once in a call that a STUN or TURN server is of no use.
    private func tellOfUseless(_ url: String, _ reason: IceServerReason) {
        guard uselessServers.insert(url).inserted else { return }
        notify(.iceServer(url: url, reason))
        happened(.problem(.iceServer(url: url, reason)))
    }

    private func take(_ report: LinkRunner.Report, from link: LinkID, of participant: ParticipantID) {
        switch report {
        case .event(let event): post(.link(link, event))
        case .channelOpen: post(.link(link, .channelOpen(nonce: freshNonce())))
        case .addOnChannelOpen: addOnChannelOpened(link, of: participant)
        case .addOnData(let text): received(text, from: participant)
        case .uselessServer(let url, let text): tellOfUseless(url, .failed(text))
        case .noCommonCodec(let kind): lacksCodec(kind, participant)
        case .moved(let invitation): heardMove(invitation, from: participant)
        case .fault(let error):
            faults[participant] = error
            happened(.problem(.media(error)))
        }
    }

    /// Once for each person, however often they are connected anew.
    private func lacksCodec(_ kind: EncodedFormat.Kind, _ participant: ParticipantID) {
        guard codecless[participant, default: []].insert(kind).inserted else { return }
        let name = call.participants.first { ParticipantID(peer: $0.peer) == participant }?.name
        notify(.noCommonCodec(name, kind))
        happened(.problem(.noCommonCodec(name, kind)))
    }

    /// How long a connection goes on sending after it was replaced: the peer sees the first picture of the new one later.
    private static let retirement = Duration.milliseconds(500)

    private func close(_ link: LinkID, after delay: Duration? = nil) {
        guard let runner = runners.removeValue(forKey: link) else { return }
        if shown[runner.participant] == link { shown[runner.participant] = nil }
        detachTrackSinks(from: link)
        runner.hide()
        let task = Task { [weak self, sleep = environment.sleep] in
            if let delay { try? await sleep(delay) }
            await runner.close().value
            self?.closing[link] = nil
        }
        closing[link] = (runner.participant, task)
    }

    private func show(_ link: LinkID, _ participant: ParticipantID) {
        if let earlier = shown[participant], earlier != link {
            runners[earlier]?.hide()
            detachTrackSinks(from: earlier)
        }
        shown[participant] = link
        runners[link]?.setVideoSink(sinks[participant])
        runners[link]?.setAudioSink(audioSinks[participant])
        attachTrackSinks(to: link, of: participant)
        runners[link]?.setVolume(volumes[participant] ?? 1)
        runners[link]?.setPlaying(true)
    }

    // MARK: Time and the end

    private func start(_ timer: Call.Timer, _ duration: Duration) {
        timers[timer]?.cancel()
        timers[timer] = Task { [weak self, sleep = environment.sleep] in
            do { try await sleep(duration) } catch { return }
            guard let self, !Task.isCancelled else { return }
            timers[timer] = nil
            post(.timer(timer))
        }
    }

    private func closeDown() {
        for timer in timers.values { timer.cancel() }
        timers = [:]
        shown = [:]
        sinks = [:]
        audioSinks = [:]
        volumes = [:]
        let tasks = closing.values.map(\.task)
        Task { [weak self] in
            for task in tasks { await task.value }
            self?.post(.closedDown)
        }
    }

    private func tell(_ notice: Call.Notice) {
        switch notice {
        case .came(_, let name): notify(.came(name))
        case .went(let peer, let name, let reason):
            notify(.went(name, reason))
            faults[ParticipantID(peer: peer)] = nil
            happened(.left(ParticipantID(peer: peer), reason))
        case .insecure(_, let name):
            notify(.insecurePeer(name))
            happened(.problem(.insecurePeer(name)))
        case .unproven(_, let name, let fault):
            notify(.unprovenPeer(name, fault))
            happened(.problem(.unprovenPeer(name, fault)))
        case .wordsChanged(_, let name):
            notify(.wordsChanged(name))
            happened(.problem(.wordsChanged(name)))
        case .serverLost:
            notify(.serverLost)
            happened(.problem(.serverLost))
        case .serverBack:
            notify(.serverBack)
            happened(.problem(.serverBack))
        case .door(let notice):
            notify(.door(notice))
            happened(.door(notice))
        }
    }
}
