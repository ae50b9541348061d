// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// A screen in the camera's place: chosen by the person, shown, and ended by whoever wants to.
extension LocalMediaDriver {
    /// What is shown, or asked for.
    enum Screen {
        /// The person is asked, by this task.
        case choosing(any ScreenSource, Task<Void, Never>)
        /// It is about to be shown.
        case opening(any ScreenShare)
        /// It is shown; the task waits for the desktop to end it.
        case shown(any ScreenShare, Task<Void, Never>)
    }

    /// Asks the person what the others are to see, and shows it; does nothing while they are asked.
    ///
    /// - Parameters:
    ///   - source: asks.
    ///   - isAnother: asks even where an earlier choice could be used again; what is shown now ends.
    func shareScreen(from source: any ScreenSource, another isAnother: Bool) {
        if case .shown = screen, isAnother { stopSharing() }
        guard screen == nil else { return }
        let asking = Task { [weak self] in
            do throws(ScreenRefusal) {
                let share = try await source.choose(another: isAnother)
                guard !Task.isCancelled, let self else { return share.end() }
                screen = .opening(share)
                queue.add { await self.open(share) }
            } catch {
                guard !Task.isCancelled, let self else { return }
                if case .unavailable(let reason) = error { report(.notice(.screen(.unavailable(reason)))) }
                stopSharing()
            }
        }
        screen = .choosing(source, asking)
        state.screen = .choosing
    }

    /// Brings the camera back as it was; a question that nobody answered is taken away.
    func stopSharing() {
        let ended = screen
        screen = nil
        state.screen = .off
        switch ended {
        case nil: break
        case .choosing(let source, let asking):
            asking.cancel()
            source.giveUp()
        case .opening(let share): share.end()
        case .shown(let share, let watch):
            watch.cancel()
            queue.add { [self] in
                try? await media?.setScreen(nil)
                share.end()
            }
        }
    }

    /// The desktop ended it, or the media engine lost it.
    func screenEnded() {
        guard case .shown = screen else { return }
        report(.notice(.screen(.ended)))
        stopSharing()
    }

    /// Inside the queue.
    private func open(_ share: any ScreenShare) async {
        guard isOpening(share), let media else { return }
        do throws(MediaError) {
            guard state.isOpen else { throw .invalidState("nothing is captured") }
            try await media.setScreen(share.picture)
        } catch {
            guard isOpening(share) else { return }
            report(.notice(.screen(.failed(Self.words(error)))))
            return stopSharing()
        }
        guard isOpening(share) else {
            try? await media.setScreen(nil)
            return
        }
        let watch = Task { [weak self] in
            for await _ in share.ended { self?.screenEnded() }
        }
        screen = .shown(share, watch)
        state.screen = .on
    }

    private func isOpening(_ share: any ScreenShare) -> Bool {
        guard case .opening(let opening) = screen else { return false }
        return opening === share
    }

    private static func words(_ error: MediaError) -> String {
        switch error {
        case .engine(let reason), .invalidState(let reason), .badDescription(let reason): reason
        case .missingElement(let name, let package): "\(name) (\(package))"
        case .deviceSilent: "no picture came"
        case .deviceAbsent, .deviceBusy, .deviceDenied, .noCommonCodec, .noRelay, .noPort: "the screen cannot be opened"
        }
    }
}
