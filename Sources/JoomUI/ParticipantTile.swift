// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// A person in the window: picture, or placeholder while there is none, and the name.
@MainActor
final class ParticipantTile {
    /// How much room there is.
    enum Size {
        /// A tile among others.
        case large
        /// Our own in the corner.
        case small
        /// Our own in the room form, with controls on it.
        case preview
    }

    let overlay = Overlay()
    let pane: VideoPane
    private let placeholder = Box(isVertical: true, spacing: 12)
    private let avatar = Label("")
    private let figure = Icon("avatar-default-symbolic")
    private let status = Label("")
    private let name = Label("")
    private let muted = Icon("microphone-disabled-symbolic")
    private let notice = Label("")
    private var shown: TileState?
    private var size = Size.large

    init(size: Size, fit: VideoPane.Fit, isMirrored: Bool = false) {
        pane = VideoPane(fit: fit, isMirrored: isMirrored)
        overlay.setClass("joom-tile")
        overlay.clipToShape()
        overlay.setChild(pane)
        pane.setExpand(horizontal: true, vertical: true)
        buildPlaceholder()
        buildTag()
        notice.setClass("joom-tag")
        notice.setAlignment(horizontal: .start, vertical: .start)
        overlay.add(notice)
        resize(size)
    }

    /// Changes how much room there is.
    func resize(_ size: Size) {
        self.size = size
        overlay.setClass("small", size == .small)
        placeholder.setMargin(size == .small ? 0 : 12)
        if size == .preview { placeholder.setBottomMargin(64) }
        status.isVisible = size != .small && !status.text.isEmpty
    }

    private func buildPlaceholder() {
        for circle in [avatar, figure] {
            circle.setClass("joom-avatar")
            circle.setAlignment(horizontal: .center, vertical: .center)
        }
        figure.setClass("figure")
        status.setClass("joom-status")
        status.wrap(maximumCharacters: 44)
        status.centerLines()
        placeholder.setAlignment(horizontal: .center, vertical: .center)
        placeholder.append(avatar)
        placeholder.append(figure)
        placeholder.append(status)
        overlay.add(placeholder)
    }

    private func buildTag() {
        let tag = Box(isVertical: false, spacing: 6)
        tag.setClass("joom-tag")
        tag.setAlignment(horizontal: .start, vertical: .end)
        muted.setAccessibleName(tr("Muted"))
        name.ellipsize()
        tag.append(muted)
        tag.append(name)
        tag.ignorePointer()
        overlay.add(tag)
    }

    /// Shows a state; does nothing where nothing changed, since it is called ten times a second.
    func update(_ state: TileState) {
        guard state != shown else { return }
        shown = state
        name.text = state.name
        muted.isVisible = state.isMuted
        avatar.text = state.initial ?? ""
        avatar.isVisible = state.initial != nil
        figure.isVisible = state.initial == nil
        for colour in 0..<6 { avatar.setClass("a\(colour)", colour == state.colour) }
        switch state.content {
        case .picture:
            placeholder.isVisible = false
            pane.setOpacity(1)
        case .placeholder(let text):
            placeholder.isVisible = true
            pane.setOpacity(0)
            status.text = text ?? ""
            status.isVisible = size != .small && text != nil
        }
        notice.text = state.notice ?? ""
        notice.isVisible = state.notice != nil
        overlay.setAccessibleName(state.name)
    }
}
