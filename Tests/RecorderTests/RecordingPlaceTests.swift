// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import PluginKit
import ProgramKit
import Testing

@testable import Recorder

/// Where recordings go, and what they are called.
struct RecordingPlaceTests {
    private static let moment = LocalMoment(text: "2026-11-27 14-03-05")

    /// A home with a file that names folders.
    private static func home(_ folders: String?) throws -> BaseDirectories {
        let home = NSTemporaryDirectory() + "joom-home-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: home + "/.config", withIntermediateDirectories: true)
        if let folders {
            try folders.write(toFile: home + "/.config/user-dirs.dirs", atomically: true, encoding: .utf8)
        }
        return BaseDirectories(environment: ["HOME": home], home: "/")
    }

    struct Folder: Sendable {
        let file: String?
        let ending: String
    }

    @Test(arguments: [
        Folder(file: nil, ending: "/Videos"),
        Folder(file: "XDG_VIDEOS_DIR=\"$HOME/비디오\"\n", ending: "/비디오"),
        Folder(
            file: "# XDG_VIDEOS_DIR=\"$HOME/no\"\nXDG_MUSIC_DIR=\"$HOME/m\"\nXDG_VIDEOS_DIR=\"$HOME/v/w\"\n",
            ending: "/v/w"
        ),
        Folder(file: "XDG_VIDEOS_DIR=\"$HOME/\"\n", ending: ""),
        Folder(file: "XDG_VIDEOS_DIR=nonsense\n", ending: "/Videos"),
    ])
    func theFolderIsThePersons(_ folder: Folder) throws {
        let directories = try Self.home(folder.file)
        defer { try? FileManager.default.removeItem(atPath: directories.home) }
        #expect(RecordingPlace.folder(directories, isSandboxed: false) == directories.home + folder.ending)
    }

    @Test func aSandboxKeepsThemWhereTheyStay() throws {
        let directories = try Self.home(nil)
        defer { try? FileManager.default.removeItem(atPath: directories.home) }
        let inside = directories.home + "/.local/share/joom/recordings"
        #expect(RecordingPlace.folder(directories, isSandboxed: true) == inside)
        try FileManager.default.createDirectory(atPath: directories.home + "/Videos", withIntermediateDirectories: true)
        #expect(RecordingPlace.folder(directories, isSandboxed: true) == directories.home + "/Videos")
    }

    struct Name: Sendable {
        let room: String
        let tame: String
    }

    @Test(arguments: [
        Name(room: "Anna's room", tame: "Anna's room"),
        Name(room: "../../etc/passwd", tame: "..-..-etc-passwd"),
        Name(room: "a\\b:c*d?\"<>|", tame: "a-b-c-d-----"),
        Name(room: "회의실", tame: "회의실"),
        Name(room: "turn\u{202E}ed", tame: "turn-ed"),
    ])
    func roomsNamesAreTamed(_ name: Name) { #expect(RecordingPlace.tame(name.room) == name.tame) }

    @Test func aNameThatIsTakenIsFollowedByOthers() throws {
        let directories = BaseDirectories(environment: ["HOME": "/nowhere"], home: "/")
        let paths = RecordingPlace.videos(directories).paths(for: try RoomName("Room"), at: Self.moment)
        #expect(paths.first == "/nowhere/Videos/Joom Room 2026-11-27 14-03-05.webm")
        #expect(paths.dropFirst().first == "/nowhere/Videos/Joom Room 2026-11-27 14-03-05 2.webm")
    }
}
