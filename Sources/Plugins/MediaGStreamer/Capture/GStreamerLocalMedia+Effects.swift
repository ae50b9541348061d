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
