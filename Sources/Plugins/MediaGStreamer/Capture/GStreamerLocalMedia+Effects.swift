// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit

/// What is done to our own picture and sound.
extension GStreamerLocalMedia {
    func setEffects(_ effects: [EffectSetting]) async {
        self.effects = effects
        applyEffects()
    }

    /// Puts the effects into the running pipeline; those that cannot be used are left out, and told of.
    func applyEffects() {
        guard let graph = running?.graph else { return }
        var isAnother = false
        for chain in graph.effects {
            // Each failure leaves one effect out, so this ends.
            while true {
                do throws(MediaError) {
                    isAnother = try chain.use(effects) || isAnother
                    break
                } catch {
                    guard let broken = chain.culprit(of: effects) else { break }
                    leaveOut(broken, .failed(error))
                }
            }
        }
        // The picture may be quite another from now on. A slider that is dragged makes it so step by step, and a key frame
        // for each step would cost more than the picture has.
        if isAnother { graph.requestKeyFrame() }
        watchEffects()
    }

    /// Looks twice a second whether one holds up what goes through it; it is told of at once, and taken out when it lets go.
    private func watchEffects() {
        guard !effects.isEmpty else {
            effectWatch?.cancel()
            effectWatch = nil
            return
        }
        guard effectWatch == nil else { return }
        effectWatch = Task { @MediaActor [weak self] in
            while true {
                do { try await Task.sleep(for: .milliseconds(500)) } catch { return }
                guard let self else { return }
                let now = GStreamerLibrary.now
                let stuck = self.running?.graph.effects.compactMap { $0.stuck(at: now) } ?? []
                for id in stuck { self.endEffect(id, .tooSlow) }
            }
        }
    }

    /// Takes an effect that does harm out of the picture.
    func endEffect(_ id: String, _ end: EffectEnd) {
        guard effects.contains(where: { $0.id == id }) else { return }
        leaveOut(id, end)
        applyEffects()
    }

    private func leaveOut(_ id: String, _ end: EffectEnd) {
        effects.removeAll { $0.id == id }
        report(.effectEnded(id, end))
    }
}
