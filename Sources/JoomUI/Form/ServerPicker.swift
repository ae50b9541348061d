// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import JoomWidgets
import RoomProtocol

/// Where a room without an address is: on this computer, on a server that was used before, or on another.
@MainActor
final class ServerPicker {
    private let expander: Expander
    private let dropDown: DropDown
    private let entry: Entry
    private var servers: [ServerAddress] = []
    private var isAnother = false
    private var changed: @MainActor () -> Void = {}

    /// Finds the form's parts.
    init(builder: Builder) throws(BuilderError) {
        expander = try builder.widget("server_expander")
        dropDown = try builder.widget("server_choice")
        entry = try builder.widget("server")
        dropDown.setRows(icon: "network-server-symbolic", maximumCharacters: 40)
        dropDown.onSelect { [weak self] in self?.choose($0) }
        entry.onChange { [weak self] in
            self?.showSummary()
            self?.changed()
        }
        show()
    }

    /// As a person would type it; empty for this computer.
    ///
    /// What is no address is in the entry, so that it can be mended.
    var text: String {
        get { entry.text }
        set {
            entry.text = newValue
            isAnother = !newValue.isEmpty && chosen == nil
            show()
        }
    }

    /// Runs `handler` when a person chose or typed something.
    func onChange(_ handler: @escaping @MainActor () -> Void) { changed = handler }

    /// Offers these servers beside this computer, newest first.
    func offer(_ servers: [ServerAddress]) {
        guard servers != self.servers else { return }
        self.servers = servers
        isAnother = !entry.text.isEmpty && chosen == nil
        show()
    }

    /// Whether the choice is open to be seen.
    func reveal() { expander.isExpanded = true }

    /// What a server is called in lists.
    static func name(of server: ServerAddress?) -> String {
        guard let server else { return tr("This Computer") }
        return server.isSecure && server.port == 443 ? server.host : server.shortDescription
    }

    private var chosen: Int? {
        guard let address = try? ServerAddress(typed: entry.text) else { return nil }
        return servers.firstIndex(of: address)
    }

    private func choose(_ index: Int) {
        isAnother = index == servers.count + 1
        if index == 0 {
            entry.text = ""
        } else if servers.indices.contains(index - 1) {
            entry.text = servers[index - 1].shortDescription
        }
        show()
        if isAnother { entry.grabFocus() }
        changed()
    }

    private func show() {
        let selected = isAnother ? servers.count + 1 : chosen.map { $0 + 1 } ?? 0
        dropDown.show(
            [Self.name(of: nil)] + servers.map { Self.name(of: $0) } + [tr("Another Address…")],
            selected: selected
        )
        entry.isVisible = isAnother
        showSummary()
    }

    private func showSummary() {
        let address = try? ServerAddress(typed: entry.text)
        let name = entry.text.isEmpty || address != nil ? Self.name(of: address) : entry.text
        expander.label = tr("Server: {server}", ["server": name])
    }
}
