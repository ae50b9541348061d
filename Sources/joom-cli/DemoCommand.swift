// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import JoomModel
import Logging
import SignalingServer

/// `joom-cli demo`: a server and two made-up people on this computer, a real call between them, checked.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Hold a real call between two made-up participants on this computer, and check it."
    )

    @Option(help: "How long, in seconds.") var duration = 5.0
    @Option(help: "Where to save a picture that one of them received.") var snapshot = "joom-demo.png"
    @Option(help: "Hold so many calls, one after the other, and check that they leave nothing behind.") var calls = 1

    func validate() throws {
        guard duration.isFinite, (1...3600).contains(duration) else {
            throw ValidationError("--duration takes seconds from 1 to 3600.")
        }
        guard (1...10_000).contains(calls) else { throw ValidationError("--calls takes a number from 1 to 10000.") }
    }

    func run() throws {
        let (path, calls) = (snapshot, calls)
        let time = Duration.milliseconds(Int64(duration * 1000))
        CommandLoop.run { stop in await Demo(duration: time, snapshotPath: path, calls: calls).run(until: stop) }
    }
}

/// The calls behind `joom-cli demo`.
@MainActor struct Demo {
    /// One of the two.
    struct Person {
        let name: String
        let colour: String
        let pitch: Double
    }

    let duration: Duration
    let snapshotPath: String
    let calls: Int
    private let people = [
        Person(name: "Ada", colour: "#c01c28", pitch: 440),
        Person(name: "Grace", colour: "#1a5fb4", pitch: 660),
    ]

    /// - Parameters:
    ///   - duration: of a call.
    ///   - snapshotPath: where Ada's view of Grace goes.
    ///   - calls: how many, in this process.
    init(duration: Duration, snapshotPath: String, calls: Int) {
        self.duration = duration
        self.snapshotPath = snapshotPath
        self.calls = calls
    }

    /// Holds the calls and prints what was measured.
    ///
    /// - Parameter stop: ends them early.
    /// - Returns: 0 when sound and picture arrived both ways each time, and several calls left nothing; 1 otherwise.
    func run(until stop: AsyncStream<Int32>) async -> Int32 {
        let quiet = Logger(label: "joom.server") { _ in SwiftLogNoOpLogHandler() }
        let report = Report(isJSON: false, start: .now)
        let server: SignalingServer
        do { server = try await SignalingServer.start(ServerConfiguration(port: 0), logger: quiet) } catch {
            report.say("The demonstration needs a server of its own, and that did not start: \(error)")
            return 1
        }
        defer { Task { await server.stop() } }
        let address = ServerAddress(host: "127.0.0.1", port: server.port, isSecure: false)
        let what = calls == 1 ? "a call" : "\(calls) calls"
        report.say("A server on \(address), two made-up people, \(what) of \(duration).")
        guard let room = try? RoomName("demo") else { return 1 }
        let stopped = Stop(stop)
        if calls == 1 { return judge(await hold(in: room, at: address, report, stopped), report) ? 0 : 1 }
        var leftovers = Leftovers()
        var good = 0
        for number in 1...calls where !stopped.isStopped {
            if judge(await hold(in: room, at: address, report, stopped), isBrief: true, report) { good += 1 }
            await leftovers.look()
            if let used = leftovers.used.last {
                report.say("call \(number): \(used)")
            }
        }
        return sum(leftovers, good: good, report)
    }

    private func sum(_ leftovers: Leftovers, good: Int, _ report: Report) -> Int32 {
        guard leftovers.used.count == calls else { return 1 }
        let growth = Int(leftovers.memoryGrowth.rounded())
        report.say("All was well in \(good) of \(calls) calls; a call left \(growth) KiB.")
        for fault in leftovers.faults { report.say(fault) }
        return good == calls && leftovers.faults.isEmpty ? 0 : 1
    }

    /// One call, from coming to leaving.
    private func hold(
        in room: RoomName,
        at server: ServerAddress,
        _ report: Report,
        _ stopped: Stop
    ) async -> [HeadlessParticipant] {
        let participants = people.map { participant($0, in: room, at: server, report) }
        async let first = participants[0].run(until: stopped.one())
        // The second comes when the first is there, so that each has one half of the negotiation.
        try? await Task.sleep(for: .milliseconds(300))
        async let second = participants[1].run(until: stopped.one())
        _ = await (first, second)
        stopped.forget()
        return participants
    }

    private func participant(
        _ person: Person,
        in room: RoomName,
        at server: ServerAddress,
        _ report: Report
    ) -> HeadlessParticipant {
        var options = ParticipantOptions(room: room, server: server)
        options.name = person.name
        options.duration = duration
        options.statsInterval = .milliseconds(400)
        options.camera = (try? CaptureChoice(camera: "test:\(person.colour)")) ?? .test(nil)
        options.microphone = (try? CaptureChoice(microphone: "test:\(person.pitch)")) ?? .test(nil)
        options.snapshotPath = person.name == people[0].name ? snapshotPath : nil
        return HeadlessParticipant(options, report: Report(isJSON: false, isSilent: true, start: .now))
    }

    /// Whether each received what the other sent; says what, unless it is brief and all is well.
    private func judge(_ participants: [HeadlessParticipant], isBrief: Bool = false, _ report: Report) -> Bool {
        var isGood = true
        for (index, participant) in participants.enumerated() {
            let sender = people[1 - index]
            guard let peer = participant.peers.first else {
                report.say("\(people[index].name) met nobody.")
                isGood = false
                continue
            }
            let figures = peer.statistics
            let isRightPitch = peer.finalPitch.map { abs($0 - sender.pitch) <= 20 } ?? false
            let isRightColour = peer.picture?.resembles(sender.colour) ?? false
            let isRight = isRightPitch && isRightColour && peer.pictureChanges && peer.isComplete
            isGood = isGood && isRight
            if isBrief, isRight { continue }
            report.say(
                """
                \(people[index].name) receives \(sender.name): \(isRight ? "all is well" : "SOMETHING IS WRONG")
                  picture  \(figures.frameWidth)x\(figures.frameHeight), \(figures.framesDecoded) frames, \
                \(Int(figures.framesPerSecond.rounded())) a second, mean colour \(peer.picture?.colour ?? "none") \
                (sent around \(sender.colour)), \(peer.pictureChanges ? "moving" : "STILL")
                  sound    \(peer.finalPitch.map { "\(Int($0)) Hz" } ?? "none") (sent \(Int(sender.pitch)) Hz)
                  path     \(figures.path ?? "unknown"), \(figures.codec ?? "no codec"), \
                \(figures.bytesReceived / 1024) KiB received
                  first picture \(peer.firstFrameAfter.map { "\(Int($0)) ms" } ?? "never") after joining
                """
            )
        }
        if !isBrief, FileManager.default.fileExists(atPath: snapshotPath) {
            report.say("A picture received: \(snapshotPath)")
        }
        return isGood
    }
}

/// Lets several wait for one stop.
@MainActor private final class Stop {
    private(set) var isStopped = false
    private var waiting: [AsyncStream<Int32>.Continuation] = []

    init(_ stop: AsyncStream<Int32>) {
        Task {
            for await signal in stop {
                isStopped = true
                for continuation in waiting { continuation.yield(signal) }
            }
        }
    }

    /// Those who waited do no more.
    func forget() { waiting = [] }

    func one() -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        waiting.append(continuation)
        return stream
    }
}
