// SPDX-License-Identifier: GPL-3.0-or-later

/// Short messages that come up at the bottom, one after the other, and go by themselves.
@MainActor
public final class Toaster {
    private struct Message {
        let text: String
        let lasts: Duration
    }

    /// What to lay over the window's content.
    public let widget: Widget
    private let revealer: Revealer
    private let label: Label
    private let dismiss: Button
    private var waiting: [Message] = []
    private var current: Task<Void, Never>?

    /// Makes an empty one.
    ///
    /// - Parameter dismissName: what a screen reader calls the button that takes a message away.
    public init(dismissName: String) {
        label = Label("")
        label.wrap(maximumCharacters: 60)
        label.setExpand(horizontal: true, vertical: false)
        let dismiss = Button(icon: "window-close-symbolic", name: dismissName)
        dismiss.setClass("flat")
        dismiss.setClass("circular")
        dismiss.setAlignment(vertical: .center)
        let box = Box(isVertical: false, spacing: 12)
        box.setClass("joom-toast")
        box.append(label)
        box.append(dismiss)
        revealer = Revealer(child: box)
        revealer.setAlignment(horizontal: .center, vertical: .end)
        widget = revealer
        self.dismiss = dismiss
        revealer.isVisible = false
        dismiss.onClick { [weak self] in self?.next() }
    }

    isolated deinit { current?.cancel() }

    /// The message that can be seen; nil when there is none.
    public var text: String? { current == nil ? nil : label.text }

    /// How many messages come after it.
    public var waitingCount: Int { waiting.count }

    /// Shows a message after those that came before it; a message that is up or waiting is not repeated.
    ///
    /// - Parameters:
    ///   - text: one sentence or two.
    ///   - lasts: how long it stays.
    public func show(_ text: String, for lasts: Duration = .seconds(5)) {
        guard text != self.text, !waiting.contains(where: { $0.text == text }) else { return }
        waiting.append(Message(text: text, lasts: lasts))
        if current == nil { next() }
    }

    /// Takes the message away that can be seen; the next one follows.
    public func dismissMessage() { next() }

    /// Takes all messages away.
    public func clear() {
        waiting = []
        next()
    }

    private func next() {
        current?.cancel()
        current = nil
        guard !waiting.isEmpty else {
            revealer.isRevealed = false
            revealer.isVisible = false
            return
        }
        let message = waiting.removeFirst()
        label.text = message.text
        revealer.isVisible = true
        revealer.isRevealed = true
        current = Task { [weak self] in
            guard (try? await Task.sleep(for: message.lasts)) != nil else { return }
            self?.next()
        }
    }
}
