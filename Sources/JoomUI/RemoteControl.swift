// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import GLibKit
import JoomModel
import JoomWidgets
import RoomProtocol

/// Does what other programs ask of this one, by D-Bus (data/dbus/joom.xml) or by a later command line, and tells them
/// what happens.
@MainActor
final class RemoteControl {
    private let open: @MainActor () throws(BuilderError) -> Conductor
    private var bus: BusObject?
    private weak var conductor: Conductor?
    private var followers: [Task<Void, Never>] = []

    /// - Parameter open: brings the window to the front, making it first if need be.
    init(open: @escaping @MainActor () throws(BuilderError) -> Conductor) {
        self.open = open
    }

    isolated deinit {
        for follower in followers { follower.cancel() }
    }

    /// Can be reached from now on, as soon as the program has its name.
    func start() {
        bus = Application.export(
            interface: Product.releaseID,
            id: AppIdentity.id,
            method: { [weak self] name, values throws(BusFailure) in
                guard let self else { return [] }
                return try await self.serve(name, values)
            },
            property: { [weak self] in self?.property($0) }
        )
    }

    /// Tells of this window's calls from now on.
    func follow(_ conductor: Conductor) {
        self.conductor = conductor
        followers = [
            Task { [weak self, snapshots = conductor.snapshots()] in
                var before: [String: Variant] = [:]
                for await _ in snapshots {
                    guard let self else { return }
                    let now = self.properties
                    let changes = now.filter { before[$0.key] != $0.value }
                    if !changes.isEmpty { self.bus?.emitChanges(changes) }
                    before = now
                }
            },
            Task { [weak self, happenings = conductor.happenings()] in
                for await happening in happenings { self?.tell(happening) }
            },
        ]
    }

    // MARK: By command line

    /// Does one thing after the other.
    ///
    /// - Returns: what to print, a line or more each.
    /// - Throws: a sentence where there is no call to do it in.
    func run(_ controls: [Control]) async throws(LaunchProblem) -> [String] {
        guard let conductor else { throw .notRunning }
        var output: [String] = []
        for control in controls {
            let snapshot = conductor.snapshot
            switch control {
            case .mute(let wish): conductor.perform(.setMicrophone(!wish.applied(to: !snapshot.isMicrophoneEnabled)))
            case .camera(let wish): conductor.perform(.setCamera(wish.applied(to: snapshot.isCameraEnabled)))
            case .leave:
                guard snapshot.room != nil else { throw .noCall }
                conductor.perform(.leave)
            case .list(let asJSON): output.append(Self.text(participants, asJSON))
            case .statistics(let asJSON): output.append(Self.text(await statistics(), asJSON))
            }
        }
        return output.filter { !$0.isEmpty }
    }

    private static func text(_ entries: [CallReport.Entry], _ asJSON: Bool) -> String {
        asJSON ? CallReport.json(entries) : CallReport.lines(entries)
    }

    // MARK: By D-Bus

    private func serve(_ name: String, _ values: [Variant]) async throws(BusFailure) -> [Variant] {
        switch name {
        case "Join":
            try join(values.first?.string ?? "", options: values.last?.dictionary ?? [:])
            return []
        case "Leave":
            guard let conductor, conductor.snapshot.room != nil else { throw BusFailure(.noCall, "NoCall") }
            conductor.perform(.leave)
            return []
        case "SetMicrophone", "SetCamera":
            guard let conductor else { throw BusFailure(.notRunning, "NoWindow") }
            let isOn = values.first?.boolean ?? false
            conductor.perform(name == "SetCamera" ? .setCamera(isOn) : .setMicrophone(isOn))
            return []
        case "Participants": return [.dictionaries(participants)]
        case "Statistics": return [.dictionaries(await statistics())]
        default: return []
        }
    }

    private func join(_ destination: String, options: [String: Variant]) throws(BusFailure) {
        let launch: Launch
        do throws(LinkError) {
            var server: ServerAddress?
            if let text = options["server"]?.string { server = try ServerAddress(typed: text) }
            launch = Launch(
                destination: try Destination(destination),
                server: server,
                name: options["name"]?.string
            )
        } catch {
            throw BusFailure(LaunchProblem(error), "BadDestination")
        }
        do throws(BuilderError) {
            try open().launch(launch)
        } catch {
            throw BusFailure(name: "Failed", message: "\(error)")
        }
    }

    private func property(_ name: String) -> Variant? { properties[name] }

    private var properties: [String: Variant] {
        let snapshot = conductor?.snapshot ?? CallSnapshot()
        return [
            "Phase": .string(CallReport.phase(snapshot.phase)),
            "Room": .string(snapshot.room?.rawValue ?? ""),
            "Link": .string(conductor?.link?.webText ?? ""),
            "Microphone": .boolean(snapshot.isMicrophoneEnabled),
            "Camera": .boolean(snapshot.isCameraEnabled),
        ]
    }

    // MARK: The call

    private var participants: [CallReport.Entry] {
        (conductor?.snapshot.participants ?? []).map { CallReport.participant($0) }
    }

    private func statistics() async -> [CallReport.Entry] {
        guard let conductor else { return [] }
        var entries: [CallReport.Entry] = []
        for participant in conductor.snapshot.participants {
            guard let figures = await conductor.statistics(for: participant.id) else { continue }
            entries.append(CallReport.statistics(of: participant.id, figures))
        }
        return entries
    }

    private func tell(_ happening: CallHappening) {
        switch happening {
        case .peer(let id, let name):
            let known = conductor?.snapshot.participants.first { $0.id == id }
            let participant = known ?? CallSnapshot.Participant(id: id, name: name)
            bus?.emit("ParticipantJoined", [.dictionary(CallReport.participant(participant))])
        case .left(let id, let reason):
            bus?.emit("ParticipantLeft", [.string(CallReport.id(id)), .string(reason.rawValue)])
        case .ended(let reason): bus?.emit("CallEnded", [.string(CallReport.reason(reason))])
        case .joined, .connected, .firstFrame, .state, .trust, .door, .wrote, .recording, .moved, .problem: break
        }
    }
}

extension BusFailure {
    /// Says a sentence by D-Bus.
    fileprivate init(_ problem: LaunchProblem, _ name: String) {
        self.init(name: name, message: problem.description)
    }
}
