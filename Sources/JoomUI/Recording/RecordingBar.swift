// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets
import PluginKit

/// Who records, above the pictures and never on them: ourselves, with the time and a button to end it, and the others.
@MainActor
final class RecordingBar {
    let root = Box(isVertical: true, spacing: 0)
    private let others = Row()
    private var own: [(sink: CallSnapshot.TrackSink, row: Row)] = []
    private let send: @MainActor (Intent) -> Void
    private var clock: Task<Void, Never>?

    /// A red dot, a sentence, and at its end perhaps a time and a button.
    @MainActor
    private final class Row {
        let box = Box(isVertical: false, spacing: 8)
        let text = Label("")
        let time = Label("")

        init() {
            let dot = Icon("media-record-symbolic")
            box.setClass("joom-recording")
            text.wrap(maximumCharacters: 60)
            text.setExpand(horizontal: true, vertical: false)
            time.setClass("numeric")
            for widget in [dot, text, time] as [Widget] { box.append(widget) }
            box.keep(dot, text, time)
        }
    }

    /// Makes an empty one.
    ///
    /// - Parameter send: hears that a person wants a recording to end.
    init(send: @escaping @MainActor (Intent) -> Void) {
        self.send = send
        root.append(others.box)
        others.time.isVisible = false
        others.box.isVisible = false
    }

    isolated deinit { clock?.cancel() }

    /// The sentences that can be seen.
    var messages: [String] { own.map(\.row.text.text) + (others.box.isVisible ? [others.text.text] : []) }

    /// Shows who records now.
    func update(_ snapshot: CallSnapshot) {
        let names = snapshot.participants.filter(\.isRecording).map { $0.name ?? tr("Guest") }
        others.box.isVisible = !names.isEmpty
        if let sentence = UserText.recording(names), others.text.text != sentence { others.text.text = sentence }
        let active = snapshot.trackSinks.filter { $0.since != nil }
        guard active != own.map(\.sink) else { return }
        for (_, row) in own { root.remove(row.box) }
        own = active.map { ($0, makeRow($0)) }
        clock?.cancel()
        clock = nil
        guard !own.isEmpty else { return }
        tick()
        clock = Task { [weak self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(500))
                self?.tick()
            }
        }
    }

    private func makeRow(_ sink: CallSnapshot.TrackSink) -> Row {
        let row = Row()
        row.text.text = tr("You are recording. The others are told.")
        let stop = Button(label: sink.label.stop.inLanguage(Translation.language))
        stop.onClick { [send] in send(.useTrackSink(sink.id, false)) }
        stop.setAlignment(vertical: .center)
        row.box.append(stop)
        row.box.keep(stop)
        root.append(row.box)
        return row
    }

    private func tick() {
        for (sink, row) in own {
            guard let since = sink.since else { continue }
            row.time.text = Self.time(.now - since)
        }
    }

    /// Hours, minutes and seconds, as clocks have them.
    static func time(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let rest = two(seconds % 60)
        return seconds >= 3_600
            ? "\(seconds / 3_600):\(two(seconds / 60 % 60)):\(rest)" : "\(seconds / 60):\(rest)"
    }
}
