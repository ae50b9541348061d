// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel
import PluginKit

/// What plugins take of a call's encoded sound and picture, and that everybody is told of it.
extension CallController {
    /// Has a sink take the tracks of the call, or no more; the others are told first.
    ///
    /// What becomes of it is a notice. Does nothing outside of a room.
    ///
    /// - Parameters:
    ///   - id: the sink's.
    ///   - isOn: whether it is to take them.
    public func setTrackSink(_ id: String, isOn: Bool) {
        if let run = sinkRuns[id] {
            if !isOn { stop(run) }
            return
        }
        guard isOn, case .joined(let room, _) = call.phase, let sink = registry.trackSinks.first(where: { $0.id == id })
        else { return }
        let run = TrackSinkRun(sink, ownName: ownName)
        sinkRuns[id] = run
        untold = []
        announceRecording()
        attachTrackSinks()
        happened(.recording(nil, isOn: true))
        run.task = Task { [weak self] in
            do throws(EncodedTrackSinkFailure) {
                let result = try await sink.take(run.queue, in: room)
                self?.ended(run, .ended(result))
            } catch {
                self?.ended(run, .failed(error))
            }
        }
        publish()
        warnOfUntold()
    }

    /// Ends all of them: the call is over.
    func stopTrackSinks() { for run in sinkRuns.values { stop(run) } }

    /// Ends those whose plugins are gone.
    func dropUnknownTrackSinks() {
        for run in sinkRuns.values where !registry.trackSinks.contains(where: { $0 === run.sink }) { stop(run) }
    }

    /// Returns when files are complete.
    func finishTrackSinks() async {
        stopTrackSinks()
        for run in sinkRuns.values { await run.task?.value }
    }

    /// Hands out what the connection in use to a participant brings, if anybody takes it.
    func attachTrackSinks(to link: LinkID, of participant: ParticipantID) {
        let name = call.participants.first { $0.peer == participant.peer }?.name
        let peer = AddOnPeer(id: participant.peer, name: name)
        runners[link]?.setEncodedFrameSink(EncodedFrameFan.of(activeRuns.map { $0.inlet(for: link, of: peer) }))
    }

    /// A connection is not in use any more.
    func detachTrackSinks(from link: LinkID) { for run in sinkRuns.values { run.close(link) } }

    /// Tells somebody who can be reached now, or anew, what they may have missed.
    func tellOfRecording(_ participant: ParticipantID) {
        if hasRecorded { sendRecording(to: participant) }
    }

    /// Takes what a peer says of themselves.
    func take(recording body: String, from participant: ParticipantID) {
        guard let isOn = RecordingMessage.parse(body), recordingPeers.contains(participant) != isOn else { return }
        if isOn { recordingPeers.insert(participant) } else { recordingPeers.remove(participant) }
        happened(.recording(participant, isOn: isOn))
        publish()
    }

    /// Warns, once for each, of those who cannot be told.
    ///
    /// Programs of other makers have no channel for it; who has one, opens it soon after they are connected.
    func warnOfUntold() {
        guard !activeRuns.isEmpty else { return }
        Task { [weak self, sleep = environment.sleep] in
            do { try await sleep(.seconds(3)) } catch { return }
            self?.warnOfThoseWhoAreUntold()
        }
    }

    /// What a screen shows of the sinks.
    var describedSinks: [CallSnapshot.TrackSink] {
        registry.trackSinks.map { sink in
            let run = sinkRuns[sink.id]
            let since = run.flatMap { $0.isOver ? nil : $0.since }
            return CallSnapshot.TrackSink(id: sink.id, label: sink.label, since: since)
        }
    }

    var activeRuns: [TrackSinkRun] { sinkRuns.values.filter { !$0.isOver } }

    private func stop(_ run: TrackSinkRun) {
        guard !run.isOver else { return }
        run.finish()
        attachTrackSinks()
        announceRecording()
        happened(.recording(nil, isOn: false))
        publish()
    }

    private func ended(_ run: TrackSinkRun, _ notice: TrackSinkNotice) {
        stop(run)
        sinkRuns[run.sink.id] = nil
        notify(.trackSink(notice))
        happened(.problem(.trackSink(notice)))
    }

    private func attachTrackSinks() {
        local.setEncodedFrameSink(EncodedFrameFan.of(activeRuns.map(\.own)))
        for (participant, link) in shown { attachTrackSinks(to: link, of: participant) }
        askForKeyFrames()
    }

    private func announceRecording() {
        hasRecorded = true
        for participant in reachable.keys { sendRecording(to: participant) }
    }

    private func sendRecording(to participant: ParticipantID) {
        guard let link = reachable[participant], let runner = runners[link],
            let text = AddOnEnvelope.text(
                RecordingMessage.plugin,
                body: RecordingMessage.body(!activeRuns.isEmpty)
            )
        else { return }
        runner.sendAddOnData(text)
    }

    private func warnOfThoseWhoAreUntold() {
        guard !activeRuns.isEmpty else { return }
        for participant in call.participants {
            let id = ParticipantID(peer: participant.peer)
            guard participant.connection == .connected, reachable[id] == nil, untold.insert(id).inserted else {
                continue
            }
            notify(.trackSink(.untold(participant.name)))
            happened(.problem(.trackSink(.untold(participant.name))))
        }
    }
}
