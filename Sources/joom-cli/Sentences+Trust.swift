// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

extension Sentences {
    static func of(_ fault: ProofFault, _ name: String) -> String {
        switch fault {
        case .missing:
            """
            Not secure: \(name) did not prove the link's key, or the proof was taken away on the way. Nothing was \
            shown or sent. Give them the whole link, by a way that you trust.
            """
        case .wrong:
            """
            Not secure: what came in \(name)'s name was altered on the way, or made with another link. Nothing was \
            shown or sent. Use another server, or give them the link again.
            """
        case .refusedByPeer:
            """
            Not secure: \(name) refuses what arrived in our name: it was altered on the way, or we have not the same \
            link. Nothing was shown or sent. Use another server, or ask for the link again.
            """
        }
    }
}
