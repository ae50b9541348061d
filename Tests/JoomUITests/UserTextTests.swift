// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import PluginKit
import RoomProtocol
import Testing

@testable import JoomUI

struct UserTextTests {
    static let mediaErrors: [MediaError] = [
        .missingElement(name: "nicesrc", package: "gstreamer1.0-nice"), .deviceAbsent(DeviceID("c")),
        .deviceBusy(DeviceID("c")), .deviceDenied(DeviceID("c")), .deviceSilent(DeviceID("c")), .badDescription("x"),
        .noCommonCodec, .invalidState("x"), .engine("It broke."), .noRelay,
    ]
    static let failures: [SignalingFailure] = [
        .unknownHost("h"), .refused("h"), .timeout, .notSocketIO("h"), .untrusted("h"), .wrongCertificate("h"),
        .lost("x"),
    ]
    static let linkErrors: [LinkError] = [
        .notALink, .tooLong(bytes: 5, limit: 4), .userInformation, .badHost("h"), .badPort("p"), .noRoom,
        .unexpectedPath("/x"), .badEncoding("%"), .badRoom(.empty), .badRoom(.tooLong(bytes: 200, limit: 128)),
        .badRoom(.controlCharacter), .badKey, .badCertificate,
    ]
    static let notices: [NoticeKind] = [
        .came("Ada"), .came(nil), .went("Ada", .left), .went(nil, .lost), .went("Ada", .removed), .noCamera,
        .noMicrophone, .noSpeaker, .cameraLost("Cam"), .microphoneLost("Mic"), .media(.noCommonCodec),
        .noCommonCodec("Ada", .video), .noCommonCodec(nil, .audio),
        .insecurePeer("Ada"), .insecurePeer(nil), .serverLost, .serverBack,
    ]
    static let serverFaults: [IceServerFault] = [
        .scheme, .encryptedStun, .encryptedDatagrams, .host, .port, .query("x=y"), .noCredential,
    ]
    static let doors: [DoorNotice] =
        [
            .knocked(PeerID("a"), name: "Ada"), .knocked(PeerID("a"), name: nil), .waiting, .becameOwner, .locked(true),
            .locked(false), .serverCloses(.seconds(5)),
        ] + SignalingRefusal.Code.allCases.map { .refused(SignalingRefusal(code: $0, message: "server's words")) }

    /// A cause and a next step: at least two sentences or clauses, ended, with every value filled in.
    private func check(_ sentence: String, isFailure: Bool = true) {
        #expect(sentence.count >= 8)
        #expect(!sentence.contains("{") && !sentence.contains("}"))
        #expect(!sentence.contains(".."))
        if isFailure {
            #expect(sentence.hasSuffix("."))
            #expect(sentence.dropLast().contains(where: { ".,:;".contains($0) }))
        }
    }

    @Test(arguments: mediaErrors) func everyMediaErrorSaysWhatToDo(_ error: MediaError) {
        check(UserText.sentence(error))
    }

    @Test(arguments: failures) func everyServerFailureSaysWhatToDo(_ failure: SignalingFailure) {
        check(UserText.sentence(failure))
    }

    @Test(arguments: SignalingRefusal.Code.allCases) func everyRefusalSaysWhatToDo(_ code: SignalingRefusal.Code) {
        check(UserText.sentence(SignalingRefusal(code: code, message: "server's words")))
    }

    @Test(arguments: linkErrors) func everyLinkErrorSaysWhatToDo(_ error: LinkError) {
        check(UserText.sentence(error))
    }

    @Test(arguments: serverFaults) func everyFaultOfAServerSaysWhatToDo(_ fault: IceServerFault) {
        check(UserText.sentence(fault))
        check(UserText.useless("turn:a.example", .fault(fault)))
    }

    @Test func aServerThatFailsIsNamed() {
        let sentence = UserText.useless("turns:a.example", .failed("It broke."))
        check(sentence)
        #expect(sentence.contains("turns:a.example") && sentence.contains("It broke"))
    }

    @Test(arguments: [.malformed, .reserved, .reversed, .tooFew(3)] as [PortRangeFault])
    func everyFaultOfPortsSaysWhatToDo(_ fault: PortRangeFault) { check(UserText.sentence(fault)) }

    @Test func portsThatAreAllInUseAreNamed() throws {
        let sentence = UserText.sentence(.noPort(try PortRange("50000-50100")))
        check(sentence)
        #expect(sentence.contains("50000-50100"))
    }

    @Test(arguments: notices) func everyNoticeHasASentence(_ notice: NoticeKind) {
        check(UserText.sentence(notice), isFailure: false)
    }

    @Test(arguments: doors) func everyNoticeOfTheDoorHasASentence(_ notice: DoorNotice) {
        check(UserText.sentence(notice), isFailure: false)
    }

    @Test(arguments: [HostingFailure.noPort, .failed("It broke."), .noNetwork, .anotherProgram, .notBuiltIn])
    func everyHostingFailureSaysWhatToDo(_ failure: HostingFailure) {
        check(UserText.sentence(failure))
    }

    @Test func onlyLeavingByOneselfNeedsNoWords() {
        #expect(UserText.sentence(EndReason.left) == nil)
        let reasons: [EndReason] = [
            .refused(SignalingRefusal(code: .roomFull, message: "")), .unreachable(.timeout), .removed, .denied,
            .media(.noCommonCodec),
        ]
        for reason in reasons { check(UserText.sentence(reason) ?? "") }
    }

    @Test func missingPartIsNamedWithItsPackage() {
        let sentence = UserText.sentence(.missingElement(name: "nicesrc", package: "gstreamer1.0-nice"))
        #expect(sentence.contains("nicesrc") && sentence.contains("gstreamer1.0-nice"))
    }
}

struct LinkReachTests {
    @Test(arguments: [
        ("localhost", false, LinkReach.thisComputer), ("127.0.0.1", false, .thisComputer),
        ("::1", false, .thisComputer), ("192.168.1.7", false, .network),
        ("example.org", true, .everywhere(host: "example.org")),
    ])
    func reachIsHonest(_ row: (host: String, isSecure: Bool, reach: LinkReach)) {
        #expect(LinkReach(ServerAddress(host: row.host, port: 3_000, isSecure: row.isSecure)) == row.reach)
        #expect(!row.reach.text.isEmpty)
    }

    @Test func aServerKnownByTheLinkIsOfTheNetwork() {
        let certificate = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHv8"
        let server = ServerAddress(host: "192.168.1.7", port: 3_443, isSecure: true, certificate: certificate)
        #expect(LinkReach(server) == .certifiedNetwork)
        #expect(server.fingerprintLines.first == "00 01 02 03 04 05 06 07")
        #expect(server.fingerprintLines.last == "18 19 1A 1B 1C 1D 1E FF")
        #expect(server.fingerprintLines.count == 4)
        #expect(ServerAddress(host: "h", port: 443, isSecure: true).fingerprintLines.isEmpty)
    }
}
