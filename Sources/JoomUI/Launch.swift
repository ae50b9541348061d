// SPDX-License-Identifier: GPL-3.0-or-later
public import JoomModel
import JoomWidgets
public import NearbyRooms
public import PluginKit
public import RoomProtocol

/// What a command line asks for, already checked.
public struct Launch: Hashable, Sendable {
    /// What to begin without a destination.
    public enum Beginning: Hashable, Sendable {
        /// The room form.
        case form
        /// A room with a name of its own making.
        case newRoom
        /// A call with a made-up participant.
        case testCall
    }

    /// Where to go at once; nil for what `beginning` says.
    public var destination: Destination?
    /// What to begin with.
    public var beginning: Beginning
    /// What to do in the call that is on; nothing else is asked for then.
    public var controls: [Control]
    /// The server for rooms without one; nil to host.
    public var server: ServerAddress?
    /// What the others should call us; nil for what is remembered.
    public var name: String?

    /// Describes a start.
    public init(
        destination: Destination? = nil,
        beginning: Beginning = .form,
        controls: [Control] = [],
        server: ServerAddress? = nil,
        name: String? = nil
    ) {
        self.destination = destination
        self.beginning = beginning
        self.controls = controls
        self.server = server
        self.name = name
    }
}

/// What the program is put together from; made in one place, the executable.
@MainActor
public struct Parts {
    /// Loads plugins; once, when there is going to be a window.
    public let loadPlugins: @MainActor () -> any PluginKeeping
    /// Hosts rooms of this computer.
    public let host: any RoomHost
    /// Rooms on this computer's network; nil to look for none.
    public let neighbourhood: (any Neighbourhood)?
    /// Reads the arguments of a start without the program's name; throws a sentence.
    public let readArguments: @Sendable ([String]) throws -> Launch
    /// Hears each time that the window becomes the one in use.
    public let windowIsInUse: @MainActor @Sendable () -> Void

    /// Puts them together.
    public init(
        loadPlugins: @escaping @MainActor () -> any PluginKeeping,
        host: any RoomHost,
        neighbourhood: (any Neighbourhood)? = nil,
        readArguments: @escaping @Sendable ([String]) throws -> Launch,
        windowIsInUse: @escaping @MainActor @Sendable () -> Void = {}
    ) {
        self.loadPlugins = loadPlugins
        self.host = host
        self.neighbourhood = neighbourhood
        self.readArguments = readArguments
        self.windowIsInUse = windowIsInUse
    }
}

/// What is wrong with a command line, as a sentence for people.
public struct LaunchProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// Something was asked of a Joom that runs, and none does.
    public static let notRunning = LaunchProblem(tr("Joom is not running. Start it, and enter a room first."))

    static let noCall = LaunchProblem(tr("There is no call. Enter a room first."))

    /// Takes a sentence as it is.
    public init(_ description: String) { self.description = description }

    /// Says what is wrong with a link, an address or a room's name.
    public init(_ error: LinkError) { description = UserText.sentence(error) }
}
