// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

extension Conductor {
    /// Does what a command line or the desktop asks for.
    func launch(_ launch: Launch) {
        if let name = launch.name {
            self.name = name
            window?.form.fill(name: name)
        }
        if let server = launch.server { window?.form.fill(server: server.description) }
        if let destination = launch.destination {
            return perform(.join(JoinRequest(destination: destination, server: launch.server)))
        }
        switch launch.beginning {
        case .form: break
        case .newRoom:
            var generator = SystemRandomNumberGenerator()
            guard let room = try? NewRoom(using: &generator) else { return }
            perform(.join(JoinRequest(room, server: launch.server)))
        case .testCall: perform(.testCall)
        }
    }

    /// Says a sentence about a start that asked for nonsense.
    func say(_ sentence: String) { window?.say(sentence) }

    /// Says why nobody is there any more.
    func sayThatItSlept() {
        window?.offer(tr("You left the call when the computer went to sleep."), button: tr("Join Again"), .retry)
    }
}
