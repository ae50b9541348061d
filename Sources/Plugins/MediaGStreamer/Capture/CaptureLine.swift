// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import GLibKit
import JoomModel
import PluginKit
import Synchronization

/// A device behind a switch whose other position is black or silence.
///
/// What follows the switch never notices: the same stream goes on with other content. States of devices change on a
/// queue of their own, because some devices block for ever.
@MediaActor
final class CaptureLine {
    /// The device in use; nil for none.
    private(set) var device: DeviceID?

    private let kind: String
    private let graph: CallGraph
    private let input: Element
    private let fallback: Pad
    private var source: Source?
    private let worker = DispatchQueue(label: "org.joom.media.devices", attributes: .concurrent)

    private struct Source {
        let bin: Element
        let output: Pad
        let input: Pad
        let flow: FlowMeter
    }

    /// Takes charge of an input-selector whose only input so far is the fallback.
    init(kind: String, graph: CallGraph, input: Element) throws(MediaError) {
        self.kind = kind
        self.graph = graph
        self.input = input
        fallback = try input.pad("sink_0")
    }

    /// Nanoseconds since the last buffer of the device; nil without a device.
    var silence: UInt64? { source.map { GStreamerLibrary.now &- $0.flow.last } }

    /// Whether a message's path leads to this line's device.
    func owns(path: String) -> Bool { source.map { path.contains("/GstBin:\($0.bin.name)/") } ?? false }

    /// Opens a device and switches to it as soon as it gives something.
    ///
    /// - Parameters:
    ///   - description: how to open it.
    ///   - id: what to call it in errors.
    /// - Throws: why the device gives nothing; the fallback stays.
    func open(_ description: CaptureDescription, id: DeviceID) async throws(MediaError) {
        await close()
        try MediaRequirements.check([description.element])
        let bin = try Element(bin: description.graph, name: graph.uniqueName(kind))
        let origin = try bin.child("source")
        for (property, value) in description.properties { origin.object.set(property, value) }
        try? bin.child("camera").pad("src").assumeCameraColours()
        let output = try bin.pad("src")
        let flow = FlowMeter()
        output.onBuffer { _ in
            flow.count()
            return true
        }
        // A device that breaks ends its stream, sometimes before we can switch away, and no encoder starts again.
        output.holdEndOfStream()
        // Locked: the pipeline must not wait for a device that hangs.
        bin.lockState(true)
        try graph.pipeline.element.add(bin)
        let pad = try input.requestPad("sink_%u")
        let new = Source(bin: bin, output: output, input: pad, flow: flow)
        do {
            try output.link(to: pad)
            try await start(new, id: id)
        } catch {
            await discard(new)
            throw error
        }
        source = new
        device = id
        input.object.set("active-pad", object: pad.object)
    }

    /// Releases the device; black or silence at once.
    func close() async {
        input.object.set("active-pad", object: fallback.object)
        device = nil
        guard let old = source else { return }
        source = nil
        await discard(old)
    }

    private func start(_ new: Source, id: DeviceID) async throws(MediaError) {
        let bin = new.bin
        let started = await Self.withTimeout(.seconds(5), on: worker) { bin.setState(.playing) }
        guard let started else { throw .deviceSilent(id) }
        guard started else { throw .deviceBusy(id) }
        for _ in 0..<800 where new.flow.last == 0 {
            try? await Task.sleep(for: .milliseconds(5))
        }
        guard new.flow.last != 0 else { throw .deviceSilent(id) }
    }

    private func discard(_ old: Source) async {
        let bin = old.bin
        // One that hangs is left to itself: its thread cannot be had back.
        let stopped = await Self.withTimeout(.seconds(5), on: worker) { bin.setState(.null) }
        old.output.unlink()
        input.release(old.input)
        if stopped != nil { graph.pipeline.element.remove(bin) }
    }

    /// Runs something that may block for ever; nil when it does.
    private static func withTimeout(
        _ limit: DispatchTimeInterval,
        on queue: DispatchQueue,
        _ body: @escaping @Sendable () -> Bool
    ) async -> Bool? {
        await withCheckedContinuation { continuation in
            let once = Once(continuation)
            queue.async { once.resume(body()) }
            queue.asyncAfter(deadline: .now() + limit) { once.resume(nil) }
        }
    }

    private final class Once: Sendable {
        private let continuation: Mutex<CheckedContinuation<Bool?, Never>?>

        init(_ continuation: CheckedContinuation<Bool?, Never>) { self.continuation = Mutex(continuation) }

        func resume(_ value: Bool?) {
            continuation.withLock { waiting in
                let taken = waiting
                waiting = nil
                return taken
            }?.resume(returning: value)
        }
    }
}

/// When the last buffer passed; written by the thread that carries them.
final class FlowMeter: Sendable {
    private let time = Atomic<UInt64>(0)

    /// Nanoseconds of the monotonic clock; 0 before the first.
    var last: UInt64 { time.load(ordering: .relaxed) }

    /// Notes that one passes.
    func count() { time.store(GStreamerLibrary.now, ordering: .relaxed) }
}
