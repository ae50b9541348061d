// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// What was written in a call, and what of it is still on its way; kept in memory only, until the call ends.
///
/// Each text goes to those who are there when it is written. Whoever cannot be reached gets it when they can: their
/// connection may be replaced under way, and only an answer shows that a text arrived. Pure: effects are returned.
struct Chat: Sendable {
    /// Entries that are kept; older ones are forgotten.
    static let entryLimit = 500
    /// Texts that may wait for one peer.
    static let waitingLimit = 64
    /// Ids of a peer's texts that are remembered.
    static let memory = 256
    /// Peers that went and may come back.
    static let goneLimit = 16

    /// Something to send.
    struct Outgoing: Hashable {
        let peer: AddOnPeer
        let message: ChatMessage
    }

    /// Oldest first.
    private(set) var entries: [AddOnPanel.Entry] = []

    private var peers: [PeerID?: Peer] = [:]
    /// Those who went, the last of them last: whose network failed for longer than the server waits comes back as the same.
    private var gone: [(id: PeerID, peer: Peer)] = []
    private var nextEntry = 1

    private struct Peer {
        var who: AddOnPeer
        var isReachable = false
        /// What they have not got yet, oldest first.
        var waiting: [(id: String, text: String, entry: Int)] = []
        /// What they sent.
        var seen: [String] = []
    }

    mutating func came(_ peer: AddOnPeer) {
        if peers[peer.id] == nil { peers[peer.id] = back(peer.id) ?? Peer(who: peer) }
        peers[peer.id]?.who = peer
    }

    /// What was on its way to somebody who went, and is on its way again.
    private mutating func back(_ id: PeerID?) -> Peer? {
        guard let place = gone.firstIndex(where: { $0.id == id }) else { return nil }
        let peer = gone.remove(at: place).peer
        for waiting in peer.waiting {
            guard let index = entries.firstIndex(where: { $0.id == waiting.entry }) else { continue }
            if entries[index].delivery == .delivered { read.insert(waiting.entry) }
            entries[index].delivery = .waiting
        }
        return peer
    }

    /// Sends anew what they may not have got.
    mutating func reached(_ peer: AddOnPeer) -> [Outgoing] {
        came(peer)
        peers[peer.id]?.isReachable = true
        return peers[peer.id]?.waiting.map { Outgoing(peer: peer, message: .text(id: $0.id, $0.text)) } ?? []
    }

    mutating func went(_ peer: AddOnPeer) {
        guard var left = peers.removeValue(forKey: peer.id) else { return }
        for waiting in left.waiting { settle(waiting.entry) }
        // Behind a seed's server the next one may be somebody else.
        guard let id = peer.id else { return }
        left.isReachable = false
        gone = gone.suffix(Self.goneLimit - 1) + [(id, left)]
    }

    /// Takes a line that a person wrote.
    ///
    /// - Parameters:
    ///   - line: the line.
    ///   - id: fresh and random.
    /// - Returns: what is to be sent; nothing for a line without text.
    mutating func submit(_ line: String, id: String) -> [Outgoing] {
        let text = ChatMessage.cut(ChatMessage.readable(line))
        guard !text.isEmpty else { return [] }
        let entry = add(author: nil, text, peers.isEmpty ? .unread : .waiting)
        for key in Array(peers.keys) {
            peers[key]?.waiting.append((id, text, entry))
            guard let count = peers[key]?.waiting.count, count > Self.waitingLimit else { continue }
            if let dropped = peers[key]?.waiting.removeFirst() { settle(dropped.entry) }
        }
        return peers.values.filter(\.isReachable).map { Outgoing(peer: $0.who, message: .text(id: id, text)) }
    }

    /// Takes what a peer sent.
    mutating func receive(_ message: ChatMessage, from peer: AddOnPeer) -> [Outgoing] {
        came(peer)
        switch message {
        case .text(let id, let text):
            if peers[peer.id]?.seen.contains(id) == false {
                peers[peer.id]?.seen.append(id)
                if let count = peers[peer.id]?.seen.count, count > Self.memory { peers[peer.id]?.seen.removeFirst() }
                _ = add(author: peer, text, .delivered)
            }
            return [Outgoing(peer: peer, message: .got(id: id))]
        case .got(let id):
            let arrived = peers[peer.id]?.waiting.first { $0.id == id }
            peers[peer.id]?.waiting.removeAll { $0.id == id }
            if let arrived { settle(arrived.entry, isRead: true) }
            return []
        }
    }

    private mutating func add(author: AddOnPeer?, _ text: String, _ delivery: AddOnPanel.Entry.Delivery) -> Int {
        entries.append(AddOnPanel.Entry(id: nextEntry, author: author, text: text, delivery: delivery))
        if entries.count > Self.entryLimit { entries.removeFirst() }
        nextEntry += 1
        return nextEntry - 1
    }

    /// Looks whether anybody still waits for an entry.
    private mutating func settle(_ entry: Int, isRead: Bool = false) {
        guard let index = entries.firstIndex(where: { $0.id == entry }) else { return }
        if isRead { read.insert(entry) }
        guard !peers.values.contains(where: { $0.waiting.contains { $0.entry == entry } }) else { return }
        entries[index].delivery = read.remove(entry) == nil ? .unread : .delivered
    }

    /// Entries that somebody has, while others wait for them.
    private var read: Set<Int> = []
}
