// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets
import PluginKit

/// What was measured, over the last two minutes, beside the call and never on it.
@MainActor
final class StatisticsWindow {
    let window = Window(title: tr("Statistics"))
    private let column = Box(isVertical: true, spacing: 18)
    private let empty = Label(tr("Nobody was here yet, so nothing was measured."))
    private let save = Button(label: tr("Save as CSV"))
    private let saved = Label("")
    private var sections: [ParticipantID: StatisticsSection] = [:]
    private var log = CallLog()

    /// Makes the window; it is shown by `present`.
    ///
    /// - Parameter write: saves a table, and returns a sentence on where, or why not.
    init(write: @escaping @MainActor (CallLog) -> String) {
        column.setClass("joom-preferences")
        column.append(empty)
        empty.wrap(maximumCharacters: 44)
        saved.wrap(maximumCharacters: 44)
        saved.isVisible = false
        let foot = Box(isVertical: false, spacing: 12)
        foot.setClass("joom-statistics-foot")
        save.setAlignment(vertical: .center)
        saved.setExpand(horizontal: true, vertical: false)
        foot.append(save)
        foot.append(saved)
        let all = Box(isVertical: true, spacing: 0)
        let scroller = Scroller(child: column)
        scroller.setExpand(horizontal: true, vertical: true)
        all.append(scroller)
        all.append(foot)
        window.setChild(all)
        window.setDefaultSize(width: 460, height: 620)
        window.setMinimumSize(width: 340, height: 280)
        window.setKey("Escape", for: "window.close")
        window.setKey("t", for: "window.close")
        save.onClick { [weak self] in
            guard let self else { return }
            saved.text = write(log)
            saved.isVisible = true
        }
    }

    /// Shows what is known now.
    func update(_ log: CallLog) {
        self.log = log
        empty.isVisible = log.order.isEmpty
        save.isSensitive = !log.order.isEmpty
        for (id, section) in sections where log.people[id] == nil {
            column.remove(section.root)
            sections[id] = nil
        }
        for id in log.order {
            guard let person = log.people[id] else { continue }
            let section = sections[id] ?? StatisticsSection()
            if sections[id] == nil {
                sections[id] = section
                column.append(section.root)
            }
            section.update(person)
        }
    }
}

/// One person's figures and plots.
@MainActor
final class StatisticsSection {
    let root = Box(isVertical: true, spacing: 6)
    private let name = Label("")
    private let limit = Label("")
    private let facts = Label("")
    private let bitrate = LabelledPlot()
    private let loss = LabelledPlot()
    private let roundTrip = LabelledPlot()
    private let jitter = LabelledPlot()
    private let frames = LabelledPlot()

    init() {
        name.setClass("joom-title")
        facts.setClass("joom-caption")
        for label in [name, limit, facts] {
            label.wrap(maximumCharacters: 48)
            root.append(label)
        }
        for plot in [bitrate, loss, roundTrip, jitter, frames] { root.append(plot.root) }
    }

    func update(_ person: CallLog.Person) {
        name.text = person.name ?? tr("Guest")
        limit.text = UserText.limit(person)
        let figures = person.latest ?? PeerConnectionStatistics()
        facts.text = tr(
            "{path}, {codec}, {width}×{height}, {freezes} freezes",
            [
                "path": figures.path == "relay" ? tr("Through a relay") : tr("Direct"),
                "codec": figures.codec ?? "–", "width": String(figures.frameWidth),
                "height": String(figures.frameHeight), "freezes": String(figures.freezeCount),
            ]
        )
        let recent = person.moments.suffix(LabelledPlot.span)
        let (received, sent) = (recent.map(\.received), recent.map(\.sent))
        bitrate.show(
            tr(
                "Bitrate: {received} kbit/s from them (blue), {sent} kbit/s to them (orange)",
                ["received": now(received, 0.001), "sent": now(sent, 0.001)]
            ),
            [received, sent],
            least: 100_000
        )
        loss.show(
            tr("Packets lost: {percent} %", ["percent": now(recent.map(\.loss), 100)]),
            [recent.map(\.loss)],
            least: 0.1
        )
        let trips = recent.compactMap(\.roundTrip)
        roundTrip.show(tr("There and back: {time} ms", ["time": now(trips, 1_000)]), [trips], least: 0.1)
        jitter.show(
            tr("Jitter: {time} ms", ["time": now(recent.map(\.jitter), 1_000)]),
            [recent.map(\.jitter)],
            least: 0.05
        )
        let rates = recent.map(\.frameRate)
        frames.show(tr("Pictures per second: {count}", ["count": now(rates, 1)]), [rates], least: 30)
    }

    private func now(_ values: [Double], _ scale: Double) -> String {
        values.last.map { UserText.whole($0 * scale) } ?? "–"
    }
}

/// A plot under its heading, which says the newest value, also to who cannot see the lines.
@MainActor
final class LabelledPlot {
    /// How many moments it shows.
    static let span = 120

    let root = Box(isVertical: true, spacing: 2)
    private let label = Label("")
    private let plot = Plot(height: 44)

    init() {
        label.wrap(maximumCharacters: 48)
        label.setClass("joom-caption")
        root.append(label)
        root.append(plot)
    }

    /// Shows lines up to the largest value there is, and at least up to `least`.
    func show(_ text: String, _ lines: [[Double]], least: Double) {
        label.text = text
        plot.setAccessibleName(text)
        plot.show(lines, top: max(least, lines.joined().max() ?? 0), span: Self.span)
    }
}
