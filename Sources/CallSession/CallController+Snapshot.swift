// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import PluginKit

/// Turns the call model's state into what screens and logs are told.
extension CallController {
    func makeSnapshot() -> CallSnapshot {
        var fresh = CallSnapshot()
        fresh.phase = phase
        fresh.server = server
        fresh.serverTrouble = call.isServerReachable ? nil : lastFailure
        fresh.door = call.door
        fresh.isOwner = call.isOwner
        fresh.handedKey = call.handedKey
        fresh.isKeyLoose = call.isKeyLoose
        fresh.participants = call.participants.map(describe)
        fresh.isMicrophoneEnabled = local.state.isMicrophoneEnabled
        fresh.isCameraEnabled = local.state.isCameraEnabled
        fresh.screen = registry.screenSource == nil ? .unavailable : local.state.screen
        fresh.areDevicesOpen = local.state.isOpen
        fresh.devices = local.state.devices
        fresh.setAsideDevices = local.state.setAside
        fresh.cameraSelection = local.state.cameraSelection
        fresh.cameraInUse = local.state.isCameraEnabled ? local.state.camera : nil
        fresh.microphoneSelection = local.state.microphoneSelection
        fresh.microphoneInUse = local.state.microphone
        fresh.speakerSelection = local.state.speakerSelection
        fresh.speakerInUse = local.state.speaker
        fresh.panels = panels
        fresh.trackSinks = describedSinks
        fresh.audioProcessing = local.state.audioProcessing
        fresh.videoCodec = options.videoCodec
        fresh.videoCodecs = videoCodecs
        fresh.effects = local.state.effects
        fresh.microphoneLevel = local.state.level
        fresh.notices = notices
        return fresh
    }

    /// Compares the call with what it was and tells the logs what happened between.
    func report(from before: Call, after event: Call.Event) {
        announceJoin()
        for participant in call.participants {
            let id = ParticipantID(peer: participant.peer)
            let earlier = before.participants.first { $0.peer == participant.peer }
            if earlier == nil { happened(.peer(id, name: participant.name)) }
            if let link = participant.currentLink, link.path == .connected, !wasConnected(link, earlier) {
                happened(.connected(id, session: link.negotiator.session))
            }
            if let link = participant.currentLink, let size = link.pictureSize, !hadPicture(link, earlier) {
                happened(.firstFrame(id, width: size.width, height: size.height))
            }
            reportTrust(of: participant, id)
            if let media = participant.media, media != earlier?.media { happened(.state(id, media)) }
        }
        guard case .ended(let end) = call.phase, call.phase != before.phase else { return }
        happened(.ended(reason(end)))
    }

    /// Once for each change, and only of what is connected.
    private func reportTrust(of participant: Participant, _ id: ParticipantID) {
        let trust = describeTrust(in: participant)
        guard trust != told[id] ?? .unknown else { return }
        told[id] = trust
        if trust != .unknown { happened(.trust(id, trust, isGuest: participant.isGuest)) }
    }

    private var phase: CallSnapshot.Phase {
        switch call.phase {
        case .idle: .idle
        case .joining(let room): .joining(room)
        case .knocking(let room): .knocking(room)
        case .joined(let room, _): .joined(room)
        case .leaving: .leaving
        case .ended(let end): .ended(reason(end))
        }
    }

    private func reason(_ end: Call.End) -> EndReason {
        switch end {
        case .left: .left
        case .refused(let refusal): .refused(refusal)
        case .unreachable: .unreachable(lastFailure ?? .timeout)
        case .removed: .removed
        case .denied: .denied
        case .mediaUnusable: .media(lastMediaError ?? .engine("no media engine"))
        }
    }

    private func describe(_ participant: Participant) -> CallSnapshot.Participant {
        let id = ParticipantID(peer: participant.peer)
        let connection: ParticipantConnection =
            switch participant.connection {
            case .connecting: .connecting
            case .connected: .connected
            case .reconnecting: .reconnecting
            case .broken(.insecure): .insecure
            case .broken(.unproven(let fault)): .unproven(fault)
            case .broken(.wordsDiffer): .wordsDiffer
            case .broken(.noPath): .noPath
            case .broken(.engine): .failed(faults[id] ?? .engine("connection failed"))
            }
        return CallSnapshot.Participant(
            id: id,
            name: participant.name,
            media: participant.media,
            connection: connection,
            pictureSize: participant.currentLink?.pictureSize.map { .init(width: $0.width, height: $0.height) },
            volume: volumes[id] ?? 1,
            trust: describeTrust(in: participant),
            isGuest: participant.isGuest,
            hasForeignPage: participant.hasForeignPage,
            isRecording: recordingPeers.contains(id)
        )
    }

    private func wasConnected(_ link: Link, _ earlier: Participant?) -> Bool {
        guard let was = earlier?.currentLink else { return false }
        return was.id == link.id && was.path == .connected
    }

    private func hadPicture(_ link: Link, _ earlier: Participant?) -> Bool {
        guard let was = earlier?.currentLink else { return false }
        return was.id == link.id && was.pictureSize != nil
    }

    /// Says once that we are in; on a seed server, which never says so, after a second or with the first peer.
    private func announceJoin() {
        guard case .joined(let room, let isConfirmed) = call.phase, let server else {
            announcement?.cancel()
            announcement = nil
            hasAnnouncedJoin = false
            return
        }
        guard !hasAnnouncedJoin else { return }
        if isConfirmed || !call.participants.isEmpty {
            hasAnnouncedJoin = true
            announcement?.cancel()
            announcement = nil
            happened(.joined(you: call.you, room: room, server: server))
        } else if announcement == nil {
            announcement = Task { [weak self, sleep = environment.sleep] in
                do { try await sleep(.seconds(1)) } catch { return }
                self?.announceUnconfirmedJoin()
            }
        }
    }

    private func announceUnconfirmedJoin() {
        guard case .joined(let room, _) = call.phase, let server, !hasAnnouncedJoin else { return }
        hasAnnouncedJoin = true
        happened(.joined(you: call.you, room: room, server: server))
    }
}
