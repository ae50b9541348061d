// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// Which device is to be used, and what is done with one that gives nothing.
extension LocalMediaDriver {
    /// A device that failed, and when it is tried again.
    struct Setback {
        /// Failures in a row.
        var count = 0
        /// True until it may be tried again.
        var isSetAside = true
        var retry: Task<Void, Never>?
    }

    /// Before the first retry; each later one waits twice as long, up to the limit.
    ///
    /// A headset may still be connecting, and whoever holds the camera may let go of it.
    private static let firstRetry = Duration.seconds(3)
    private static let longestRetry = Duration.seconds(48)

    /// The device to use; nil for none.
    func wanted(_ kind: MediaDevice.Kind) -> MediaDevice? {
        DeviceChoice.resolve(state.selection(of: kind), kind, among: state.devices, except: state.setAside)
    }

    /// A device in use stopped; what is unplugged already may be used as soon as it is back.
    func lost(_ id: DeviceID, _ kind: MediaDevice.Kind) {
        guard let device = state[kind], device.id == id else { return }
        report(.notice(.lost(device)))
        if state.devices.contains(where: { $0.id == id }) { setAside(id, because: .deviceSilent(id)) }
        state[kind] = nil
        queue.add { [self] in await settle(kind) }
    }

    /// Leaves a device alone until it is plugged in again, chosen again, or has had time to recover.
    func setAside(_ id: DeviceID, because error: MediaError) {
        var setback = setbacks[id] ?? Setback()
        setback.retry?.cancel()
        setback.retry = nil
        setback.isSetAside = true
        if error.mayPass {
            let delay = min(Self.firstRetry * (1 << min(setback.count, 8)), Self.longestRetry)
            setback.retry = Task { [weak self, sleep] in
                do { try await sleep(delay) } catch { return }
                self?.retry(id)
            }
        }
        setback.count += 1
        setbacks[id] = setback
    }

    /// Tries again, unless another device has taken the place: that one works, and would have to be closed for it.
    private func retry(_ id: DeviceID) {
        guard let device = state.devices.first(where: { $0.id == id }), state[device.kind] == nil else { return }
        setbacks[id]?.isSetAside = false
        settleAll()
    }

    /// What failed before does not count any more.
    func forgive(_ id: DeviceID) {
        setbacks.removeValue(forKey: id)?.retry?.cancel()
    }

    /// Brings what is in use in line with what is wanted, in its turn.
    func settleAll() {
        queue.add { [self] in
            await settle(.camera)
            await settle(.microphone)
            await settle(.speaker)
        }
    }

    /// The system's default speaker is followed by the sound server, without a gap; one that was chosen is named.
    func toOpen(_ speaker: MediaDevice?) -> MediaDevice? {
        if case .device(speaker?.id) = state.speakerSelection { speaker } else { nil }
    }

    /// Inside the queue.
    func settle(_ kind: MediaDevice.Kind) async {
        while state.isOpen, let media {
            let wanted = self.wanted(kind)
            guard wanted != state[kind] else { return }
            if let pulled = pulled(state[kind]) {
                report(.notice(.lost(pulled)))
                state[kind] = nil
            }
            do throws(MediaError) {
                switch kind {
                case .camera: try await media.setCamera(wanted)
                case .microphone: try await media.setMicrophone(wanted)
                case .speaker: try await media.setSpeaker(toOpen(wanted))
                }
                state[kind] = wanted
                if let wanted { forgive(wanted.id) }
            } catch {
                guard let wanted else { return report(.notice(.media(error))) }
                // Once is enough: what is tried again and again fails in the same words.
                if setbacks[wanted.id] == nil { report(.notice(.media(error))) }
                setAside(wanted.id, because: error)
            }
        }
    }

    /// The device in use, if it was unplugged; an engine seldom notices by itself.
    private func pulled(_ device: MediaDevice?) -> MediaDevice? {
        guard let device, DeviceChoice.isPluggedIn(device), !state.devices.contains(where: { $0.id == device.id })
        else { return nil }
        return device
    }
}

extension NoticeKind {
    /// A device that was in use gives nothing any more.
    fileprivate static func lost(_ device: MediaDevice) -> NoticeKind {
        switch device.kind {
        case .camera: .cameraLost(device.name)
        case .microphone: .microphoneLost(device.name)
        case .speaker: .speakerLost(device.name)
        }
    }
}

extension LocalMediaDriver.State {
    /// The device of a kind that is in use.
    subscript(kind: MediaDevice.Kind) -> MediaDevice? {
        get {
            switch kind {
            case .camera: camera
            case .microphone: microphone
            case .speaker: speaker
            }
        }
        set {
            switch kind {
            case .camera: camera = newValue
            case .microphone: microphone = newValue
            case .speaker: speaker = newValue
            }
        }
    }

    /// What was chosen of a kind.
    func selection(of kind: MediaDevice.Kind) -> DeviceSelection {
        switch kind {
        case .camera: cameraSelection
        case .microphone: microphoneSelection
        case .speaker: speakerSelection
        }
    }
}
