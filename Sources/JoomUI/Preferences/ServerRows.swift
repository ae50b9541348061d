// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// A person's own STUN and TURN servers, and the lines to enter another.
@MainActor
final class ServerRows {
    let group: PreferencesGroup
    let address = Entry()
    let user = Entry()
    let password = Entry()
    let add = Button(label: tr("Add"))
    /// What is wrong with what was entered.
    let trouble = Label("")
    private let list = Box(isVertical: true, spacing: 6)
    private let current: NetworkPage.Current
    /// The servers that are shown, each with the button that takes it away.
    private(set) var rows: [(server: IceServer, row: Widget, remove: Button)] = []

    init(_ current: NetworkPage.Current) {
        self.current = current
        group = PreferencesGroup(
            tr("Servers of Your Own"),
            text: tr(
                "A STUN server finds out at which address you can be reached, a TURN server passes calls on where nothing else works. They are used beside those of the room’s server, from the next connection on."
            )
        )
        group.add(list)
        address.setPlaceholder("turn:turn.example.org:3478")
        user.setPlaceholder(tr("For TURN only"))
        password.hideText()
        for entry in [address, user, password] { entry.setMaximumLength(320) }
        group.add(tr("Address"), address, isWide: true)
        group.add(tr("User Name"), user, isWide: true)
        group.add(tr("Password"), password, isWide: true)
        trouble.wrap(maximumCharacters: 46)
        trouble.setClass("error")
        trouble.setExpand(horizontal: true, vertical: false)
        let end = Box(isVertical: false, spacing: 12)
        end.append(trouble)
        add.setAlignment(horizontal: .end)
        end.append(add)
        group.add(end)
        for entry in [address, user, password] {
            entry.onChange { [weak self] in self?.typed() }
            entry.onActivate { [weak self] in self?.takeServer() }
        }
        add.onClick { [weak self] in self?.takeServer() }
        show()
        typed()
    }

    private func typed() {
        trouble.text = ""
        add.isSensitive = !address.text.allSatisfy(\.isWhitespace)
    }

    /// Adds what was entered, or says what is wrong with it.
    private func takeServer() {
        let url = address.text.split(whereSeparator: \.isWhitespace).joined()
        let (user, password) = (user.text, password.text)
        let server = IceServer(
            urls: [url],
            username: user.isEmpty ? nil : user,
            credential: password.isEmpty ? nil : password
        )
        guard !url.isEmpty else { return }
        for (_, place) in server.places {
            if case .failure(let fault) = place { return trouble.text = UserText.sentence(fault) }
        }
        current.change { options in
            // The same one again has another password.
            options.iceServers.removeAll { $0.urls == server.urls }
            options.iceServers.append(server)
        }
        for entry in [address, self.user, self.password] { entry.text = "" }
        show()
    }

    private func show() {
        for (_, row, _) in rows { list.remove(row) }
        rows = current.options.iceServers.map { server in
            let url = server.urls.joined(separator: ", ")
            let words = Box(isVertical: true, spacing: 2)
            let name = Label(url)
            name.wrap(maximumCharacters: 36)
            words.append(name)
            if let user = server.username {
                let caption = Label(user)
                caption.ellipsize()
                caption.setAlignment(horizontal: .start)
                caption.setClass("joom-caption")
                words.append(caption)
            }
            words.setExpand(horizontal: true, vertical: false)
            words.setAlignment(vertical: .center)
            let remove = Button(label: tr("Remove"))
            remove.setAccessibleName(tr("Remove {server}", ["server": url]))
            remove.setAlignment(vertical: .center)
            remove.onClick { [weak self] in
                self?.current.change { $0.iceServers.removeAll { $0 == server } }
                self?.show()
            }
            let row = Box(isVertical: false, spacing: 12)
            row.append(words)
            row.append(remove)
            list.append(row)
            return (server, row, remove)
        }
        list.isVisible = !rows.isEmpty
    }
}
