// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import Logging
import NIOCore
import NIOPosix
import Testing

@testable import SignalingServer

struct StunTests {
    /// RFC 5769 section 2.1: a request with SOFTWARE, PRIORITY, ICE-CONTROLLED, USERNAME, MESSAGE-INTEGRITY, FINGERPRINT.
    static let request = bytes(
        """
        00010058 2112a442 b7e7a701 bc34d686 fa87dfae 80220010 5354554e 20746573 7420636c 69656e74 00240004 6e0001ff
        80290008 932ff9b1 51263b36 00060009 6576746a 3a683676 59202020 00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249
        c1b571a2 80280004 e57a3bcf
        """
    )
    /// RFC 5769 section 2.2: 192.0.2.1 port 32853; section 2.3: the same over IPv6.
    static let transaction = Array(request[8..<20])

    static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.filter { $0.isHexDigit }
        return stride(from: 0, to: digits.count, by: 2).compactMap { offset in
            let start = digits.index(digits.startIndex, offsetBy: offset)
            return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
        }
    }

    @Test func theRequestOfTheTestVectorsIsRead() throws {
        let message = try #require(StunMessage(Self.request))
        #expect(message.kind == .bindingRequest)
        #expect(message.hasFingerprint)
        #expect(message.attributes.map(\.number) == [0x8022, 0x0024, 0x8029, 0x0006, 0x0008])
        #expect(String(decoding: message.attributes[3].value, as: UTF8.self) == "evtj:h6vY")
    }

    @Test func whatWasReadIsWrittenTheSame() throws {
        let message = try #require(StunMessage(Self.request))
        // The vectors pad USERNAME with spaces, we with zeros; so the checksum differs as well.
        let written = message.bytes
        #expect(written.count == Self.request.count)
        #expect(StunMessage(written) == message)
    }

    @Test(arguments: [
        ("192.0.2.1", 32_853, "0020 0008 0001 a147 e112a643"),
        (
            "2001:db8:1234:5678:11:2233:4455:6677", 32_853,
            "0020 0014 0002 a147 0113a9faa5d3f179bc25f4b5bed2b9d9"
        ),
        ("::ffff:192.0.2.1", 32_853, "0020 0008 0001 a147 e112a643"),
    ])
    func theAnswerOfTheTestVectorsIsGiven(_ host: String, _ port: Int, _ attribute: String) throws {
        let request = StunMessage(.bindingRequest, transaction: Self.transaction)
        let address = try SocketAddress(ipAddress: host, port: port)
        let answer = try #require(StunResponder.answer(to: request, from: address)?.bytes)
        #expect(answer.prefix(2) == [1, 1])
        #expect(Array(answer[8..<20]) == Self.transaction)
        #expect(Array(answer[20...]) == Self.bytes(attribute))
    }

    @Test func anAttributeThatMustBeKnownAndIsNotIsRefused() throws {
        var request = StunMessage(.bindingRequest, transaction: Self.transaction)
        request.attributes = [StunMessage.Attribute(number: 0x0003, value: [0, 0, 0, 6])]
        let address = try SocketAddress(ipAddress: "192.0.2.1", port: 1)
        let answer = try #require(StunResponder.answer(to: request, from: address))
        #expect(answer.kind == .bindingError)
        #expect(answer.attributes[0].value.prefix(4) == [0, 0, 4, 20])
        #expect(answer.attributes[1] == StunMessage.Attribute(number: 0x000a, value: [0, 3]))
    }

    /// What libnice sends: RFC 3489, section 11.1; 16 bytes of chance, and no cookie.
    @Test func whoAsksAsRFC3489DidIsAnsweredSo() throws {
        let chance = Array(UInt8(1)...16)
        let request = try #require(StunMessage([0, 1, 0, 0] + chance))
        let address = try SocketAddress(ipAddress: "192.0.2.1", port: 32_853)
        let answer = try #require(StunResponder.answer(to: request, from: address)?.bytes)
        #expect(answer == [1, 1, 0, 12] + chance + Self.bytes("0001 0008 0001 8055 c0000201"))
    }

    @Test func withoutACookieOnlyAddressesAreAskedFor() {
        for kind: UInt8 in [3, 4, 8, 17, 23] {
            #expect(StunMessage([kind == 17 ? 1 : 0, kind, 0, 0] + Array(1...16)) == nil)
        }
    }

    @Test func anAnswerIsNotAnswered() throws {
        let address = try SocketAddress(ipAddress: "192.0.2.1", port: 1)
        let message = StunMessage(.bindingSuccess, transaction: Self.transaction)
        #expect(StunResponder.answer(to: message, from: address) == nil)
    }

    @Test func nothingIsSentToAPortThatCannotBe() throws {
        let request = StunMessage(.bindingRequest, transaction: Self.transaction)
        #expect(StunResponder.answer(to: request, from: try SocketAddress(ipAddress: "192.0.2.1", port: 0)) == nil)
    }

    @Test(.timeLimit(.minutes(1))) func aSocketThatTheSystemClosedIsOpenedAgain() async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let service = StunService(host: "127.0.0.1", port: 0, name: "127.0.0.1")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let listener = try await eventLoop.submit {
            NIOLoopBound(StunListener(service, eventLoop: eventLoop, logger: logger), eventLoop: eventLoop)
        }.get()
        let port = try #require(try await eventLoop.flatSubmit { listener.value.start() }.get()?.port)
        try await StunProbe.ask(host: "127.0.0.1", port: port)
        try await eventLoop.submit { listener.value.channel?.close(promise: nil) }.get()
        while try await !eventLoop.submit({ listener.value.isUp }).get() {
            try await Task.sleep(for: .milliseconds(10))
        }
        try await StunProbe.ask(host: "127.0.0.1", port: port)
        try await eventLoop.submit { listener.value.stop() }.get()
        try await eventLoop.submit { #expect(!listener.value.isUp) }.get()
    }

    @Test func whatIsBrokenIsNoMessage() {
        for count in 0..<Self.request.count { #expect(StunMessage(Array(Self.request.prefix(count))) == nil) }
        // The checksum covers everything before it; its own number names another attribute when it is changed.
        let number = (Self.request.count - 8)..<(Self.request.count - 6)
        for index in Self.request.indices where !number.contains(index) {
            var bytes = Self.request
            bytes[index] ^= 0x40
            #expect(StunMessage(bytes) == nil, "byte \(index)")
        }
    }

    @Test func membersAreToldOfHelpersThatExpire() {
        let turn = TurnService(urls: ["turn:t.example"], secret: "north", lifetime: .seconds(600))
        let server = turn.iceServer(for: PeerID("ada"), now: 1_000)
        // printf 1600:ada | openssl dgst -sha1 -hmac north -binary | base64
        #expect(
            server
                == IceServer(urls: ["turn:t.example"], username: "1600:ada", credential: "IMGjAD9sHzXwvZSGdUN1ISaq3YY=")
        )
    }

    @Test func theAcknowledgementNamesHelpers() async throws {
        try await withServer {
            $0.stun = StunService(host: "127.0.0.1", port: 0, name: "2001:db8::1")
            $0.turn = TurnService(urls: ["turn:t.example"], secret: "north")
        } _: { port in
            let socket = try await joinedSocket(port: port)
            try await socket.send(#"421["join_room","blue",{"peer_id":"ada"}]"#)
            let text = try #require(await socket.text())
            #expect(
                text.contains(
                    #""ice_servers":[{"urls":["stun:[2001:db8::1]:0"]},{"urls":["turn:t.example"],"username":""#
                )
            )
            #expect(text.contains(#":ada","credential":""#))
        }
    }
}
