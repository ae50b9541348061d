// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomPlugin
import Dispatch
import Glibc
import JoomModel
import PluginKit

/// What a plugin wants to hear, copied from its table.
struct NativeWatcher: @unchecked Sendable {
    // @unchecked: it is called on the plugin's own queue only, which is what its header promises.
    private let table: JoomWatcher

    /// Copies as much as both sides know of.
    init?(_ pointer: UnsafePointer<JoomWatcher>) {
        let size = Int(pointer.pointee.size)
        guard size >= MemoryLayout<UInt32>.size else { return nil }
        var table = JoomWatcher()
        withUnsafeMutableBytes(of: &table) { bytes in
            bytes.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: min(size, bytes.count)))
        }
        self.table = table
    }

    /// Tells what happened; on the plugin's queue.
    ///
    /// - Returns: what was thrown, or nil.
    func tell(_ event: CallEvent) -> String? {
        let outcome =
            switch event {
            case .joined(let room): joom_call_text(table.joined, table.data, room.rawValue)
            case .came(let peer, let name):
                joom_call_texts(table.came, table.data, peer?.rawValue ?? "", name ?? "")
            case .connected(let peer): joom_call_text(table.connected, table.data, peer?.rawValue ?? "")
            case .went(let peer): joom_call_text(table.went, table.data, peer?.rawValue ?? "")
            case .ended: joom_call_function(table.ended, table.data)
            case .measured(let peers): tell(peers)
            }
        return outcome.thrown
    }

    /// Whether it has a function for figures.
    var wantsStatistics: Bool { table.measured != nil }

    private func tell(_ peers: [PeerStatistics]) -> JoomOutcome {
        for peer in peers {
            var statistics = JoomStatistics(peer.statistics)
            let outcome = joom_call_statistics(table.measured, table.data, peer.peer.id?.rawValue ?? "", &statistics)
            if outcome.threw { return outcome }
        }
        return JoomOutcome()
    }

    /// The last call.
    func release() -> String? { joom_call_function(table.released, table.data).thrown }
}

extension JoomStatistics {
    /// The same figures as C has them.
    fileprivate init(_ statistics: PeerConnectionStatistics) {
        self.init()
        size = UInt32(MemoryLayout<JoomStatistics>.size)
        frame_width = UInt32(clamping: statistics.frameWidth)
        frame_height = UInt32(clamping: statistics.frameHeight)
        bytes_received = statistics.bytesReceived
        bytes_sent = statistics.bytesSent
        packets_received = statistics.packetsReceived
        packets_lost = statistics.packetsLost
        frames_decoded = statistics.framesDecoded
        frames_per_second = statistics.framesPerSecond
        freeze_count = statistics.freezeCount
        total_freezes_duration = statistics.totalFreezesDuration
        jitter = statistics.jitter
        round_trip_time = statistics.roundTripTime ?? .nan
        available_outgoing_bitrate = statistics.availableOutgoingBitrate ?? .nan
        audio_level = statistics.audioLevel ?? .nan
    }
}

extension JoomOutcome {
    /// The words of what was thrown; nil for nothing.
    var thrown: String? {
        guard threw else { return nil }
        let text = withUnsafeBytes(of: words) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return text.isEmpty ? "something that has no words" : text
    }
}

