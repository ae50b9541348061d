// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
public import PluginKit
public import RoomProtocol

/// What a command line asks for, already checked.
public struct Launch: Hashable, Sendable {
    /// Where to go at once; nil for the room form.
    public var destination: Destination?
    /// The server for rooms without one; nil to host.
    public var server: ServerAddress?
    /// What the others should call us; nil for what is remembered.
    public var name: String?

    /// Describes a start.
    public init(destination: Destination? = nil, server: ServerAddress? = nil, name: String? = nil) {
        self.destination = destination
        self.server = server
        self.name = name
    }
}

/// What the program is put together from; made in one place, the executable.
@MainActor
public struct Parts {
    /// What the plugins bring.
    public let registry: PluginRegistry
    /// Hosts rooms of this computer.
    public let host: any RoomHost
    /// Reads the arguments of a start without the program's name; throws a sentence.
    public let readArguments: @Sendable ([String]) throws -> Launch

    /// Puts them together.
    public init(
        registry: PluginRegistry,
        host: any RoomHost,
        readArguments: @escaping @Sendable ([String]) throws -> Launch
    ) {
        self.registry = registry
        self.host = host
        self.readArguments = readArguments
    }
}

/// What is wrong with a command line, as a sentence for people.
public struct LaunchProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// Takes a sentence as it is.
    public init(_ description: String) { self.description = description }

    /// Says what is wrong with a link, an address or a room's name.
    public init(_ error: LinkError) { description = UserText.sentence(error) }
}
