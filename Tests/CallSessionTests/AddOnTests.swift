// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import TestSupport
import Testing

@testable import CallSession

/// Notes what it is told.
@MainActor
private final class NotingAddOn: CallAddOn {
    nonisolated let id = "note"
    var log: [String] = []
    var call: (any AddOnCall)?
    var panel: AddOnPanel?

    nonisolated init() {}

    func began(_ call: any AddOnCall) {
        self.call = call
        log.append("began")
    }
    func ended() { log.append("ended") }
    func came(_ peer: AddOnPeer) { log.append("came \(peer.name ?? "?")") }
    func reached(_ peer: AddOnPeer) { log.append("reached") }
    func went(_ peer: AddOnPeer) { log.append("went") }
    func received(_ body: String, from peer: AddOnPeer) { log.append("received \(body)") }
    func submitted(_ line: String) { log.append("submitted \(line)") }
}

@MainActor
struct AddOnTests {
    @Test(.timeLimit(.minutes(1)))
    func anAddOnHearsOfTheCallAndIsHeard() async throws {
        let signaling = InMemorySignaling()
        let addOn = NotingAddOn()
        let anna = Stage(signaling, seed: 1, addOns: [addOn])
        let ben = Stage(signaling, seed: 2)
        try anna.join()
        await anna.until { if case .joined = $0.phase { true } else { false } }
        try ben.join(name: "Ben")
        let connection = try await anna.negotiated(1)
        let peer = AddOnPeer(id: anna.controller.snapshot.participants.first?.id.peer, name: "Ben")
        #expect(addOn.call?.send("{}", to: peer) == false, "the channel is not open yet")
        connection.emit(.addOnChannelOpen)
        await anna.eventually { addOn.log.contains("reached") }
        #expect(addOn.call?.send(#"{"a":[1,null,"x"]}"#, to: peer) == true)
        #expect(addOn.call?.send("{", to: peer) == false)
        #expect(addOn.call?.send("\"\(String(repeating: "x", count: 20_000))\"", to: peer) == false)
        await anna.eventually { !connection.addOnTexts.isEmpty }
        #expect(connection.addOnTexts == [#"{"body":{"a":[1,null,"x"]},"plugin":"note"}"#])
        for text in [
            "{", "null", #"{"plugin":"other","body":1}"#, #"{"plugin":"note"}"#, #"{"plugin":"note","body":{"b":2}}"#,
        ] {
            connection.emit(.addOnData(text))
        }
        await anna.eventually { addOn.log.count >= 4 }
        anna.controller.submit("hello", to: "note")
        anna.controller.submit("hello", to: "nobody")
        anna.controller.leave()
        await anna.until { $0.phase == .ended(.left) }
        #expect(addOn.log == ["began", "came Ben", "reached", #"received {"b":2}"#, "submitted hello", "ended"])
    }

    @Test func whatHasNoEnvelopeIsNothing() {
        for text in ["", "{", "[]", #"{"body":{}}"#, #"{"plugin":1,"body":{}}"#, String(repeating: "[", count: 10_000)]
        {
            #expect(AddOnEnvelope.parse(text) == nil)
        }
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            for depth in [100, 500, 2_500] {
                let body = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
                let read = AddOnEnvelope.parse(#"{"plugin":"x","body":\#(body)}"#)
                // Whoever reads it may be as deep in calls as it is.
                #expect(read == nil || (depth < 512 && read?.body == body))
            }
        }
        for body in ["1e999", #""\ud800""#, "[" + String(repeating: "[],", count: 5_000) + "1e999]"] {
            #expect(AddOnEnvelope.parse(#"{"plugin":"x","body":\#(body)}"#) == nil)
        }
        let long = #"{"plugin":"x","body":""# + String(repeating: "x", count: 16_400) + #""}"#
        #expect(AddOnEnvelope.parse(long) == nil)
    }
}
