// SPDX-License-Identifier: GPL-3.0-or-later
public import PluginKit

/// Brings a chat beside the call.
public struct ChatPlugin: Plugin {
    /// `chat`.
    public let name = "chat"

    private let addOn: ChatAddOn

    /// Makes a chat without any messages.
    public init() { addOn = ChatAddOn() }

    /// What lists say of it.
    public var manifest: PluginManifest {
        PluginManifest(
            module: name,
            name: LocalText("Chat", translations: ["ko": "대화"]),
            description: LocalText(
                "Text from one to the other, kept until the call ends.",
                translations: ["ko": "통화가 끝날 때까지 주고받는 글입니다."]
            ),
            kinds: [.callAddOn]
        )
    }

    /// Announces the chat.
    public func register(in registry: inout PluginRegistry) { registry.callAddOns.append(addOn) }
}

/// The chat of the call that is on.
@MainActor
final class ChatAddOn: CallAddOn {
    nonisolated let id = "chat"

    private var chat = Chat()
    private weak var call: (any AddOnCall)?

    nonisolated init() {}

    var panel: AddOnPanel? {
        AddOnPanel(
            title: LocalText("Chat", translations: ["ko": "대화"]),
            icon: "chat-message-new-symbolic",
            prompt: LocalText("Write a message", translations: ["ko": "메시지 쓰기"]),
            entries: chat.entries
        )
    }

    func began(_ call: any AddOnCall) {
        chat = Chat()
        self.call = call
    }

    func ended() {
        chat = Chat()
        call = nil
    }

    func came(_ peer: AddOnPeer) { chat.came(peer) }

    func reached(_ peer: AddOnPeer) { send(chat.reached(peer)) }

    func went(_ peer: AddOnPeer) {
        chat.went(peer)
        call?.panelChanged()
    }

    func received(_ body: String, from peer: AddOnPeer) {
        guard let message = ChatMessage(body) else { return }
        send(chat.receive(message, from: peer))
        call?.panelChanged()
    }

    func submitted(_ line: String) {
        send(chat.submit(line, id: String(UInt64.random(in: .min ... .max), radix: 16)))
        call?.panelChanged()
    }

    private func send(_ messages: [Chat.Outgoing]) {
        // What cannot be sent now waits in `chat` for the next connection.
        for outgoing in messages { _ = call?.send(outgoing.message.body, to: outgoing.peer) }
    }
}
