// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import JoomModel
import NearbyRooms
import SocketIOCore

/// `joom-cli nearby`: lists the rooms that others opened to this computer's networks.
struct NearbyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nearby",
        abstract: "List the rooms that are open to this network.",
        discussion: "Exit status: 0 there are some, 2 there are none, 64 nonsense on the command line."
    )

    @Option(help: "How long to listen, in seconds.") var seconds = 3.0
    @Flag(help: "Write one JSON object a line to standard output.") var json = false

    func validate() throws {
        guard seconds.isFinite, (0.1...3600).contains(seconds) else {
            throw ValidationError("--seconds takes a number from 0.1 to 3600.")
        }
    }

    func run() throws {
        let (isJSON, time, start) = (json, Duration.milliseconds(Int64(seconds * 1000)), ContinuousClock.now)
        CommandLoop.run { stop in
            await NearbySearch(Report(isJSON: isJSON, start: start)).list(for: time, until: stop)
        }
    }
}

/// Looks around on this computer's networks.
@MainActor struct NearbySearch {
    private let report: Report
    private let neighbourhood = AvahiNeighbourhood()

    init(_ report: Report) { self.report = report }

    /// Tells each room once, and each that goes.
    ///
    /// - Parameters:
    ///   - time: how long.
    ///   - stop: ends it early.
    /// - Returns: the exit status.
    func list(for time: Duration, until stop: AsyncStream<Int32>) async -> Int32 {
        var known: Set<NearbyRoom> = []
        var seen = false
        neighbourhood.look { [report] rooms in
            for room in rooms where !known.contains(room) { report.found(room) }
            for room in known.subtracting(rooms) { report.lost(room) }
            known = Set(rooms)
            seen = seen || !rooms.isEmpty
        }
        let waiting = Task { try? await Task.sleep(for: time) }
        let ending = Task {
            for await _ in stop { waiting.cancel() }
        }
        await waiting.value
        ending.cancel()
        if !seen { report.say("There is no open room on this network, or Avahi does not run here.") }
        return seen ? 0 : 2
    }

    /// Waits for a room with this name.
    ///
    /// - Parameters:
    ///   - room: which.
    ///   - time: how long.
    /// - Returns: where it is; nil where it was not found.
    func find(_ room: RoomName, within time: Duration) async -> ServerAddress? {
        let (found, continuation) = AsyncStream.makeStream(of: ServerAddress.self)
        neighbourhood.look { rooms in
            if let match = rooms.first(where: { $0.room == room }) { continuation.yield(match.server) }
        }
        let limit = Task {
            try? await Task.sleep(for: time)
            continuation.finish()
        }
        defer { limit.cancel() }
        for await server in found { return server }
        return nil
    }
}

extension Report {
    /// Says that a room is not there.
    func notNearby(_ room: RoomName) {
        let message =
            "No room “\(room)” is open to this network, or Avahi does not run here. joom-cli nearby lists those that are."
        event("error", ["code": "unreachable", "message": .string(message)], sentence: message)
    }

    fileprivate func found(_ room: NearbyRoom) {
        event(
            "room",
            [
                "room": .string(room.room.rawValue), "name": room.name.map { .string($0) } ?? .null,
                "server": .string(room.server.description),
            ],
            sentence: "\(room.room)\(room.name.map { ", of \($0)" } ?? ""), at \(room.server)"
        )
    }

    fileprivate func lost(_ room: NearbyRoom) {
        event(
            "room-gone",
            ["room": .string(room.room.rawValue), "server": .string(room.server.description)],
            sentence: "\(room.room) is gone"
        )
    }
}
