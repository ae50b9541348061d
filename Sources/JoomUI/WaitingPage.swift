// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// What a person sees alone in a room: the link to hand over, and who can use it.
@MainActor
final class WaitingPage {
    private let title: Label
    private let text: Label
    private let card: Widget
    private let link: Label
    private let copy: Button
    private let reach: Label
    private let spinner: Spinner

    init(builder: Builder, send: @escaping @MainActor (Intent) -> Void) throws(BuilderError) {
        title = try builder.widget("waiting_title")
        text = try builder.widget("waiting_text")
        card = try builder.widget("link_card")
        link = try builder.widget("link")
        copy = try builder.widget("copy_here")
        reach = try builder.widget("reach")
        spinner = try builder.widget("waiting_spinner")
        copy.onClick { send(.copyLink) }
    }

    func update(_ snapshot: CallSnapshot) {
        switch snapshot.phase {
        case .joining(let room):
            title.text = tr("Joining {room}…", ["room": room.rawValue])
            show(nil, isBusy: true)
        case .joined:
            title.text = tr("Waiting for Somebody to Join")
            show(snapshot, isBusy: false)
        case .leaving:
            title.text = tr("Leaving…")
            show(nil, isBusy: true)
        case .idle, .ended:
            title.text = ""
            show(nil, isBusy: false)
        }
    }

    /// Where height is short the words go first, then the picture of waiting.
    func layOut(_ size: WindowSize) { text.setClass("joom-caption", size.isCompact) }

    private func show(_ snapshot: CallSnapshot?, isBusy: Bool) {
        spinner.isSpinning = isBusy
        spinner.isVisible = isBusy
        let address = snapshot?.link
        text.text = tr("Send this link to the person you want to talk to.")
        for widget in [text, card, reach] { widget.isVisible = address != nil }
        guard let address else { return }
        link.text = address.webText
        reach.text = LinkReach(address.server).text
    }
}
