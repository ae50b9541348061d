// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

extension Sentences {
    /// Why no call can use a STUN or TURN server.
    static func of(_ fault: IceServerFault) -> String {
        switch fault {
        case .scheme: "The address of such a server looks like stun:example.org:3478 or turn:example.org:3478."
        case .encryptedStun: "STUN over TLS is not possible. Write stun: in place of stuns:."
        case .encryptedDatagrams: "TURN over TLS needs TCP. Write transport=tcp in place of transport=udp."
        case .host: "It names no computer. After the colon there has to be a name or an address."
        case .port: "That is no port: ports are numbers from 1 to 65535."
        case .query(let query):
            "Nothing is known of “\(query)” after the question mark. Leave it out, or write transport=tcp for TURN over TCP."
        case .noCredential: "A TURN server asks for a user name and a password. Name both."
        }
    }

    /// Why ports are none that calls can use.
    static func of(_ fault: PortRangeFault) -> String {
        switch fault {
        case .malformed: "Ports are two numbers with a hyphen between them, such as 50000-50100."
        case .reserved: "Ports below \(PortRange.lowest) belong to the system. Begin higher."
        case .reversed: "The first port is higher than the last. Swap them."
        case .tooFew(let count):
            "\(count) port\(count == 1 ? " is" : "s are") too few for calls with several people. Allow \(PortRange.least) or more."
        }
    }
}
