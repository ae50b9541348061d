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
    private let tag = Box(isVertical: false, spacing: 6)
    private let badge = Icon("network-cellular-signal-excellent-symbolic")
    private let muted = Icon("microphone-disabled-symbolic")
    private let notice = Label("")
    let trust: TrustMenu
    /// Louder than this is speech, in dBFS over a second.
    static let speech = -45.0

    private var shown: TileState?
    private var shownQuality: Quality?
    private var size = Size.large

    init(
        size: Size,
        fit: VideoPane.Fit,
        isMirrored: Bool = false,
        compare: @escaping @MainActor ([String], Bool) -> Void = { _, _ in }
    ) {
        trust = TrustMenu(compare: compare)
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
        showStatus()
    }

    /// In a small tile there is room for the circle or for words: what a person must not forget is said in words.
    private func showStatus() {
        let mustBeSaid = shown?.isScreen == true && !status.text.isEmpty
        status.isVisible = (size != .small || mustBeSaid) && !status.text.isEmpty
        tag.isVisible = !(size == .small && mustBeSaid)
        let hasCircle = !(size == .small && mustBeSaid)
        avatar.isVisible = hasCircle && shown?.initial != nil
        figure.isVisible = hasCircle && shown?.initial == nil
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
        tag.setClass("joom-tag")
        tag.setAlignment(horizontal: .start, vertical: .end)
        muted.setAccessibleName(tr("Muted"))
        name.ellipsize()
        tag.append(muted)
        tag.append(name)
        tag.append(badge)
        badge.isVisible = false
        tag.ignorePointer()
        let foot = Box(isVertical: true, spacing: 0)
        foot.setAlignment(horizontal: .start, vertical: .end)
        foot.append(trust.button)
        foot.append(tag)
        overlay.add(foot)
    }

    /// Shows how good the connection is, and whether they speak.
    func show(_ person: CallLog.Person?) {
        let quality = person?.quality
        badge.isVisible = quality != nil
        overlay.setClass("speaking", (person?.latest?.audioLevel ?? -.infinity) > Self.speech)
        guard let quality, quality != shownQuality else { return }
        shownQuality = quality
        badge.show(quality.icon)
        badge.setAccessibleName(UserText.badge(quality))
        badge.setTooltip(UserText.badge(quality))
        for other in [Quality.fair, .poor, .lost] { badge.setClass(other.rawValue, other == quality) }
    }

    /// Shows a state; does nothing where nothing changed, since it is called ten times a second.
    func update(_ state: TileState) {
        guard state != shown else { return }
        shown = state
        name.text = state.label
        muted.isVisible = state.isMuted
        avatar.text = state.initial ?? ""
        figure.show(state.isScreen ? "screen-shared-symbolic" : "avatar-default-symbolic")
        for colour in 0..<6 { avatar.setClass("a\(colour)", colour == state.colour) }
        switch state.content {
        case .picture:
            placeholder.isVisible = false
            pane.setOpacity(1)
        case .placeholder(let text):
            placeholder.isVisible = true
            pane.setOpacity(0)
            status.text = text ?? ""
        }
        showStatus()
        notice.text = state.notice ?? ""
        notice.isVisible = state.notice != nil
        trust.update(state.trust)
        overlay.setAccessibleName(state.label)
    }
}

extension Quality {
    /// An icon of the theme, which tells them apart without colour.
    fileprivate var icon: String {
        switch self {
        case .good: "network-cellular-signal-excellent-symbolic"
        case .fair: "network-cellular-signal-ok-symbolic"
        case .poor: "network-cellular-signal-weak-symbolic"
        case .lost: "network-cellular-signal-none-symbolic"
        }
    }
}
