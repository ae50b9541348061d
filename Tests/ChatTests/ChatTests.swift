// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

@testable import Chat

struct ChatTests {
    private let ada = AddOnPeer(id: PeerID("ada"), name: "Ada")
    private let bob = AddOnPeer(id: PeerID("bob"), name: nil)

    private func texts(_ outgoing: [Chat.Outgoing]) -> [String] {
        outgoing.compactMap { if case .text(_, let text) = $0.message { text } else { nil } }
    }

    @Test func aTextGoesToAllAndIsDeliveredWhenAllHaveIt() {
        var chat = Chat()
        _ = chat.reached(ada)
        _ = chat.reached(bob)
        let sent = chat.submit(" hello ", id: "1")
        #expect(Set(sent.map(\.peer)) == [ada, bob])
        #expect(texts(sent) == ["hello", "hello"])
        #expect(chat.entries.map(\.delivery) == [.waiting])
        let outgoing1 = chat.receive(.got(id: "1"), from: ada)
        #expect(outgoing1 == [])
        #expect(chat.entries.map(\.delivery) == [.waiting])
        let outgoing2 = chat.receive(.got(id: "1"), from: bob)
        #expect(outgoing2 == [])
        #expect(chat.entries.map(\.delivery) == [.delivered])
    }

    @Test func whoCannotBeReachedGetsItLater() {
        var chat = Chat()
        chat.came(ada)
        let outgoing3 = chat.submit("one", id: "1")
        #expect(outgoing3 == [])
        let outgoing4 = chat.submit("two", id: "2")
        #expect(outgoing4 == [])
        let outgoing7 = texts(chat.reached(ada))
        #expect(outgoing7 == ["one", "two"])
        _ = chat.receive(.got(id: "1"), from: ada)
        // The connection was replaced before the second arrived.
        let outgoing8 = texts(chat.reached(ada))
        #expect(outgoing8 == ["two"])
        _ = chat.receive(.got(id: "2"), from: ada)
        let outgoing5 = chat.reached(ada)
        #expect(outgoing5 == [])
        #expect(chat.entries.map(\.delivery) == [.delivered, .delivered])
    }

    @Test func whatNobodyCouldReadSaysSo() {
        var chat = Chat()
        let outgoing6 = chat.submit("anyone?", id: "1")
        #expect(outgoing6 == [])
        #expect(chat.entries.map(\.delivery) == [.unread])
        chat.came(ada)
        let outgoing9 = texts(chat.reached(ada))
        #expect(outgoing9 == [], "those who come later do not see what was said before")
        chat.came(bob)
        _ = chat.submit("both", id: "2")
        chat.went(bob)
        #expect(chat.entries.last?.delivery == .waiting, "Ada has not answered")
        chat.went(ada)
        #expect(chat.entries.last?.delivery == .unread)
        _ = chat.reached(ada)
        _ = chat.submit("again", id: "3")
        chat.came(bob)
        _ = chat.receive(.got(id: "3"), from: ada)
        #expect(chat.entries.last?.delivery == .delivered)
    }

    @Test func whoComesBackGetsWhatWasWrittenMeanwhileOnce() {
        var chat = Chat()
        _ = chat.reached(ada)
        _ = chat.reached(bob)
        _ = chat.receive(.text(id: "b", "from Bob"), from: bob)
        _ = chat.submit("meet at five", id: "1")
        _ = chat.receive(.got(id: "1"), from: ada)
        chat.went(bob)
        #expect(chat.entries.last?.delivery == .delivered)
        chat.came(bob)
        #expect(chat.entries.last?.delivery == .waiting)
        let again = texts(chat.reached(bob))
        #expect(again == ["meet at five"])
        _ = chat.receive(.text(id: "b", "from Bob"), from: bob)
        #expect(chat.entries.count == 2, "his answer to that was lost, and it is known")
        chat.went(bob)
        #expect(chat.entries.last?.delivery == .delivered, "Ada has it")
        _ = chat.reached(bob)
        _ = chat.receive(.got(id: "1"), from: bob)
        #expect(chat.entries.last?.delivery == .delivered)
    }

    @Test func aNamelessOneWhoComesIsNotTheOneWhoWent() {
        var chat = Chat()
        let nameless = AddOnPeer(id: nil, name: nil)
        chat.came(nameless)
        _ = chat.submit("secret", id: "1")
        chat.went(nameless)
        let sent = chat.reached(nameless)
        #expect(sent.isEmpty)
    }

    @Test func oneOfTwoIsEnoughWhenTheOtherLeaves() {
        var chat = Chat()
        _ = chat.reached(ada)
        _ = chat.reached(bob)
        _ = chat.submit("x", id: "1")
        _ = chat.receive(.got(id: "1"), from: ada)
        chat.went(bob)
        #expect(chat.entries.map(\.delivery) == [.delivered])
    }

    @Test func aRepeatedTextIsShownOnceAndAnsweredTwice() {
        var chat = Chat()
        let text = ChatMessage.text(id: "7", "hi")
        for _ in 0..<2 {
            let answer = chat.receive(text, from: ada).map(\.message)
            #expect(answer == [.got(id: "7")])
        }
        #expect(chat.entries.map(\.text) == ["hi"])
        #expect(chat.entries.first?.author == ada)
        _ = chat.receive(text, from: bob)
        #expect(chat.entries.count == 2, "ids are each sender's own")
    }

    @Test func memoryIsBounded() {
        var chat = Chat()
        for number in 0..<2_000 { _ = chat.receive(.text(id: "\(number)", "x"), from: ada) }
        #expect(chat.entries.count == Chat.entryLimit)
        #expect(chat.entries.last?.id == 2_000)
        chat.came(bob)
        for number in 0..<200 { _ = chat.submit("\(number)", id: "own\(number)") }
        let outgoing10 = texts(chat.reached(bob))
        #expect(outgoing10.count == Chat.waitingLimit)
    }

    @Test(
        arguments: [
            (#"{"type":"text","id":"1","text":"a\u0007b"}"#, .text(id: "1", "ab")),
            (#"{"type":"text","id":"1","text":" a\nb "}"#, .text(id: "1", "a\nb")),
            (#"{"type":"text","id":"1","text":"\u202eevil"}"#, .text(id: "1", "evil")),
            (#"{"type":"got","id":"1"}"#, .got(id: "1")),
            (#"{"type":"text","id":"1","text":"  \n "}"#, nil), (#"{"type":"text","id":"1"}"#, nil),
            (#"{"type":"text","id":"","text":"x"}"#, nil), (#"{"type":"wave","id":"1","text":"x"}"#, nil),
            (#"{"type":"text","id":1,"text":"x"}"#, nil), ("[]", nil), ("", nil), ("{", nil),
        ] as [(String, ChatMessage?)]
    )
    func onlyMessagesAreRead(_ body: String, _ expected: ChatMessage?) {
        #expect(ChatMessage(body) == expected)
    }

    @Test func whatIsSentCanBeReadByTheOther() {
        for message in [ChatMessage.text(id: "1", "\"quoted\" \\ 방 👋"), .got(id: "2")] {
            #expect(ChatMessage(message.body) == message)
        }
        let long = String(repeating: "👋", count: 5_000)
        let cut = ChatMessage.cut(long)
        #expect(cut.utf8.count <= ChatMessage.textLimit && cut.utf8.count > ChatMessage.textLimit - 8)
        #expect(ChatMessage(ChatMessage.text(id: "1", long).body) == nil)
    }
}
