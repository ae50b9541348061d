// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import PluginKit
import Testing

@testable import ScreenShare

struct RestoreTokenTests {
    private let home = NSTemporaryDirectory() + "joom-token-\(UInt32.random(in: 0 ... .max))"

    private var directories: BaseDirectories { BaseDirectories(environment: [:], home: home) }

    @Test func aTokenIsGoodForOneTime() {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let token = RestoreToken(directories)
        #expect(token.take() == nil)
        token.keep("first")
        token.keep("second")
        #expect(RestoreToken(directories).take() == "second")
        #expect(token.take() == nil)
    }

    @Test func nobodyElseCanReadIt() throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        RestoreToken(directories).keep("secret")
        let file = home + "/.local/state/joom/screen-share"
        let mode = try #require(FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int)
        #expect(mode & 0o077 == 0)
    }

    @Test func whatIsNoTokenIsNotKept() {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let token = RestoreToken(directories)
        token.keep("")
        token.keep(String(repeating: "x", count: 5_000))
        #expect(token.take() == nil)
    }
}
