// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit
import RoomProtocol

/// Listens at rooms that nobody of us is in: one idle connection to each of their servers.
@MainActor
final class DoorBell {
    /// A room to listen at.
    struct Room: Hashable {
        let request: JoinRequest
        /// Where it is, with this computer's own address for rooms that it hosts.
        let server: ServerAddress
    }

    /// What the bell needs to know and does.
    struct Surroundings {
        /// Opens a connection; nil where no plugin can.
        let open: @MainActor (ServerAddress) -> (any RoomWatcher)?
        /// Whether we are in a room, or on the way.
        let isInside: @MainActor (JoinRequest) -> Bool
        /// What we are called there; nil without a name.
        let ownName: @MainActor () -> String?
        /// Says that these people are in a room; nobody: what was said holds no longer.
        let ring: @MainActor (JoinRequest, [String?]) -> Void
        /// Hears, once for each connection, why a server does not tell.
        let complain: @MainActor (ServerAddress, SignalingRefusal) -> Void
    }

    private final class Post {
        let watcher: any RoomWatcher
        var listener: Task<Void, Never>?
        var rooms: [RoomName: (request: JoinRequest, visitors: Visitors)] = [:]
        var hasComplained = false

        init(_ watcher: any RoomWatcher) { self.watcher = watcher }
    }

    /// How long a server may take to notice that we left.
    private static let farewell = Duration.seconds(10)

    private let surroundings: Surroundings
    private var inside: JoinRequest?
    private var left: (request: JoinRequest, at: ContinuousClock.Instant)?
    private var posts: [ServerAddress: Post] = [:]
    private let began = ContinuousClock.now

    init(_ surroundings: Surroundings) { self.surroundings = surroundings }

    isolated deinit { listen(at: []) }

    /// Listens at these rooms from now on, and at no others.
    func listen(at rooms: [Room]) {
        let wanted = Dictionary(grouping: rooms, by: \.server)
        for (server, post) in posts where wanted[server] == nil {
            post.listener?.cancel()
            post.watcher.close()
            posts[server] = nil
        }
        for (server, rooms) in wanted {
            guard let post = posts[server] ?? open(server) else { continue }
            let requests = Dictionary(rooms.map { ($0.request.room, $0.request) }) { first, _ in first }
            for name in post.rooms.keys where requests[name] == nil {
                post.rooms[name] = nil
                post.watcher.unwatch(name)
            }
            for (name, request) in requests where post.rooms[name]?.request != request {
                post.rooms[name] = (request, Visitors())
                // Before there is a connection it does nothing, and `.connected` asks.
                ask(post, name, request, server)
            }
        }
    }

    /// We are in a room, or in none any more.
    func note(inside request: JoinRequest?) {
        guard request != inside else { return }
        left = inside.map { ($0, .now) }
        inside = request
    }

    private func hasJustLeft(_ request: JoinRequest) -> Bool {
        guard let left, left.request == request else { return false }
        return ContinuousClock.now - left.at < Self.farewell
    }

    private func open(_ server: ServerAddress) -> Post? {
        guard let watcher = surroundings.open(server) else { return nil }
        let post = Post(watcher)
        posts[server] = post
        post.listener = Task { [weak self] in
            for await event in watcher.events { self?.take(event, from: server) }
        }
        return post
    }

    private func ask(_ post: Post, _ name: RoomName, _ request: JoinRequest, _ server: ServerAddress) {
        post.watcher.watch(name, admission: request.link(at: server)?.keys?.admission)
    }

    private func take(_ event: RoomWatcherEvent, from server: ServerAddress) {
        guard let post = posts[server] else { return }
        switch event {
        case .connected:
            for (name, room) in post.rooms { ask(post, name, room.request, server) }
        case .presence(let presence):
            guard let request = post.rooms[presence.room]?.request else { return }
            let isInside = surroundings.isInside(request)
            let now = ContinuousClock.now - began
            var names = presence.names
            // We are no visitor, also where the server has not noticed yet that we left.
            if isInside || hasJustLeft(request), let own = names.firstIndex(of: surroundings.ownName()) {
                names.remove(at: own)
            }
            switch post.rooms[presence.room]?.visitors.update(names, at: now, isInside: isInside) {
            case .ring(let names): surroundings.ring(request, names)
            case .silence: surroundings.ring(request, [])
            case .nothing, nil: break
            }
        case .refused(let refusal):
            guard !post.hasComplained else { return }
            post.hasComplained = true
            surroundings.complain(server, refusal)
        }
    }
}
