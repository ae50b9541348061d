// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets

/// Whom we are talking to, in words.
extension UserText {
    static func unproven(_ name: String?, _ fault: ProofFault) -> String {
        let values: KeyValuePairs = ["name": person(name)]
        return switch fault {
        case .missing:
            tr(
                "{name} did not prove to have this room's link, so nothing was shown or sent. Send them the whole link again.",
                values
            )
        case .wrong:
            tr(
                "The connection to {name} was changed on the way, or they have another link. Nothing was shown or sent. Use another server, or send them the link again.",
                values
            )
        case .refusedByPeer:
            tr(
                "{name} refused the connection: it was changed on the way, or you have another link. Nothing was shown or sent. Use another server, or ask for the link again.",
                values
            )
        }
    }

    static func wordsDiffer(_ name: String?) -> String {
        tr(
            "The words differ, so the connection to {name} was ended: somebody may be in the middle. Leave, and use another server.",
            ["name": person(name)]
        )
    }
}
