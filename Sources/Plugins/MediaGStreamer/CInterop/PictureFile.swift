// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
public import GLibKit
public import JoomModel

/// Saves a picture.
public enum PictureFile {
    /// Writes a picture as PNG, replacing what is there; blocks until it is written.
    ///
    /// - Parameters:
    ///   - frame: the picture.
    ///   - path: the file's path.
    /// - Throws: the encoder's or the system's reason.
    public static func write(_ frame: VideoFrame, toPNG path: String) throws(GLibError) {
        let rows = packedRows(of: frame)
        let sample = try GLibError.check { error in
            rows.withUnsafeBytes { bytes -> OpaquePointer? in
                guard let start = bytes.baseAddress else { return nil }
                return joom_png_encode(start, gsize(bytes.count), gint(frame.width), gint(frame.height), error)
            }
        }
        guard let sample else { return }
        defer { gst_sample_unref(sample) }
        guard let buffer = gst_sample_get_buffer(sample) else { return }
        var map = GstMapInfo()
        guard gst_buffer_map(buffer, &map, GST_MAP_READ) != 0 else { return }
        defer { gst_buffer_unmap(buffer, &map) }
        _ = try GLibError.check { error in
            map.data.withMemoryRebound(to: gchar.self, capacity: Int(map.size)) {
                g_file_set_contents(path, $0, gssize(map.size), error)
            }
        }
    }

    /// The rows as GStreamer has them, each of a multiple of four bytes; black where the owner has fewer than it should.
    private static func packedRows(of frame: VideoFrame) -> [UInt8] {
        let rowBytes = frame.width * 3
        let stride = (rowBytes + 3) & ~3
        var rows = [UInt8](repeating: 0, count: stride * frame.height)
        frame.owner.withBytes { source in
            source.withUnsafeBytes { source in
                rows.withUnsafeMutableBytes { target in
                    for row in 0..<frame.height where (row * frame.stride + rowBytes) <= source.count {
                        let from = UnsafeRawBufferPointer(
                            rebasing: source[row * frame.stride..<row * frame.stride + rowBytes]
                        )
                        UnsafeMutableRawBufferPointer(rebasing: target[row * stride..<row * stride + rowBytes])
                            .copyMemory(from: from)
                    }
                }
            }
        }
        return rows
    }
}
