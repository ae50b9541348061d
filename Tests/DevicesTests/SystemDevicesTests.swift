// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import TestSupport
import Testing

@testable import Devices

/// Real services with devices of our own: runs in a session of Tests/Desktop/session.py.
@Suite(.serialized, .enabled(if: DesktopSession.isThere), .timeLimit(.minutes(1)))
struct SystemDevicesTests {
    /// One for all tests, as in the program.
    static let system = SystemDevices()

    @Test func everyDeviceIsListedOnceUnderItsName() async {
        let devices = await Self.system.currentDevices()
        #expect(Set(devices.map(\.id)).count == devices.count)
        #expect(devices.filter { $0.kind == .camera }.map(\.name).sorted().prefix(2) == ["Camera 1", "Camera 2"])
        #expect(devices.contains { $0.origin == .pipeWire(node: "camera-2") })
        #expect(devices.filter { $0.kind == .microphone }.map(\.name) == ["Test Microphone"])
        #expect(devices.filter { $0.kind == .microphone }.map(\.isDefault) == [true])
        #expect(devices.filter { $0.kind == .speaker }.map(\.origin) == [.pulse(device: "test-speaker")])
    }

    @Test func comingAndGoingIsToldWithoutAsking() async throws {
        var lists = Self.system.devices.makeAsyncIterator()
        let before = await Self.system.currentDevices()
        #expect(!before.contains { $0.name == "Extra" })

        try DesktopSession.run("add_camera('extra', 'Extra'); devices.add_microphone('m', 'Spare')")
        let plugged = try #require(
            await Self.next(&lists) { list in
                Set(["Extra", "Spare"]).isSubset(of: list.map(\.name))
            }
        )
        #expect(plugged.filter { $0.name == "Spare" }.map(\.kind) == [.microphone])

        // A camera alone, for which no sound service speaks up.
        try DesktopSession.run("add_camera('late', 'Late')")
        #expect(await Self.next(&lists) { list in list.contains { $0.name == "Late" } } != nil)
        try DesktopSession.run("remove('extra'); devices.remove('m'); devices.remove('late')")
        let after = await Self.next(&lists) { list in Set(list).isSuperset(of: before) && list.count == before.count }
        #expect(after.map(Set.init) == Set(before))
    }

    @Test func theDefaultMicrophoneIsKnownAfterItsPredecessorWasUnplugged() async throws {
        try DesktopSession.run("add_microphone('m', 'Spare'); devices.set_default(microphone='m')")
        var lists = Self.system.devices.makeAsyncIterator()
        let chosen = await Self.next(&lists) { Self.defaultMicrophone(in: $0) == "Spare" }
        #expect(chosen != nil)

        try DesktopSession.run("remove('m')")
        let left = await Self.next(&lists) { Self.defaultMicrophone(in: $0) == "Test Microphone" }
        #expect(left != nil)
    }

    @Test func aChangeOfDefaultIsSeenByWhoeverAsks() async throws {
        #expect(await Self.defaultMicrophone(in: Self.system.currentDevices()) == "Test Microphone")
        try DesktopSession.run("add_microphone('m', 'Spare'); devices.set_default(microphone='m')")
        #expect(await Self.defaultMicrophone(in: Self.system.currentDevices()) == "Spare")
        try DesktopSession.run("remove('m')")
    }

    @Test func devicesComeAlsoFromASoundServerThatWasStartedAgain() async {
        await #expect(processExitsWith: .success) {
            // Another server for the same devices, which nobody misses.
            let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
            setenv("PULSE_RUNTIME_PATH", folder, 1)
            setenv("PULSE_SERVER", "unix:\(folder)/native", 1)
            var server = try await Self.startServer(in: folder)
            let (lists, continuation) = AsyncStream.makeStream(of: [FoundDevice].self)
            let watcher = DeviceWatcher(looksForAll: 3) { continuation.yield($0) }
            watcher.start()
            var news = lists.makeAsyncIterator()
            while let list = await news.next(), !list.contains(where: { $0.displayName == "Test Microphone" }) {}

            server.terminate()
            server.waitUntilExit()
            server = try await Self.startServer(in: folder)
            try DesktopSession.run("add_microphone('m', 'Spare')")
            let end = Task {
                try await Task.sleep(for: .seconds(10))
                continuation.finish()
            }
            var isFound = false
            while !isFound, let list = await news.next() { isFound = list.contains { $0.displayName == "Spare" } }
            end.cancel()
            try DesktopSession.run("remove('m')")
            server.terminate()
            server.waitUntilExit()
            try? FileManager.default.removeItem(atPath: folder)
            exit(isFound ? 0 : 1)
        }
    }

    private static func startServer(in folder: String) async throws -> Process {
        try? FileManager.default.removeItem(atPath: folder)
        let server = Process()
        server.executableURL = URL(filePath: "/usr/bin/pipewire-pulse")
        try server.run()
        for _ in 0..<500 where !FileManager.default.fileExists(atPath: "\(folder)/native") {
            try await Task.sleep(for: .milliseconds(20))
        }
        return server
    }

    private static func defaultMicrophone(in devices: [MediaDevice]) -> String? {
        devices.first { $0.kind == .microphone && $0.isDefault }?.name
    }

    private static func next(
        _ lists: inout AsyncStream<[MediaDevice]>.Iterator,
        where matches: ([MediaDevice]) -> Bool
    ) async -> [MediaDevice]? {
        while let list = await lists.next(isolation: #isolation) {
            if matches(list) { return list }
        }
        return nil
    }
}

struct MachineWithoutServicesTests {
    @Test func hasNoDevicesAndDoesNotHang() async {
        await #expect(processExitsWith: .success) {
            for (name, value) in [("XDG_RUNTIME_DIR", "/nonexistent"), ("PULSE_SERVER", "unix:/nonexistent")] {
                setenv(name, value, 1)
            }
            let devices = await SystemDevices().currentDevices()
            // A kernel's camera needs no service.
            exit(devices.allSatisfy { $0.id.rawValue.hasPrefix("/dev/") } ? 0 : 1)
        }
    }
}
