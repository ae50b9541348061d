// SPDX-License-Identifier: GPL-3.0-or-later
import SocketIOCore
import SocketIONIO

extension RoomApplication {
    /// Answers what an operator asks, and whoever wants the guest page.
    func respond(to request: HTTPRequest, status: ServerStatus) -> HTTPResponse {
        switch request.path {
        case "/readyz": .text(status: status.isStopping ? 503 : 200, status.isStopping ? "stopping\n" : "ready\n")
        case "/metrics" where mayReadMetrics(request): .text(status: 200, metrics(status))
        case "/metrics": .text(status: 403, "Only addresses named in metrics_from may read this.\n")
        default: site.respond(to: request)
        }
    }

    /// What a stranger has forwarded may come from anybody.
    private func mayReadMetrics(_ request: HTTPRequest) -> Bool {
        guard let client = request.client, !request.isForwardedByStranger else { return false }
        return metricsReaders.contains { $0.contains(client) }
    }

    private func metrics(_ status: ServerStatus) -> String {
        let directory = rooms.directory
        let members = directory.rooms.values.reduce(0) { count, room in
            count + room.members.reduce(0) { $0 + ($1.node == directory.node ? 1 : 0) }
        }
        let store = rooms.store.map { _ in !rooms.isDegraded } ?? neighbours?.isConnected
        return MetricsText.write(
            counters,
            rooms: directory.rooms.count,
            members: members,
            isStoreConnected: store,
            isStunUp: stun?.isUp,
            status: status
        )
    }
}

extension HTTPResponse {
    fileprivate static func text(status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [Header("Content-Type", "text/plain; charset=utf-8"), Header("Cache-Control", "no-store")],
            body: Array(text.utf8)
        )
    }
}
