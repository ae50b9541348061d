// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets
import RoomProtocol
import SocketIOCore

/// The link to hand over: as a code for a phone's camera, as text, and with what tells the right computer.
@MainActor
final class InvitationWindow {
    let window: Window
    let code: QRCodeView
    private let hint: Label
    let link: Label
    let copy: Button
    private let reach: Label
    let access: Label
    let certificate: Widget
    let fingerprint: Label
    let internet: Widget
    let server: Entry
    let move: Button

    /// Shows nothing yet.
    ///
    /// - Parameters:
    ///   - copy: puts the link on the clipboard.
    ///   - move: has the room go on at a server, as typed.
    ///   - close: told when the window goes.
    /// - Throws: what is wrong with the embedded UI file.
    init(
        copy: @escaping @MainActor () -> Void,
        move: @escaping @MainActor (String) -> Void,
        close: @escaping @MainActor () -> Void
    ) throws(BuilderError) {
        let builder = try Builder(.invitation)
        window = try builder.widget("invitation")
        code = try builder.widget("code")
        hint = try builder.widget("hint")
        link = try builder.widget("link")
        self.copy = try builder.widget("copy")
        reach = try builder.widget("reach")
        access = try builder.widget("access")
        certificate = try builder.widget("certificate")
        fingerprint = try builder.widget("fingerprint")
        internet = try builder.widget("internet", as: Widget.self)
        server = try builder.widget("server")
        self.move = try builder.widget("move")
        window.setKey("Escape", for: "window.close")
        self.copy.onClick(copy)
        server.onChange { [weak self] in self?.enableMoving() }
        self.move.onClick { [weak self] in if let text = self?.server.text { move(text) } }
        window.onClose {
            close()
            return false
        }
    }

    /// Shows it in front of another window.
    func present(over other: Window) {
        other.own(window)
        // First: the focus would go to the link, and select all of it.
        copy.grabFocus()
        window.present()
    }

    private func enableMoving() { move.isSensitive = !server.text.isEmpty }

    /// Takes it away.
    func close() { window.destroy() }

    /// Shows a link.
    ///
    /// - Parameters:
    ///   - address: the link.
    ///   - canMove: the room can go on at a server.
    func show(_ address: RoomLink, canMove: Bool) {
        internet.isVisible = canMove
        enableMoving()
        code.code = QRCode(address.webText)
        code.isVisible = code.code != nil
        hint.isVisible = code.isVisible
        link.text = address.webText
        reach.text = LinkReach(address.server).text
        access.text = RoomAccess(address.secret).text
        let groups = address.server.fingerprintLines
        certificate.isVisible = !groups.isEmpty
        fingerprint.text = groups.joined(separator: "\n")
    }
}

extension ServerAddress {
    /// The fingerprint of the one certificate to accept, in lines to compare with what a browser shows.
    ///
    /// Four lines of eight bytes in hexadecimal digits; none where any certificate will do that the system trusts.
    var fingerprintLines: [String] {
        guard let certificate, let bytes = try? Base64.decodeURLSafe(certificate.utf8) else { return [] }
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
        return stride(from: 0, to: digits.count, by: 8).map { start in
            digits[start..<min(start + 8, digits.count)].joined(separator: " ")
        }
    }
}
