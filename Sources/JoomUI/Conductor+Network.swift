// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import RoomProtocol

extension Conductor {
    /// The link to hand over; nil outside a room.
    var link: RoomLink? { invitation.link(to: controller.snapshot) }

    /// Lets others on this computer's network into the room, or no more.
    func openToNetwork(_ isOn: Bool) {
        let before = doorwork
        guard isOn else {
            let keepsKey = invitation.close(controller.snapshot)
            neighbourhood?.withdraw()
            controller.use(invitation.entered?.keys)
            doorwork = Task { [host] in
                await before?.value
                await host.closeToNetwork(keepingKey: keepsKey)
            }
            return
        }
        let snapshot = controller.snapshot
        var generator = SystemRandomNumberGenerator()
        guard invitation.door == .closed, snapshot.isHostedHere, case .joined(let room) = snapshot.phase,
            let secret = try? invitation.secret(using: &generator)
        else { return }
        let access = NetworkAccess(
            secret: secret,
            isKeyed: invitation.entered?.secret != nil,
            canKnock: canAnnounce
        )
        invitation.door = .opening
        doorwork = Task { [weak self, host] in
            await before?.value
            do throws(HostingFailure) {
                let server = try await host.openToNetwork(room, access)
                self?.opened(room, server, access)
            } catch {
                self?.notOpened(error)
            }
        }
    }

    private func opened(_ room: RoomName, _ server: ServerAddress, _ access: NetworkAccess) {
        // Meanwhile the person may have thought better of it; the closing waits behind this.
        guard invitation.door == .opening,
            let secret = try? RoomLink.Secret(key: access.secret.key, certificate: server.certificate)
        else { return }
        let link = RoomLink(server: server, room: room, secret: secret)
        controller.use(link.keys)
        invitation.door = .open(link)
        invitation.isAnnounced = access.canKnock
        if access.canKnock { announce(link) }
    }

    private func notOpened(_ failure: HostingFailure) {
        guard invitation.door == .opening else { return }
        invitation.door = .closed
        window?.say(UserText.sentence(failure))
    }

    func copyLink() {
        guard let window, let link else { return }
        window.window.copy(link.webText)
        window.toast(tr("Link copied"))
    }
}
