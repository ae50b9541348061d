// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// What a tile says of who somebody is (Protocol.md section 7); it never claims more than is known.
struct TrustState: Equatable {
    /// On the tile, in a few words.
    let title: String
    /// What that means, and what to do.
    let explanation: String
    /// Four words to read out; nil where there are none, or nothing is to be compared any more.
    let words: [String]?
    /// The person may say that they match.
    let canMatch: Bool
    /// Green, or not.
    let isVerified: Bool
    /// Something is not as it was.
    let isAlarming: Bool

    /// Says it of a participant; nil while there is no connection.
    init?(_ participant: CallSnapshot.Participant, server: ServerAddress?) {
        guard participant.connection == .connected else { return nil }
        let isOwn = server.map { LinkReach($0) == .thisComputer } ?? false
        let name = participant.name ?? tr("Guest")
        let values: KeyValuePairs = ["name": name, "server": isOwn ? tr("this computer") : Self.name(of: server)]
        words = participant.trust.words
        guard !participant.isGuest else {
            (canMatch, isVerified, isAlarming) = (false, false, false)
            guard !participant.hasForeignPage else {
                title = tr("You rely on their page")
                explanation = tr(
                    "{name} is in a browser, with the page of the computer that this room was moved from. Joom cannot verify them without trusting that computer.",
                    values
                )
                return
            }
            title = tr("You rely on {server}", values)
            explanation = tr(
                "{name} is in a browser, which runs what {server} sends to it. Joom cannot verify them without trusting that server.",
                values
            )
            return
        }
        (title, explanation) = Self.text(
            participant.trust,
            ["name": name, "server": isOwn ? tr("the server") : Self.name(of: server)]
        )
        switch participant.trust {
        case .byLink, .byWords: (canMatch, isVerified, isAlarming) = (false, true, false)
        case .open: (canMatch, isVerified, isAlarming) = (true, false, false)
        case .changed: (canMatch, isVerified, isAlarming) = (true, false, true)
        case .unknown: (canMatch, isVerified, isAlarming) = (false, false, false)
        }
    }

    /// An icon of the theme, which tells them apart without colour.
    var icon: String {
        if isVerified { return "security-high-symbolic" }
        return isAlarming ? "dialog-warning-symbolic" : "security-low-symbolic"
    }

    private static func text(
        _ trust: ParticipantTrust,
        _ values: KeyValuePairs<String, String>
    ) -> (title: String, explanation: String) {
        switch trust {
        case .byLink:
            (
                tr("Verified by link"),
                tr(
                    "{name} has the same link as you, with its key. Nobody without that link is in between, not even {server}.",
                    values
                )
            )
        case .byWords:
            (
                tr("Verified by words"),
                tr("You and {name} compared these words. Nobody is in between, not even {server}.", values)
            )
        case .open:
            (
                tr("Not verified"),
                tr(
                    "Read these words to each other. If they match, nobody is between you and {name}, not even {server}.",
                    values
                )
            )
        case .changed:
            (
                tr("Compare Words Again"),
                tr(
                    "The connection to {name} is not the one whose words you compared. It may only have been mended: read the new words to each other.",
                    values
                )
            )
        case .unknown:
            (
                tr("Not verified"),
                tr("There are no words to compare with {name}, so you rely on {server}.", values)
            )
        }
    }

    private static func name(of server: ServerAddress?) -> String {
        server?.host ?? tr("the server")
    }
}
