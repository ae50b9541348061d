// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// What can take a call's sound and picture, as items of the window's menu.
@MainActor
final class TrackSinkMenu {
    private let section: MenuSection
    private let add: @MainActor (Action) -> Void
    private let send: @MainActor (Intent) -> Void
    private var sinks: [CallSnapshot.TrackSink] = []
    /// How many actions there are; one for each place in the list.
    private var actions = 0

    /// - Parameters:
    ///   - section: where the items go.
    ///   - add: gives the window an action.
    ///   - send: hears what a person wants.
    init(
        section: MenuSection,
        add: @escaping @MainActor (Action) -> Void,
        send: @escaping @MainActor (Intent) -> Void
    ) {
        (self.section, self.add, self.send) = (section, add, send)
    }

    /// Shows what there is to begin or to end; outside of a room there is nothing.
    func update(_ snapshot: CallSnapshot) {
        let fresh = if case .joined = snapshot.phase { snapshot.trackSinks } else { [CallSnapshot.TrackSink]() }
        guard fresh != sinks else { return }
        sinks = fresh
        while actions < sinks.count {
            let place = actions
            add(Action(Self.name(place)) { [weak self] in self?.press(place) })
            actions += 1
        }
        section.show(
            sinks.enumerated().map { place, sink in
                let label = sink.since == nil ? sink.label.start : sink.label.stop
                return (label.inLanguage(Translation.language), "win." + Self.name(place))
            }
        )
    }

    private func press(_ place: Int) {
        guard sinks.indices.contains(place) else { return }
        send(.useTrackSink(sinks[place].id, sinks[place].since == nil))
    }

    private static func name(_ place: Int) -> String { "track-sink-\(place)" }
}
