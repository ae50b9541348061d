// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomRedis

/// Reads and writes Redis' protocol by libhiredis; used by one thread at a time.
final class RedisReader {
    /// What came is not Redis' protocol; nothing more can be read.
    struct NotRedis: Error {}

    /// False where libhiredis is not installed; a reader must not be made then.
    static var isAvailable: Bool { joom_redis_is_available() }

    private let reader: OpaquePointer

    /// Nil where libhiredis is not installed, or there is no memory.
    init?() {
        guard Self.isAvailable, let reader = joom_redis_reader_new() else { return nil }
        self.reader = reader
    }

    deinit { joom_redis_reader_free(reader) }

    /// Takes what came.
    func feed(_ bytes: some Sequence<UInt8>) throws(NotRedis) {
        let isGood: Bool? = bytes.withContiguousStorageIfAvailable { take(UnsafeRawBufferPointer($0)) }
        guard isGood ?? Array(bytes).withUnsafeBytes(take) else { throw NotRedis() }
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let text = bytes.assumingMemoryBound(to: CChar.self)
        guard let base = text.baseAddress else { return true }
        return joom_redis_reader_feed(reader, base, text.count)
    }

    /// The next answer that is there as a whole.
    func next() throws(NotRedis) -> RedisValue? {
        var reply: UnsafeMutableRawPointer?
        guard joom_redis_reader_next(reader, &reply) else { throw NotRedis() }
        guard let reply else { return nil }
        defer { joom_redis_reply_free(reply) }
        return Self.value(reply)
    }

    /// A command as it is sent; nothing where libhiredis is not installed.
    static func command(_ words: [[UInt8]]) -> [UInt8] {
        guard isAvailable else { return [] }
        let lengths = words.map(\.count)
        var command: UnsafeMutablePointer<CChar>?
        let count = withPointers(words) { joom_redis_command_new(&command, Int32(words.count), $0, lengths) }
        guard count > 0, let command else { return [] }
        defer { joom_redis_command_free(command) }
        return Array(UnsafeRawBufferPointer(start: command, count: Int(count)))
    }

    private static func withPointers<Result>(
        _ words: [[UInt8]],
        _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        // One block, so that the pointers stay good while the library reads.
        let block = UnsafeMutablePointer<CChar>.allocate(capacity: words.reduce(1) { $0 + $1.count })
        let pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: words.count + 1)
        defer {
            block.deallocate()
            pointers.deallocate()
        }
        var position = block
        for (index, word) in words.enumerated() {
            for (offset, byte) in word.enumerated() { (position + offset).initialize(to: CChar(bitPattern: byte)) }
            pointers[index] = UnsafePointer(position)
            position += word.count
        }
        return body(pointers)
    }

    private static func value(_ reply: UnsafeRawPointer) -> RedisValue {
        switch joom_redis_reply_kind(reply) {
        case JOOM_REDIS_INTEGER: .integer(Int(joom_redis_reply_integer(reply)))
        case JOOM_REDIS_STRING: .bytes(bytes(reply))
        case JOOM_REDIS_STATUS: .status(String(decoding: bytes(reply), as: UTF8.self))
        case JOOM_REDIS_ERROR: .error(String(decoding: bytes(reply), as: UTF8.self))
        case JOOM_REDIS_ARRAY:
            .array(
                (0..<joom_redis_reply_count(reply)).map { index in
                    joom_redis_reply_part(reply, index).map(value) ?? .null
                }
            )
        default: .null
        }
    }

    private static func bytes(_ reply: UnsafeRawPointer) -> [UInt8] {
        var count = 0
        guard let bytes = joom_redis_reply_bytes(reply, &count) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }
}
