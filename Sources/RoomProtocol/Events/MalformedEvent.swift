// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel

/// What is wrong with an event's arguments, and where; always the sender's fault.
///
/// Places are named as Protocol.md names them: `room`, `routing.session`, `peers[1].id`.
public enum MalformedEvent: Error, Hashable, Sendable {
    /// Something that must be there is not, or is null.
    case missing(String)
    /// It is there, and is not what it has to be.
    case wrongType(String, expected: String)
    /// The right type, but no value that is allowed.
    case badValue(String)
    /// The right type, but too much of it.
    case tooLarge(String, size: Int, limit: Int)
    /// The room's name cannot name a room.
    case badRoom(RoomNameError)

    /// The answer to whoever sent it.
    public var refusal: SignalingRefusal {
        switch self {
        case .missing(let place):
            SignalingRefusal(code: .badRequest, message: "\(place) is missing")
        case .wrongType("room", _):
            SignalingRefusal(code: .badRoom, message: "a room's name is a string")
        case .wrongType(let place, let expected):
            SignalingRefusal(code: .badRequest, message: "\(place) is not \(expected)")
        case .badValue(let place):
            SignalingRefusal(code: .badRequest, message: "\(place) has a value that is not allowed")
        case .tooLarge(let place, let size, let limit):
            SignalingRefusal(code: .badRequest, message: "\(place) has \(size), at most \(limit) are allowed")
        case .badRoom(.empty):
            SignalingRefusal(code: .badRoom, message: "a room's name cannot be empty")
        case .badRoom(.tooLong(let bytes, let limit)):
            SignalingRefusal(
                code: .badRoom,
                message: "the room's name has \(bytes) bytes, at most \(limit) are allowed"
            )
        case .badRoom(.controlCharacter):
            SignalingRefusal(code: .badRoom, message: "a room's name cannot hold control characters")
        }
    }
}
