// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SocketIONIO
import Testing

@testable import HostCertificate

struct HostCertificateTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// Runs `body` with a directory that is not there yet, below one that goes afterwards.
    private func inDirectory(_ body: (String) throws -> Void) throws {
        let parent = FileManager.default.temporaryDirectory.appendingPathComponent("joom-\(UUID())")
        defer { try? FileManager.default.removeItem(at: parent) }
        try body(parent.appendingPathComponent("data").path)
    }

    @Test func itIsKeptAndSecret() throws {
        try inDirectory { directory in
            let first = try HostCertificate(in: directory, now: Self.now)
            #expect(try HostCertificate(in: directory, now: Self.now + 86_400) == first)
            let mode = try FileManager.default.attributesOfItem(atPath: first.path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            #expect(first.fingerprint.utf8.count == 43)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 1)
        }
    }

    @Test func aServerCanUseIt() throws {
        try inDirectory { directory in
            let path = try HostCertificate(in: directory, now: Self.now).path
            try CertificateFiles(certificate: path, key: path).check()
        }
    }

    @Test func anotherTakesItsPlaceBeforeItEnds() throws {
        try inDirectory { directory in
            let first = try HostCertificate(in: directory, now: Self.now)
            let renewal = Self.now + HostCertificate.lifetime - HostCertificate.renewal
            #expect(try HostCertificate(in: directory, now: renewal - 60) == first)
            #expect(try HostCertificate(in: directory, now: renewal + 60) != first)
        }
    }

    @Test func oneThatOthersCouldReadIsNotTrusted() throws {
        try inDirectory { directory in
            let first = try HostCertificate(in: directory, now: Self.now)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: first.path)
            #expect(try HostCertificate(in: directory, now: Self.now) != first)
        }
    }

    @Test func whatIsNoCertificateIsReplaced() throws {
        try inDirectory { directory in
            let first = try HostCertificate(in: directory, now: Self.now)
            let whole = try String(contentsOfFile: first.path, encoding: .utf8)
            for broken in ["", "nonsense", String(whole.prefix(whole.utf8.count / 2))] {
                try broken.write(toFile: first.path, atomically: false, encoding: .utf8)
                let fresh = try HostCertificate(in: directory, now: Self.now)
                #expect(fresh != first)
                try CertificateFiles(certificate: fresh.path, key: fresh.path).check()
            }
        }
    }

    @Test func whereNothingCanBeWrittenIsSaid() {
        #expect(throws: (any Error).self) { try HostCertificate(in: "/proc/joom", now: Self.now) }
    }
}
