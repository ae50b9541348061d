// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import Glibc

/// Turns SIGINT and SIGTERM, and others where asked, into values, for as long as it lives.
public final class TerminationSignals {
    /// The signals as they come; one reader.
    public let received: AsyncStream<Int32>
    private let sources: [any DispatchSourceSignal]

    /// From now on the signals no longer kill the process.
    public init(and others: [Int32] = []) {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        received = stream
        sources = ([SIGINT, SIGTERM] + others).map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
    }
}
