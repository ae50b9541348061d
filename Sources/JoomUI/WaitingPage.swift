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
    private let invite: Button
    private let hasCodes = QRCode("https:") != nil
    private let reach: Label
    let access: Label
    private let spinner: Spinner
    private let networkRow: Widget
    let announcement: Label
    private let network: Switch
    let firewall: Label
    private let patience: Duration
    private var snapshot = CallSnapshot()
    private var invitation = Invitation()
    /// Where others could have come in for a while, and did not.
    private var silentPort: Int?
    private var wait: (port: Int, task: Task<Void, Never>)?
    private let cancel: Button

    /// Finds its parts.
    ///
    /// - Parameters:
    ///   - builder: the call's view.
    ///   - patience: how long nobody may come before a firewall is thought of.
    ///   - send: takes what a person asks for.
    /// - Throws: what the view lacks.
    init(
        builder: Builder,
        patience: Duration = .seconds(60),
        send: @escaping @MainActor (Intent) -> Void
    ) throws(BuilderError) {
        self.patience = patience
        networkRow = try builder.widget("network_row")
        network = try builder.widget("network")
        firewall = try builder.widget("firewall")
        announcement = try builder.widget("announcement")
        title = try builder.widget("waiting_title")
        text = try builder.widget("waiting_text")
        card = try builder.widget("link_card")
        link = try builder.widget("link")
        copy = try builder.widget("copy_here")
        reach = try builder.widget("reach")
        access = try builder.widget("access")
        invite = try builder.widget("invite")
        invite.label = hasCodes ? tr("QR Code") : tr("Fingerprint")
        spinner = try builder.widget("waiting_spinner")
        cancel = try builder.widget("waiting_cancel")
        copy.onClick { send(.copyLink) }
        cancel.onClick { send(.leave) }
        network.onChange { send(.openToNetwork($0)) }
    }

    isolated deinit { wait?.task.cancel() }

    /// Shows by which link others come into the room.
    func show(_ invitation: Invitation) {
        self.invitation = invitation
        update(snapshot)
    }

    func update(_ snapshot: CallSnapshot) {
        self.snapshot = snapshot
        switch snapshot.phase {
        case .joining(let room):
            title.text = tr("Joining {room}…", ["room": room.rawValue])
            show(nil, isBusy: true, canCancel: true)
        case .knocking(let room):
            title.text = tr("Waiting to Be Let In")
            show(nil, isBusy: true, canCancel: true)
            text.text = UserText.knocking(
                at: room,
                isNearby: snapshot.server?.certificate != nil && invitation.entered == nil
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
        let address = snapshot.flatMap { invitation.link(to: $0) }
        text.text = tr("Send this link to the person you want to talk to.")
        for widget in [text, card, reach, access] { widget.isVisible = address != nil }
        networkRow.isVisible = address != nil && snapshot?.isHostedHere == true
        network.isActive = invitation.door != .closed
        announcement.isVisible =
            invitation.isAnnounced && snapshot.flatMap { invitation.openLink(to: $0) } != nil
        showFirewall(port: openPort(in: snapshot))
        guard let address else { return }
        link.text = address.webText
        invite.isVisible = hasCodes || address.server.certificate != nil
        reach.text = LinkReach(address.server).text
        access.text = RoomAccess(address.secret).text
    }

    /// Where others may come in while we are alone; nil when they cannot, or somebody is here.
    private func openPort(in snapshot: CallSnapshot?) -> Int? {
        guard let snapshot, snapshot.participants.isEmpty else { return nil }
        return invitation.openLink(to: snapshot)?.server.port
    }

    /// Only an unbroken while alone counts.
    private func showFirewall(port: Int?) {
        if port != wait?.port {
            wait?.task.cancel()
            silentPort = nil
            wait = port.map { port in
                (port, Task { [weak self, patience] in await self?.think(of: port, after: patience) })
            }
        }
        firewall.isVisible = port != nil && port == silentPort
        guard let port, firewall.isVisible else { return }
        firewall.text = tr(
            "Nobody can get in? A firewall may be in the way: let TCP port {port} of this computer through.",
            ["port": String(port)]
        )
    }

    private func think(of port: Int, after patience: Duration) async {
        try? await Task.sleep(for: patience)
        guard !Task.isCancelled else { return }
        silentPort = port
        update(snapshot)
    }
}
