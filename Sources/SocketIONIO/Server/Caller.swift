// SPDX-License-Identifier: GPL-3.0-or-later

/// Who opens a session.
struct Caller: Hashable, Sendable {
    /// Where they are; nil where nobody said.
    let address: NetworkAddress?
    /// See `SocketClient.isForeignPage`.
    var isForeignPage = false
}
