// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import PluginKit

/// What is said of effects.
extension UserText {
    /// Why an effect is off again.
    static func ended(_ effect: LocalText, _ end: EffectEnd) -> String {
        let name = effect.inLanguage(Translation.language)
        return switch end {
        case .tooSlow:
            tr("{effect} is too slow for this computer, so it was switched off.", ["effect": name])
        case .failed(.missingElement(let element, let package)):
            tr(
                "{effect} needs GStreamer's {element}. Install {package}, and start Joom again.",
                ["effect": name, "element": element, "package": package]
            )
        case .failed(.engine(let words)):
            tr("{effect} does not work, so it was switched off: {reason}.", ["effect": name, "reason": words])
        case .failed:
            tr("{effect} does not work here, so it was switched off.", ["effect": name])
        }
    }

    /// Why an effect is not installed.
    static func sentence(_ error: EffectInstallError) -> String {
        switch error {
        case .faulty(let fault): self.fault(fault)
        case .unwritable(let folder):
            tr("The folder {folder} cannot be written. Is the disk full?", ["folder": folder])
        }
    }

    /// What is wrong with an effect's file; the reason is for whoever wrote it, and in English.
    static func fault(_ error: KeyFileError) -> String {
        tr("The file cannot be used: {reason}", ["reason": error.description])
    }
}
