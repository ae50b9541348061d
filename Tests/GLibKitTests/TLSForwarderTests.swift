// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import GLibKit
import Synchronization
import Testing

/// How a forwarder ends; that it carries calls, and refuses certificates, is shown by Tests/EndToEnd/test_paths.py.
@Suite(.timeLimit(.minutes(1)))
struct TLSForwarderTests {
    /// What became of a connection to a port of 127.0.0.1.
    private enum Outcome: Equatable {
        case refused, closed, open
    }

    private static func connect(to port: UInt16) -> Outcome {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.connect(descriptor, $0, size) }
        }
        guard status == 0 else { return .refused }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, 0) == 0 || errno == ECONNRESET ? .closed : .open
    }

    @Test func aServerThatIsNotThereIsReported() throws {
        let reports = Mutex<[String]>([])
        let forwarder = try TLSForwarder(host: "127.0.0.1", port: 9) { error in
            reports.withLock { $0.append(error.message) }
        }
        #expect(forwarder.port > 1_023)
        #expect(Self.connect(to: forwarder.port) == .closed)
        #expect(reports.withLock { $0.count } == 1)
        #expect(reports.withLock { $0.first?.isEmpty } == false)
        forwarder.close()
    }

    @Test func oneThatEndsLetsNobodyIn() throws {
        let forwarder = try TLSForwarder(host: "127.0.0.1", port: 9) { _ in }
        forwarder.close()
        let end = ContinuousClock.now + .seconds(10)
        while Self.connect(to: forwarder.port) != .refused, ContinuousClock.now < end { usleep(10_000) }
        #expect(Self.connect(to: forwarder.port) == .refused)
    }
}
