// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import RoomProtocol

/// Ids whose owners lost their connection: kept for them for `RoomLimits.resumeLifetime`, each under a token's hash.
struct Vacancies: Sendable {
    private struct Seat: Hashable, Sendable {
        let room: RoomName
        let peer: PeerID
    }

    private struct Vacancy: Sendable {
        let seat: Seat
        let until: Duration
    }

    private var byToken: [SecretHash: Vacancy] = [:]
    private var reserved: [Seat: Duration] = [:]
    /// Old entries are thrown out when there are this many, so that a mass departure costs no more than its size.
    private var sweepAt = 64

    /// Keeps an id for whoever has the token.
    mutating func keep(_ peer: PeerID, in room: RoomName, token: SecretHash, now: Duration) {
        let seat = Seat(room: room, peer: peer)
        let until = now + RoomLimits.resumeLifetime
        byToken[token] = Vacancy(seat: seat, until: until)
        reserved[seat] = until
        guard byToken.count >= sweepAt else { return }
        byToken = byToken.filter { $0.value.until > now }
        reserved = reserved.filter { $0.value > now }
        sweepAt = max(64, byToken.count * 2)
    }

    /// The id that a token would give back.
    func peer(for token: SecretHash?, in room: RoomName, now: Duration) -> PeerID? {
        guard let token, let vacancy = byToken[token], vacancy.seat.room == room, vacancy.until > now else {
            return nil
        }
        return vacancy.seat.peer
    }

    /// Ends the wait: a token is good once.
    mutating func redeem(_ token: SecretHash?) {
        guard let token, let vacancy = byToken.removeValue(forKey: token) else { return }
        reserved[vacancy.seat] = nil
    }

    /// True while an id waits for its owner: nobody else may take it meanwhile.
    func isReserved(_ peer: PeerID, in room: RoomName, now: Duration) -> Bool {
        (reserved[Seat(room: room, peer: peer)] ?? .zero) > now
    }
}
