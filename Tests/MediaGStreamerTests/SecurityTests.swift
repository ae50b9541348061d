// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import Testing

@testable import MediaGStreamer

extension MediaTests {
    @Suite struct SecurityTests {
        @Test func answererNeitherShowsNorSendsToAnotherCertificate() async throws {
            let call = try await LoopbackCall(tamperOffer: \.withAnotherFingerprint)
            try await expectNothing(deceived: call.bob, other: call.alice)
            await call.close()
        }

        @Test func offererNeitherShowsNorSendsToAnotherCertificate() async throws {
            let call = try await LoopbackCall(tamperAnswer: \.withAnotherFingerprint)
            try await expectNothing(deceived: call.alice, other: call.bob)
            await call.close()
        }

        /// The other side was told the truth and sends; the deceived one has to stop both directions.
        private func expectNothing(deceived: Side, other: Side) async throws {
            #expect(await until { deceived.events.contains(.fingerprintMismatch) })
            #expect(await until { other.states.contains(.connected) })
            // Long enough for several pictures, had anything been let through.
            try await Task.sleep(for: .seconds(1))
            #expect(deceived.picture.seen.count == 0)
            #expect(deceived.sound.count == 0)
            #expect(other.picture.seen.count == 0)
            #expect(other.sound.count == 0)
            #expect(await other.connection.statistics().bytesReceived == 0)
            #expect(!deceived.states.contains(.connected))
            #expect(deceived.states.last == .failed)
            #expect(deceived.events.filter { $0 == .fingerprintMismatch }.count == 1)
        }

        @Test func strongerFingerprintsCountToo() throws {
            let der: [UInt8] = [1, 2, 3]
            let strong = try #require(Certificate.fingerprint(der: der, algorithm: .sha512))
            // printf '\1\2\3' | sha512sum
            #expect(strong.description.hasPrefix("sha-512 27:86:4C:C5:21:9A:95:1A:7A:6E:52:B8:C8:DD:DF:69"))
            #expect(strong.bytes.count == 64)
        }

        @Test func certificateIsReadFromItsText() {
            let text = "junk\n-----BEGIN CERTIFICATE-----\nAQID\nBAU=\n-----END CERTIFICATE-----\n"
            #expect(Certificate.der(pem: text) == [1, 2, 3, 4, 5])
            #expect(Certificate.der(pem: "-----BEGIN CERTIFICATE-----\nAQID") == nil)
            #expect(Certificate.der(pem: "") == nil)
        }
    }
}

extension SessionDescription {
    /// The description of somebody who sits in the middle: one byte of the hash differs.
    var withAnotherFingerprint: SessionDescription {
        let lines = sdp.split(separator: "\r\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("a=fingerprint:") else { return String(line) }
            return line.dropLast(2) + (line.hasSuffix("00") ? "01" : "00")
        }
        return SessionDescription(kind: kind, sdp: lines.joined(separator: "\r\n"))
    }

    /// The `m=` lines.
    var mediaLines: [Substring] { sdp.split(separator: "\r\n").filter { $0.hasPrefix("m=") } }
}
