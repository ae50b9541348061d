// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// A message that stays at the top until it does not apply any more or is closed.
@MainActor
final class Banner {
    private let revealer: Revealer
    private let text: Label
    private let button: Button
    private var action: (@MainActor () -> Void)?

    init(builder: Builder) throws(BuilderError) {
        revealer = try builder.widget("banner")
        text = try builder.widget("banner_text")
        button = try builder.widget("banner_button")
        let close: Button = try builder.widget("banner_close")
        close.onClick { [weak self] in self?.hide() }
        button.onClick { [weak self] in
            guard let self else { return }
            let action = self.action
            self.hide()
            action?()
        }
        hide()
    }

    /// The message that can be seen; nil when there is none.
    var message: String? { revealer.isRevealed ? text.text : nil }

    /// Shows a message.
    ///
    /// - Parameters:
    ///   - message: a sentence or two.
    ///   - label: what the button says; nil for no button.
    ///   - action: what it does, after the message is gone.
    func show(_ message: String, button label: String? = nil, action: (@MainActor () -> Void)? = nil) {
        text.text = message
        if let label { button.label = label }
        button.isVisible = label != nil
        self.action = action
        revealer.isVisible = true
        revealer.isRevealed = true
    }

    /// Takes the message away.
    func hide() {
        action = nil
        revealer.isRevealed = false
        revealer.isVisible = false
    }
}
