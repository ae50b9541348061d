// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// Extension point: something that people in a call do together beside seeing and hearing each other, such as a chat.
///
/// Its messages travel from peer to peer on a data channel of their own, encrypted like picture and sound, to those
/// whose program speaks it (Protocol.md section 6). Nothing here blocks: everything is called on the main actor.
@MainActor
public protocol CallAddOn: AnyObject, Sendable {
    /// What its messages are marked with, at most 64 bytes; the add-on of that name at the other end gets them.
    nonisolated var id: String { get }

    /// What it is to look like now; nil when there is nothing to see.
    var panel: AddOnPanel? { get }

    /// A call begins.
    ///
    /// - Parameter call: how to reach the others until `ended()`.
    func began(_ call: any AddOnCall)

    /// The call is over: whatever was said in it is forgotten.
    func ended()

    /// Somebody is in the room; they may be reached or not.
    func came(_ peer: AddOnPeer)

    /// They can be reached now, for the first time or anew after a connection was replaced.
    func reached(_ peer: AddOnPeer)

    /// They are gone.
    func went(_ peer: AddOnPeer)

    /// They sent something: JSON text of at most `AddOnMessage.byteLimit` bytes, from somebody who may mean no good.
    func received(_ body: String, from peer: AddOnPeer)

    /// A person wrote a line into the panel's field.
    func submitted(_ line: String)
}

/// What an add-on has of a call.
@MainActor
public protocol AddOnCall: AnyObject {
    /// Sends JSON text to one peer.
    ///
    /// - Returns: false when they cannot be reached now; nothing is kept.
    func send(_ body: String, to peer: AddOnPeer) -> Bool

    /// Has `panel` looked at again.
    func panelChanged()
}

/// Somebody else in the call, as add-ons see them.
public struct AddOnPeer: Hashable, Sendable, Identifiable {
    /// The server's name for them; nil for the one unnamed peer of a seed server.
    public let id: PeerID?
    /// What they call themselves; nil when they did not say.
    public let name: String?

    /// Describes a peer.
    public init(id: PeerID?, name: String?) { (self.id, self.name) = (id, name) }
}

/// What a window shows of an add-on: a list of entries, and a field to write into.
public struct AddOnPanel: Hashable, Sendable {
    /// Something somebody wrote.
    public struct Entry: Hashable, Sendable, Identifiable {
        /// Whether it arrived.
        public enum Delivery: Hashable, Sendable {
            /// With everybody who was there.
            case delivered
            /// Somebody cannot be reached; it goes out when they can.
            case waiting
            /// Nobody was there who could read it.
            case unread
        }

        /// Its number; rises.
        public let id: Int
        /// Who wrote it; nil for ourselves.
        public let author: AddOnPeer?
        /// What they wrote, as plain text.
        public let text: String
        /// Whether it arrived; what others wrote did.
        public var delivery: Delivery

        /// Describes an entry.
        public init(id: Int, author: AddOnPeer?, text: String, delivery: Delivery = .delivered) {
            (self.id, self.author, self.text, self.delivery) = (id, author, text, delivery)
        }
    }

    /// What it is called.
    public var title: LocalText
    /// A symbolic icon of the desktop's theme.
    public var icon: String
    /// What the field asks for.
    public var prompt: LocalText
    /// Oldest first.
    public var entries: [Entry]

    /// Describes a panel.
    public init(title: LocalText, icon: String, prompt: LocalText, entries: [Entry]) {
        (self.title, self.icon, self.prompt, self.entries) = (title, icon, prompt, entries)
    }
}
