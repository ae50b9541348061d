// SPDX-License-Identifier: GPL-3.0-or-later
import NIOCore
import NIOHTTP1
import SocketIOCore

/// One request after the other to the server, over one connection as long as that lasts; confined to its event loop.
final class HTTPLane {
    /// What is asked, and for how long at the most.
    struct Request {
        let method: HTTPMethod
        let path: String
        var body: [UInt8] = []
        let timeout: Duration?
    }

    /// What was answered with 200.
    typealias Completion = (Result<[UInt8], ConnectionFailure>) -> Void

    private let connector: ClientConnector
    private var handler: HTTPLaneHandler?
    private var completion: Completion?
    private var timer: Scheduled<Void>?
    private var isAborted = false

    init(connector: ClientConnector) { self.connector = connector }

    /// Our end of the connection; nil without one.
    var localAddress: SocketAddress? { handler?.localAddress }

    /// Sends a request; the lane must be free.
    func send(_ request: Request, completion: @escaping Completion) {
        self.completion = completion
        if let timeout = request.timeout {
            timer = connector.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) {
                self.finish(.failure(.timeout))
            }
        }
        if let handler {
            write(request, to: handler)
        } else {
            connector.connect().assumeIsolated().whenComplete { self.connected($0, request: request) }
        }
    }

    /// Forgets the request and drops the connection; nothing is reported any more.
    func abort() {
        isAborted = true
        completion = nil
        finish(.failure(.lost("aborted")))
    }

    private func connected(_ result: Result<any Channel, any Error>, request: Request) {
        do {
            let channel = try result.get()
            guard !isAborted, completion != nil else {
                channel.close(promise: nil)
                return
            }
            let handler = HTTPLaneHandler(endpoint: connector.endpoint) { [weak self] in self?.finish($0) }
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHTTPClientHandlers()
            try pipeline.addHandler(handler)
            self.handler = handler
            write(request, to: handler)
        } catch {
            finish(.failure(ConnectionFailure(error, endpoint: connector.endpoint)))
        }
    }

    private func write(_ request: Request, to handler: HTTPLaneHandler) {
        var headers = HTTPHeaders([("Host", connector.endpoint.hostHeader), ("Accept", "*/*"), ("User-Agent", "Joom")])
        if request.method == .POST {
            headers.add(name: "Content-Type", value: "text/plain;charset=UTF-8")
            headers.add(name: "Content-Length", value: String(request.body.count))
        }
        let head = HTTPRequestHead(version: .http1_1, method: request.method, uri: request.path, headers: headers)
        handler.write(head, body: request.body)
    }

    private func finish(_ outcome: HTTPLaneHandler.Outcome) {
        switch outcome {
        case .answered(let body, let isReusable):
            if !isReusable { dropConnection() }
            complete(.success(body))
        case .failed(let failure): finish(.failure(failure))
        }
    }

    private func finish(_ result: Result<[UInt8], ConnectionFailure>) {
        dropConnection()
        complete(result)
    }

    private func complete(_ result: Result<[UInt8], ConnectionFailure>) {
        timer?.cancel()
        timer = nil
        let completion = self.completion
        self.completion = nil
        completion?(result)
    }

    private func dropConnection() {
        handler?.close()
        handler = nil
    }
}
