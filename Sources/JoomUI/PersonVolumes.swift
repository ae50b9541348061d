// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession

/// Plays each person as loud as they were the last time, until somebody moves their slider.
@MainActor
final class PersonVolumes {
    private let controller: CallController
    private let memory: Memory
    private var volumes: RememberedVolumes
    private var present: Set<ParticipantID> = []
    private var saver: Task<Void, Never>?

    init(controller: CallController, memory: Memory) {
        self.controller = controller
        self.memory = memory
        volumes = memory.volumes
    }

    isolated deinit { saver?.cancel() }

    /// Whoever came is as loud as they were the last time.
    func update(_ snapshot: CallSnapshot) {
        for person in snapshot.participants where !present.contains(person.id) {
            guard let percent = person.name.flatMap({ volumes[$0] }) else { continue }
            controller.setVolume(Double(percent) / 100, for: person.id)
        }
        present = Set(snapshot.participants.map(\.id))
    }

    /// Plays a person louder or softer, and remembers it once the slider rests.
    func set(_ volume: Double, for participant: ParticipantID) {
        controller.setVolume(volume, for: participant)
        guard let name = controller.snapshot.participants.first(where: { $0.id == participant })?.name else { return }
        let percent = Int((volume * 100).rounded())
        volumes[name] = percent == 100 ? nil : percent
        saver?.cancel()
        saver = Task { [weak self] in
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
            self?.finish()
        }
    }

    /// Writes down what was not yet.
    func finish() {
        guard saver != nil else { return }
        saver?.cancel()
        saver = nil
        memory.volumes = volumes
    }

    /// Everybody is as they come again.
    func forget() {
        saver?.cancel()
        saver = nil
        volumes = RememberedVolumes()
        for person in controller.snapshot.participants { controller.setVolume(1, for: person.id) }
    }
}
