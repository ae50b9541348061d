// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets
import PluginKit

/// Effects: what is remembered of them, and how new ones come.
extension Conductor {
    /// As they were at the end of the last start.
    func putRememberedEffectsToUse() {
        let remembered = memory.effects
        // Files are read only for somebody who has use for them.
        guard !remembered.areAllOff, !plugins.isSafe else { return }
        controller.setEffects(remembered.settings(among: controller.availableEffects()))
    }

    /// Puts them to use, now and at the next start.
    func use(_ effects: [EffectSetting]) {
        controller.setEffects(effects)
        // A slider that is dragged changes them many times a second.
        effectsSaver?.cancel()
        effectsSaver = Task { [weak self] in
            try? await Task.sleep(for: .milliseconds(300))
            if !Task.isCancelled { self?.rememberEffects() }
        }
    }

    /// What waits to be remembered is, for a program that is about to end.
    func finishRememberingEffects() {
        guard effectsSaver != nil else { return }
        effectsSaver?.cancel()
        rememberEffects()
    }

    /// One that was too slow or broke is not tried again by itself.
    func forgetBrokenEffects(_ snapshot: CallSnapshot) {
        for notice in snapshot.notices where notice.id > lastEffectNotice {
            lastEffectNotice = notice.id
            if case .effectEnded = notice.kind { rememberEffects() }
        }
    }

    private func rememberEffects() {
        effectsSaver = nil
        var remembered = memory.effects
        remembered.note(controller.snapshot.effects)
        memory.effects = remembered
    }

    /// The page, as things are now.
    func effectsPage() -> EffectsPage {
        EffectsPage(
            controller.availableEffects(),
            inUse: controller.snapshot.effects,
            values: memory.effects.values,
            canInstall: controller.effectInstaller != nil
        ) { [weak self] in self?.perform($0) }
    }

    /// Asks for a file.
    func chooseEffect() {
        guard let main = window?.window else { return }
        let dialog = FileDialog(
            over: preferences?.window ?? main,
            title: tr("Choose an Effect"),
            accept: tr("Open"),
            cancel: tr("Cancel")
        )
        dialog.offer(tr("Effects"), "*.joom-effect", "*.effect")
        fileDialog = dialog
        dialog.ask { [weak self] path in
            self?.fileDialog = nil
            if let path { self?.offerEffect(path) }
        }
    }

    /// Shows what a file would do.
    func offerEffect(_ path: String) {
        guard let main = window?.window, let installer = controller.effectInstaller else {
            return say(tr("Effects from files are switched off. Switch them on in Preferences, Plugins."))
        }
        let offer = installer.read(path)
        effectDialog?.close()
        guard
            let dialog = try? InstallEffectDialog(
                offer,
                install: { [weak self] in self?.install(offer, by: installer, uses: $0) },
                close: { [weak self] in self?.effectDialog = nil }
            )
        else { return }
        effectDialog = dialog
        dialog.present(over: preferences?.window ?? main)
    }

    private func install(_ offer: EffectOffer, by installer: any EffectInstaller, uses: Bool) {
        guard let effect = offer.listing.effect else { return }
        let name = effect.name.inLanguage(Translation.language)
        do throws(EffectInstallError) {
            try installer.install(offer)
        } catch {
            return say(UserText.sentence(error))
        }
        let others = controller.snapshot.effects.filter { $0.id != offer.listing.id }
        if uses {
            use(others + [EffectSetting(id: offer.listing.id, effect: effect)])
        } else if others.count != controller.snapshot.effects.count {
            // What it takes the place of was in use.
            use(others)
        }
        preferences?.replace(effectsPage())
        window?.toast(
            uses
                ? tr("{effect} was installed, and is on.", ["effect": name])
                : tr("{effect} was installed. It is among the effects in Preferences.", ["effect": name])
        )
    }
}
