// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import PluginKit

/// What is in the file of an effect, before anything of it runs.
@MainActor
final class InstallEffectDialog {
    let window: Window
    let install: Button
    private let cancel: Button
    private let use = Switch()

    /// Shows an effect, or what is wrong with it.
    ///
    /// - Parameters:
    ///   - offer: what was read.
    ///   - install: told when a person wants it, and whether it is to be put to use.
    ///   - close: told when the window goes.
    /// - Throws: what is wrong with the embedded UI file.
    init(
        _ offer: EffectOffer,
        install: @escaping @MainActor (Bool) -> Void,
        close: @escaping @MainActor () -> Void
    ) throws(BuilderError) {
        let builder = try Builder(.installEffect)
        window = try builder.widget("dialog")
        self.install = try builder.widget("install")
        cancel = try builder.widget("cancel")
        let column: Box = try builder.widget("column")
        switch offer.listing.content {
        case .success(let effect): show(effect, offer, in: column)
        case .failure(let error):
            let group = PreferencesGroup(offer.listing.id, text: UserText.fault(error))
            column.append(group.root)
            column.keep(group.root)
            self.install.isVisible = false
            cancel.label = tr("Close")
            cancel.setTooltip(UserText.fault(error))
        }
        window.setKey("Escape", for: "window.close")
        cancel.onClick { [weak window] in window?.close() }
        self.install.onClick { [weak self] in
            guard let self else { return }
            let uses = self.use.isActive
            self.window.close()
            install(uses)
        }
        window.onClose {
            close()
            return false
        }
        self.install.setDefault(of: window)
    }

    /// Shows it in front of another window.
    func present(over other: Window) {
        other.own(window)
        window.present()
        (install.isVisible ? install : cancel).grabFocus()
    }

    /// Takes it away.
    func close() { window.destroy() }

    private func show(_ effect: Effect, _ offer: EffectOffer, in column: Box) {
        let language = Translation.language
        let text =
            switch effect.kind {
            case .video: tr("Changes your picture, as the others see it.")
            case .audio: tr("Changes your voice, as the others hear it.")
            }
        let name = effect.name.inLanguage(language)
        // The focus is on the button: a screen reader says this with it.
        install.setTooltip("\(name). \(text)")
        let about = PreferencesGroup(name, text: text)
        if offer.replaces {
            about.addText(tr("It takes the place of an effect of this name that is there already."))
        }
        use.isActive = true
        about.add(tr("Use Now"), use)
        let made = PreferencesGroup(tr("What It Is Made Of"))
        for element in effect.elements {
            let properties = element.properties.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
            made.addText(properties.isEmpty ? element.factory : "\(element.factory) \(properties)", class: "monospace")
        }
        var groups = [about, made]
        if !effect.parameters.isEmpty {
            let labels = effect.parameters.map { $0.label.inLanguage(language) }
            let changes = PreferencesGroup(tr("What You Can Change"))
            for label in labels { changes.addText(label) }
            groups.append(changes)
        }
        for group in groups {
            column.append(group.root)
            column.keep(group.root)
        }
    }
}
