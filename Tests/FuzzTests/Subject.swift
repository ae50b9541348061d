// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import JoomModel
import NIOCore
import NIOHTTP1
import PluginKit
import RoomProtocol
import SocketIOCore
import Testing

@testable import SignalingServer
@testable import SocketIONIO

/// What reads strangers' bytes; the raw value is the corpus's directory.
enum Subject: String, CaseIterable, Sendable {
    case payload
    case packet
    case event
    case request
    case link
    case announcement
    case stun
    case effect
    case manifest
    case library

    /// All of them, or the one that `JOOM_FUZZ_SUBJECT` names.
    static var chosen: [Subject] {
        getenv("JOOM_FUZZ_SUBJECT").flatMap { Subject(rawValue: String(cString: $0)) }.map { [$0] } ?? allCases
    }

    /// Reads input as a stranger's; what was understood has to survive being written and read again.
    func read(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .payload: Self.payload(bytes)
        case .packet: Self.packet(String(decoding: bytes, as: UTF8.self), bytes)
        case .event: Self.event(String(decoding: bytes, as: UTF8.self))
        case .request: Self.request(String(decoding: bytes, as: UTF8.self))
        case .link: Self.link(String(decoding: bytes, as: UTF8.self))
        case .announcement: Self.announcement(bytes)
        case .stun: Self.stun(bytes)
        case .effect: Self.effect(bytes)
        case .manifest: Self.manifest(bytes)
        case .library: Self.library(bytes)
        }
    }

    /// Whatever is taken is a row of allowed filters, and holds nothing that ends a quotation or that a terminal obeys; the
    /// largest numbers can be used, too.
    private static func effect(_ bytes: [UInt8]) -> Bool {
        guard let effect = try? Effect(parsing: bytes) else { return true }
        return !effect.elements.isEmpty
            && effect.elements.allSatisfy { element in
                EffectElements.packages(effect.kind)[element.factory] != nil
                    && element.properties.allSatisfy { !$0.value.contains { "\"\\!=".contains($0) || $0.isNewline } }
            }
            && effect.parameters.allSatisfy { parameter in
                effect.elements.indices.contains(parameter.element)
                    && [Double.greatestFiniteMagnitude, -.greatestFiniteMagnitude].allSatisfy {
                        !parameter.text(for: .number($0)).isEmpty
                    }
            }
            && !effect.name.plain.unicodeScalars.contains { $0.value < 0x20 && $0.value != 9 }
    }

    /// Whatever is taken names a library beside it and nothing else, and choices survive being written.
    private static func manifest(_ bytes: [UInt8]) -> Bool {
        let choices = PluginChoices(reading: bytes)
        guard PluginChoices(reading: Array(choices.text.utf8)) == choices else { return false }
        guard let manifest = try? PluginManifest(parsing: bytes) else { return true }
        return !([manifest.module] + manifest.depends).contains { $0.isEmpty || $0.contains { "/.\0\n".contains($0) } }
            && (manifest.needsNewerJoom || !manifest.kinds.isEmpty)
    }

    private static func library(_ bytes: [UInt8]) -> Bool {
        guard let machine = SharedLibrary.Machine.own else { return true }
        return (try? SharedLibrary(bytes, for: machine))?.symbols.contains("\0") != true
    }

    private static func payload(_ bytes: [UInt8]) -> Bool {
        let read = EnginePayload.decode(bytes, limit: 2_048)
        guard read.failure == nil else { return true }
        return EnginePayload.decode(EnginePayload.encode(read.packets), limit: 8_192) == read
    }

    private static func packet(_ text: String, _ bytes: [UInt8]) -> Bool {
        guard keptIsRead(text) else { return false }
        var decoder = SocketPacketDecoder()
        var packet = try? decoder.decode(text: text)
        while packet == nil, decoder.isAwaitingAttachments {
            guard let next = try? decoder.decode(binary: Array(bytes.prefix(8))) else {
                if decoder.isAwaitingAttachments { continue }
                return true
            }
            packet = next
        }
        guard let packet else { return true }
        return again(packet) == packet
    }

    /// A relay that looks into nothing takes and refuses the same, and passes on what means the same.
    private static func keptIsRead(_ text: String) -> Bool {
        var relay = SocketPacketDecoder(verbatimEvents: ["offer", "x", "join_room"])
        var reader = SocketPacketDecoder()
        let kept = try? relay.decode(text: text)
        let read = try? reader.decode(text: text)
        guard let kept, let read else { return (kept == nil) == (read == nil) }
        var receiver = SocketPacketDecoder()
        return (try? receiver.decode(text: kept.encoded().text)) == (try? receiver.decode(text: read.encoded().text))
    }

    private static func again(_ packet: SocketPacket) -> SocketPacket? {
        var decoder = SocketPacketDecoder()
        var result: SocketPacket?
        for part in packet.encoded().packets {
            switch part {
            case .message(let text): result = (try? decoder.decode(text: text)) ?? result
            case .binary(let bytes): result = (try? decoder.decode(binary: bytes)) ?? result
            case .open, .close, .ping, .pong, .upgrade, .noop: return nil
            }
        }
        return result
    }

    private static func event(_ text: String) -> Bool {
        if let arguments = (try? JSONValue(parsing: text))?.array { _ = try? JoinReply(arguments) }
        var decoder = SocketPacketDecoder()
        guard let packet = try? decoder.decode(text: "2" + text), case .event(let event, _) = packet.body else {
            return true
        }
        if let read = try? ClientEvent(event), (try? ClientEvent(read.socketEvent)) != read { return false }
        guard let read = try? ServerEvent(event) else { return true }
        _ = try? read.message()
        return (try? ServerEvent(read.socketEvent)) == read
    }

    /// The head of a request, as the HTTP parser before us splits it.
    private static func request(_ text: String) -> Bool {
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        var headers = HTTPHeaders()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            // The parser lets no other names through, and NIO's headers take no others.
            if parts.count == 2, parts[0].utf8.allSatisfy({ $0 < 0x80 }) {
                headers.add(name: parts[0], value: parts[1])
            }
        }
        let head = HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: words.first ?? ""),
            uri: words.count > 1 ? words[1] : "",
            headers: headers
        )
        let request = HTTPRequest(
            head,
            peer: NetworkAddress("10.0.0.1"),
            proxies: AddressRange("10.0.0.0/8").map { [$0] } ?? []
        )
        for origins in [OriginPolicy.own, .named(["https://a.example"]), .all] {
            _ = EngineRequest(request, origins: origins, admitsPagesOfComputers: true) { $0 == EngineSessionID("abc") }
        }
        let answer = GuestSite(page: GuestPage()).respond(to: request)
        // Nothing of the request may end a header of the answer.
        return answer.headers.allSatisfy { !$0.value.contains("\r") && !$0.value.contains("\n") }
    }

    private static func link(_ text: String) -> Bool {
        _ = try? ServerAddress(typed: text)
        _ = try? Destination(text)
        guard let link = try? RoomLink(text) else { return true }
        return (try? RoomLink(link.webText)) == link && (try? RoomLink(link.appText)) == link
    }

    /// A line for each string of a TXT record.
    private static func announcement(_ bytes: [UInt8]) -> Bool {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        guard let read = RoomAnnouncement(text: lines) else { return true }
        return RoomAnnouncement(text: read.text) == read && (1...63).contains(read.serviceName.utf8.count)
    }

    private static func stun(_ bytes: [UInt8]) -> Bool {
        guard let message = StunMessage(bytes) else { return true }
        if let address = try? SocketAddress(ipAddress: "192.0.2.1", port: 4_711) {
            _ = StunResponder.answer(to: message, from: address)?.bytes
        }
        return StunMessage(message.bytes) == message
    }
}
