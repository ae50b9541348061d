// SPDX-License-Identifier: GPL-3.0-or-later
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
            invitation.door = .closed
            doorwork = Task { [host] in
                await before?.value
                await host.closeToNetwork()
            }
            return
        }
        guard invitation.door == .closed, controller.snapshot.isHostedHere else { return }
        invitation.door = .opening
        doorwork = Task { [weak self, host] in
            await before?.value
            do throws(HostingFailure) {
                let address = try await host.openToNetwork()
                self?.opened(address)
            } catch {
                self?.notOpened(error)
            }
        }
    }

    private func opened(_ address: ServerAddress) {
        // Meanwhile the person may have thought better of it; the closing waits behind this.
        guard invitation.door == .opening else { return }
        var generator = SystemRandomNumberGenerator()
        guard let secret = try? RoomLink.Secret.make(for: address, using: &generator) else { return }
        invitation.door = .open(address, secret)
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
