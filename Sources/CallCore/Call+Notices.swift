// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// What is told, beside what is done.
extension Call {
    /// What the user should hear of.
    public enum Notice: Hashable, Sendable {
        /// Somebody came.
        case came(PeerID?, name: String?)
        /// Somebody went.
        case went(PeerID?, name: String?, ByeReason)
        /// A certificate is not the one described.
        case insecure(PeerID?, name: String?)
        /// The link's key was not proved; nothing was shown or sent.
        case unproven(PeerID?, name: String?, ProofFault)
        /// Their four words were compared, and this is another connection, with other ones.
        case wordsChanged(PeerID?, name: String?)
        /// The server cannot be reached; media goes on.
        case serverLost
        /// The server is back.
        case serverBack
        /// Something about the door.
        case door(DoorNotice)
    }

    /// Why an event was dropped.
    public enum Note: Hashable, Sendable {
        /// Nothing of the kind is expected in this phase.
        case unexpected
        /// The link or session is an older one.
        case stale
        /// It came twice.
        case duplicate
        /// Nobody of that name is here.
        case stranger
        /// Two offers met and ours stands.
        case ourOfferStands
    }
}
