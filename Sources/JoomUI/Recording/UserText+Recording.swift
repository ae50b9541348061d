// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets
import PluginKit

/// What is said of recordings.
extension UserText {
    static func sentence(_ notice: TrackSinkNotice) -> String {
        switch notice {
        case .ended(let result): result.sentence.inLanguage(Translation.language)
        case .failed(let failure): failure.sentence.inLanguage(Translation.language)
        case .untold(let name):
            tr("The program of {name} cannot be told that you record. Say it to them.", ["name": name ?? tr("Guest")])
        }
    }

    /// That others record; nil when nobody does.
    static func recording(_ names: [String]) -> String? {
        switch names.count {
        case 0: nil
        case 1: tr("{name} is recording this call", ["name": names[0]])
        case _: tr("{names} are recording this call", ["names": names.joined(separator: ", ")])
        }
    }
}
