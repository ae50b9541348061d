// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

/// What a person sees alone in a room, or before it: the link to hand over, who can use it, or what is waited for.
@MainActor
final class WaitingPage {
    private let title: Label
    private let text: Label
    private let card: Widget
    private let link: Label
    private let copy: Button
    private let reach: Label
    private let spinner: Spinner
    private let cancel: Button

    init(builder: Builder, send: @escaping @MainActor (Intent) -> Void) throws(BuilderError) {
        title = try builder.widget("waiting_title")
        text = try builder.widget("waiting_text")
        card = try builder.widget("link_card")
        link = try builder.widget("link")
        copy = try builder.widget("copy_here")
        reach = try builder.widget("reach")
        spinner = try builder.widget("waiting_spinner")
        cancel = try builder.widget("waiting_cancel")
        copy.onClick { send(.copyLink) }
        cancel.onClick { send(.leave) }
    }

    func update(_ snapshot: CallSnapshot) {
        switch snapshot.phase {
        case .joining(let room):
            title.text = tr("Joining {room}…", ["room": room.rawValue])
            show(nil, isBusy: true, canCancel: true)
        case .knocking(let room):
            title.text = tr("Waiting to Be Let In")
            show(nil, isBusy: true, canCancel: true)
            text.text = tr(
                "{room} is locked. Its owner was told that you would like to join; you come in as soon as they let you.",
                ["room": room.rawValue]
            )
            text.isVisible = true
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

    private func show(_ snapshot: CallSnapshot?, isBusy: Bool, canCancel: Bool = false) {
        spinner.isSpinning = isBusy
        spinner.isVisible = isBusy
        cancel.isVisible = canCancel
        let address = snapshot?.link
        text.text = tr("Send this link to the person you want to talk to.")
        for widget in [text, card, reach] { widget.isVisible = address != nil }
        guard let address else { return }
        link.text = address.webText
        reach.text = LinkReach(address.server).text
    }
}
