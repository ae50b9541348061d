// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

extension MediaError {
    /// The device that the error is about, if it is about one.
    var device: DeviceID? {
        switch self {
        case .deviceAbsent(let id), .deviceBusy(let id), .deviceDenied(let id), .deviceSilent(let id): id
        case .missingElement, .badDescription, .noCommonCodec, .noRelay, .noPort, .invalidState, .engine: nil
        }
    }

    /// Whether the same may work a little later, without anybody doing anything about it here.
    var mayPass: Bool {
        switch self {
        case .deviceBusy, .deviceSilent: true
        case .deviceAbsent, .deviceDenied, .missingElement, .badDescription, .noCommonCodec, .noRelay, .noPort,
            .invalidState, .engine:
            false
        }
    }
}
