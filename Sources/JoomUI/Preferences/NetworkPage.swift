// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// How calls find their way: servers of one's own, relays only, and ports.
@MainActor
final class NetworkPage: PreferencesPage {
    let title = tr("Network")
    let groups: [PreferencesGroup]
    private let current: Current
    /// Shows the servers, and takes another.
    let servers: ServerRows
    /// Whether calls go through relays only.
    let relayOnly: Switch
    /// The first and last port.
    let ports = Entry()
    /// What is wrong with them.
    let portsTrouble = Label("")

    /// What the controls change one part of.
    @MainActor final class Current {
        private(set) var options: NetworkOptions
        private let send: @MainActor (Intent) -> Void

        init(_ options: NetworkOptions, send: @escaping @MainActor (Intent) -> Void) {
            (self.options, self.send) = (options, send)
        }

        func change(_ change: (inout NetworkOptions) -> Void) {
            var changed = options
            change(&changed)
            guard changed != options else { return }
            options = changed
            send(.setNetwork(changed))
        }
    }

    /// - Parameters:
    ///   - options: what is set.
    ///   - send: hears what is to be used.
    init(_ options: NetworkOptions, send: @escaping @MainActor (Intent) -> Void) {
        let current = Current(options, send: send)
        self.current = current
        servers = ServerRows(current)
        let privacy = PreferencesGroup(tr("Your Address"))
        relayOnly = privacy.addSwitch(
            tr("Use Relays Only"),
            text: tr("The others see a TURN server’s address in place of yours. Calls without such a server fail."),
            isOn: options.isRelayOnly
        ) { isOn in current.change { $0.isRelayOnly = isOn } }
        let firewall = PreferencesGroup(tr("Firewall"))
        ports.text = options.ports?.description ?? ""
        ports.setMaximumLength(16)
        ports.setPlaceholder(tr("Any"))
        firewall.add(
            tr("UDP Ports"),
            text: tr("For a firewall that lets only some out, such as {example}", ["example": "50000-50100"]),
            ports
        )
        portsTrouble.wrap(maximumCharacters: 46)
        portsTrouble.setClass("error")
        firewall.add(portsTrouble)
        portsTrouble.isVisible = false
        groups = [servers.group, privacy, firewall]
        ports.onChange { [weak self] in self?.takePorts() }
    }

    /// Uses them as soon as they make sense.
    private func takePorts() {
        do throws(PortRangeFault) {
            let range = ports.text.allSatisfy(\.isWhitespace) ? nil : try PortRange(ports.text)
            current.change { $0.ports = range }
            portsTrouble.isVisible = false
        } catch {
            portsTrouble.text = UserText.sentence(error)
            portsTrouble.isVisible = true
        }
    }
}
