// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
public import Logging
import NIOCore
import NIOPosix

extension GuestPage {
    /// Loads the page from the first place that has it.
    ///
    /// Places: `$JOOM_DATADIR/web`; `../share/joom/web` beside the program's directory; `data/web` of the source tree
    /// that the program was built in.
    /// - Parameter logger: hears where the page was found or searched, at the debug level.
    /// - Returns: the page; empty when there is none.
    public static func installed(logger: Logger) async -> GuestPage {
        let pool = NIOThreadPool.singleton
        let files = NonBlockingFileIO(threadPool: pool)
        let program = try? await files.readlink(path: "/proc/self/exe")
        let places = places(program: program, override: environment("JOOM_DATADIR"))
        for place in places {
            let page = await load(place, files: files)
            guard page.files["index.html"] != nil else { continue }
            logger.debug("guest page found", metadata: ["directory": "\(place)", "files": "\(page.files.count)"])
            return page
        }
        logger.debug("no guest page found", metadata: ["searched": "\(places)"])
        return GuestPage()
    }

    /// Loads every file of a directory whose type is known; sub-directories too.
    ///
    /// - Parameter directory: its path, without a slash at its end.
    /// - Returns: the page; empty when the directory cannot be read.
    public static func load(_ directory: String) async -> GuestPage {
        await load(directory, files: NonBlockingFileIO(threadPool: .singleton))
    }

    /// Where a page may be, best first.
    static func places(program: String?, override: String?) -> [String] {
        var places: [String] = []
        if let override, !override.isEmpty { places.append(override + "/web") }
        if let program {
            let parts = program.split(separator: "/")
            places.append("/" + (parts.dropLast() + ["..", "share", "joom", "web"]).joined(separator: "/"))
            // SwiftPM builds into .build of the source tree.
            if let build = parts.lastIndex(of: ".build") {
                places.append("/" + (parts[..<build] + ["data", "web"]).joined(separator: "/"))
            }
        }
        #if DEBUG
        // Tests and debug builds elsewhere: this file is at Sources/SignalingServer/Site.
        places.append("/" + (#filePath.split(separator: "/").dropLast(4) + ["data", "web"]).joined(separator: "/"))
        #endif
        return places
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    private static let maximumDepth = 4

    private static func load(_ directory: String, files: NonBlockingFileIO) async -> GuestPage {
        var page = GuestPage()
        var waiting = [""]
        while let path = waiting.popLast() {
            let entries = (try? await files.listDirectory(path: directory + "/" + path)) ?? []
            for entry in entries where !entry.name.hasPrefix(".") {
                let name = path + entry.name
                let place = directory + "/" + name
                if let type = type(of: entry.name), let bytes = SmallFile.read(place) {
                    page.files[name] = File(type: type, bytes: bytes)
                } else if !entry.name.contains("."), name.split(separator: "/").count < maximumDepth {
                    waiting.append(name + "/")
                }
            }
        }
        return page
    }
}
