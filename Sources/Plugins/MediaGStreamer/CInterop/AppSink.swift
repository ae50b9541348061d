// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import JoomModel
import Synchronization

/// Runs a handler for each sample of an appsink, on the thread that brings it.
enum AppSink {
    /// Hands out pictures of an appsink that takes RGB only.
    static func onFrame(_ element: Element, _ handler: @escaping @Sendable (VideoFrame) -> Void) {
        attach(element) { sample in
            guard let owner = SampleFrame(taking: sample) else { return }
            handler(owner.frame)
        }
    }

    /// Hands out sound of an appsink that takes 16-bit mono at 48 kHz only.
    static func onSound(_ element: Element, _ handler: @escaping @Sendable (AudioFrame) -> Void) {
        attach(element) { sample in
            defer { gst_sample_unref(sample) }
            guard let buffer = gst_sample_get_buffer(sample) else { return }
            var map = GstMapInfo()
            guard gst_buffer_map(buffer, &map, GST_MAP_READ) != 0 else { return }
            defer { gst_buffer_unmap(buffer, &map) }
            guard let data = map.data else { return }
            let bytes = UnsafeRawBufferPointer(start: data, count: Int(map.size))
            let samples = stride(from: 0, to: bytes.count - 1, by: 2).map { offset in
                Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))
            }
            handler(AudioFrame(samples: samples, timestamp: .nanoseconds(Int64(clamping: buffer.pointee.pts))))
        }
    }

    private static func attach(_ element: Element, _ handler: @escaping @Sendable (OpaquePointer) -> Void) {
        var callbacks = GstAppSinkCallbacks()
        callbacks.new_sample = { sink, data in
            guard let sink, let data else { return GST_FLOW_OK }
            guard let sample = gst_app_sink_pull_sample(sink) else { return GST_FLOW_EOS }
            Unmanaged<Handler>.fromOpaque(data).takeUnretainedValue().run(sample)
            return GST_FLOW_OK
        }
        gst_app_sink_set_callbacks(
            element.object.cast(),
            &callbacks,
            Unmanaged.passRetained(Handler(handler)).toOpaque(),
            { data in
                guard let data else { return }
                Unmanaged<Handler>.fromOpaque(data).release()
            }
        )
    }

    /// The handler owns the sample it gets.
    private final class Handler: Sendable {
        let run: @Sendable (OpaquePointer) -> Void
        init(_ run: @escaping @Sendable (OpaquePointer) -> Void) { self.run = run }
    }
}

/// An RGB sample, mapped for as long as somebody shows it.
private final class SampleFrame: VideoFrameOwner, @unchecked Sendable {
    // @unchecked: nothing changes after init, and the mapped bytes are read only.
    private let sample: OpaquePointer
    private let mapped: UnsafeMutablePointer<GstVideoFrame>

    /// Takes over a sample; nil, and the sample released, when it cannot be read.
    init?(taking sample: OpaquePointer) {
        let mapped = UnsafeMutablePointer<GstVideoFrame>.allocate(capacity: 1)
        var info = GstVideoInfo()
        guard let caps = gst_sample_get_caps(sample), gst_video_info_from_caps(&info, caps) != 0,
            let buffer = gst_sample_get_buffer(sample),
            gst_video_frame_map(mapped, &info, buffer, GST_MAP_READ) != 0
        else {
            mapped.deallocate()
            gst_sample_unref(sample)
            return nil
        }
        self.sample = sample
        self.mapped = mapped
    }

    deinit {
        gst_video_frame_unmap(mapped)
        mapped.deallocate()
        gst_sample_unref(sample)
    }

    var frame: VideoFrame {
        let time = mapped.pointee.buffer.map { $0.pointee.pts } ?? 0
        return VideoFrame(
            owner: self,
            format: .rgb,
            width: Int(mapped.pointee.info.width),
            height: Int(mapped.pointee.info.height),
            stride: stride,
            timestamp: .nanoseconds(Int64(clamping: time))
        )
    }

    func withBytes(_ body: (RawSpan) -> Void) {
        guard let data = mapped.pointee.data.0 else { return }
        let bytes = UnsafeRawBufferPointer(start: data, count: stride * Int(mapped.pointee.info.height))
        body(bytes.bytes)
    }

    private var stride: Int { Int(mapped.pointee.info.stride.0) }
}

/// Where pictures go at the moment; changed by one thread, read by the one that brings pictures.
final class VideoOutlet: Sendable {
    private let sink = Mutex<(any VideoSink)?>(nil)

    func set(_ new: (any VideoSink)?) { sink.withLock { $0 = new } }

    func render(_ frame: VideoFrame) { sink.withLock { $0 }?.render(frame) }

    /// The size beyond which more pixels would not be seen; nil for as many as there are.
    var size: VideoSize? { sink.withLock { $0 }?.size }

    /// Whether anybody would see a picture that came now.
    var isWatching: Bool { sink.withLock { $0 }?.isWatching ?? false }
}

/// Where sound goes at the moment; changed by one thread, read by the one that brings sound.
final class AudioOutlet: Sendable {
    private let sink = Mutex<(any AudioSink)?>(nil)

    func set(_ new: (any AudioSink)?) { sink.withLock { $0 = new } }

    func receive(_ frame: AudioFrame) { sink.withLock { $0 }?.receive(frame) }
}
