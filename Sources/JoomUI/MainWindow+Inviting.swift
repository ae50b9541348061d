// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomWidgets

extension MainWindow {
    /// Shows by which link others come into the room.
    func show(_ invitation: Invitation) {
        self.invitation = invitation
        call.show(invitation)
        enableInviting()
    }

    /// Offers to open or to close this computer's rooms, whichever there is to do, and to show the link.
    func enableInviting() {
        let isHosting = isInCall && snapshot.isHostedHere
        enable("open-network", isHosting && invitation.door == .closed)
        enable("close-network", isHosting && invitation.door != .closed)
        enable("invite", isInCall)
        guard let invitationWindow else { return }
        if let link = invitation.link(to: snapshot), isInCall {
            invitationWindow.show(link, canMove: canMove)
        } else {
            invitationWindow.close()
            self.invitationWindow = nil
        }
    }

    /// Shows the link in a window of its own.
    func invite() {
        guard let link = invitation.link(to: snapshot) else { return }
        if invitationWindow == nil {
            invitationWindow = try? InvitationWindow {
                [weak self] in
                self?.send(.copyLink)
            } move: {
                [weak self] in
                self?.send(.moveRoom(to: $0))
            } close: {
                [weak self] in
                self?.invitationWindow = nil
            }
        }
        invitationWindow?.server.text = proposeServer()
        invitationWindow?.show(link, canMove: canMove)
        invitationWindow?.present(over: window)
    }

    /// Whether the room is this computer's, and ours to move elsewhere.
    private var canMove: Bool { snapshot.isHostedHere && snapshot.isOwner }
}
