// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol

/// Ids of a room whose owners lost their connection: kept for them for `RoomLimits.resumeLifetime`, under a token's hash.
struct Vacancies: Hashable, Sendable {
    /// One id that waits.
    struct Vacancy: Hashable, Sendable {
        let peer: PeerID
        /// Of the token that gives it back.
        let token: SecretHash
        /// On the clock of the server that holds it.
        let until: Duration
    }

    /// Ids that are kept; beyond it the first are given up, so that nobody fills the memory by coming and going.
    static let maximum = 32

    /// In the order in which their owners were lost.
    private(set) var all: [Vacancy] = []

    init(_ all: [Vacancy] = []) { self.all = all }

    var isEmpty: Bool { all.isEmpty }

    /// Keeps an id for whoever has the token.
    mutating func keep(_ peer: PeerID, token: SecretHash, now: Duration) {
        forget(before: now)
        all.removeAll { $0.peer == peer }
        all.append(Vacancy(peer: peer, token: token, until: now + RoomLimits.resumeLifetime))
        if all.count > Self.maximum { all.removeFirst() }
    }

    /// The id that a token would give back.
    func peer(for token: SecretHash?, now: Duration) -> PeerID? {
        guard let token else { return nil }
        return all.first { $0.token == token && $0.until > now }?.peer
    }

    /// Ends the wait: a token is good once.
    mutating func redeem(_ token: SecretHash) { all.removeAll { $0.token == token } }

    /// True while an id waits for its owner: nobody else may take it meanwhile.
    func isReserved(_ peer: PeerID, now: Duration) -> Bool { all.contains { $0.peer == peer && $0.until > now } }

    /// Throws away what nobody came back for.
    mutating func forget(before now: Duration) { all.removeAll { $0.until <= now } }
}