/// Joom's side of the interface, for one plugin.
enum NativeTable {
    /// A table that leads to an inbox; it lives as long as the program, for the plugin's threads may have it at any time.
    static func make(_ inbox: NativeInbox) -> NativeHost {
        let table = UnsafeMutablePointer<JoomHost>.allocate(capacity: 1)
        table.initialize(to: JoomHost())
        table.pointee.size = UInt32(MemoryLayout<JoomHost>.size)
        table.pointee.api = UInt32(JOOM_PLUGIN_API)
        table.pointee.joom = Unmanaged.passRetained(inbox).toOpaque()
        table.pointee.version = strdup(Product.version).map { UnsafePointer($0) }
        table.pointee.log = { host, level, text in
            guard let text else { return NativeInbox.Answer.invalid.rawValue }
            return NativeTable.put(host, .log(level: level, text: NativeTable.text(text, limit: 1_000)))
        }
        table.pointee.say = { host, text in
            guard let text, text.pointee != 0 else { return NativeInbox.Answer.invalid.rawValue }
            return NativeTable.put(host, .wish(.say(LocalText(NativeTable.text(text, limit: 200)))))
        }
        table.pointee.schedule = { NativeTable.schedule($0, $1, $2, $3) }
        table.pointee.watch_calls = { host, watcher in
            guard let watcher = watcher.flatMap({ NativeWatcher($0) }) else {
                return NativeInbox.Answer.invalid.rawValue
            }
            return NativeTable.put(host, .watch(watcher), onlyWhileRegistering: true)
        }
        table.pointee.add_effect = { NativeTable.addEffect($0, $1, $2) }
        table.pointee.set_microphone = { NativeTable.put($0, .wish(.microphone($1 != 0))) }
        table.pointee.set_camera = { NativeTable.put($0, .wish(.camera($1 != 0))) }
        table.pointee.leave = { NativeTable.put($0, .wish(.leave)) }
        return NativeHost(table: table)
    }

    private static func inbox(_ host: UnsafePointer<JoomHost>?) -> NativeInbox? {
        (host?.pointee.joom).map { Unmanaged<NativeInbox>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func put(
        _ host: UnsafePointer<JoomHost>?,
        _ request: @autoclosure () -> NativeInbox.Request,
        onlyWhileRegistering: Bool = false
    ) -> Int32 {
        (inbox(host)?.put(request(), onlyWhileRegistering: onlyWhileRegistering) ?? .invalid).rawValue
    }

    private static func text(_ pointer: UnsafePointer<CChar>, limit: Int) -> String {
        // What counts as one character may have any number of accents.
        let bytes = UnsafeRawBufferPointer(start: pointer, count: strnlen(pointer, 8 * limit))
        return String(String(decoding: bytes, as: UTF8.self).prefix(limit))
    }

    private static func schedule(
        _ host: UnsafePointer<JoomHost>?,
        _ milliseconds: UInt32,
        _ function: JoomFunction?,
        _ data: UnsafeMutableRawPointer?
    ) -> Int32 {
        guard let inbox = inbox(host), let function else { return NativeInbox.Answer.invalid.rawValue }
        nonisolated(unsafe) let data = data
        let work: @Sendable () -> Void = {
            guard let words = joom_call_function(function, data).thrown else { return }
            _ = inbox.put(.thrown(words))
        }
        return inbox.schedule(after: .milliseconds(Int(milliseconds)), work).rawValue
    }

    private static func addEffect(
        _ host: UnsafePointer<JoomHost>?,
        _ id: UnsafePointer<CChar>?,
        _ text: UnsafePointer<CChar>?
    ) -> Int32 {
        guard let inbox = inbox(host), let id, let text else { return NativeInbox.Answer.invalid.rawValue }
        let name = String(cString: id)
        do throws(KeyFileError) {
            guard EffectListing.isID(name) else {
                throw KeyFileError(line: 0, key: nil, reason: "“\(name)” is no name for an effect")
            }
            let effect = try Effect(parsing: Array(String(cString: text).utf8))
            let listing = EffectListing(id: name, path: inbox.path, content: .success(effect))
            return inbox.put(.effect(listing), onlyWhileRegistering: true).rawValue
        } catch {
            _ = inbox.put(.log(level: 2, text: "The effect \(name) cannot be used: \(error)"))
            return NativeInbox.Answer.invalid.rawValue
        }
    }
}

/// The table that a plugin gets.
struct NativeHost: @unchecked Sendable {
    // @unchecked: it is not changed after it was made.
    fileprivate let table: UnsafeMutablePointer<JoomHost>

    /// Calls the plugin's own function; on the plugin's queue.
    ///
    /// - Parameter entry: the function.
    /// - Returns: why the plugin cannot be used, or nil.
    func register(_ entry: NativeLibrary.Entry) -> PluginFault? {
        let outcome = joom_call_register(entry.function, table, UInt32(JOOM_PLUGIN_API))
        if let words = outcome.thrown { return .threw(words) }
        return outcome.result == 0 ? nil : .refused(outcome.result)
    }
}
