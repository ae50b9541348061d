// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel
import PluginKit

/// The header of Opus (RFC 7845 section 5.1).
enum OpusHead {
    /// Samples at 48 kHz that an encoder puts in front.
    static let preSkip = 312

    static func bytes(channels: Int) -> [UInt8] {
        let skip = UInt16(preSkip)
        return Array("OpusHead".utf8) + [
            1, UInt8(clamping: channels), UInt8(truncatingIfNeeded: skip), UInt8(truncatingIfNeeded: skip >> 8),
            0x80, 0xBB, 0, 0, 0, 0, 0,
        ]
    }
}

/// What key frames of VP8 and VP9 say of themselves.
enum FrameHeader {
    /// The picture's size; nil where the frame does not say it.
    static func size(of frame: EncodedFrame) -> VideoSize? {
        switch frame.format.codec {
        case .vp8: vp8(frame.bytes)
        case .vp9: vp9(frame.bytes)
        case .h264, .opus: nil
        }
    }

    /// RFC 6386 section 9.1.
    private static func vp8(_ bytes: [UInt8]) -> VideoSize? {
        guard bytes.count >= 10, bytes[0] & 1 == 0, bytes[3...5].elementsEqual([0x9D, 0x01, 0x2A]) else { return nil }
        return size(
            (Int(bytes[6]) | Int(bytes[7]) << 8) & 0x3FFF,
            (Int(bytes[8]) | Int(bytes[9]) << 8) & 0x3FFF
        )
    }

    /// VP9 Bitstream Specification 0.6, section 6.2, for profile 0: the only one that calls use.
    private static func vp9(_ bytes: [UInt8]) -> VideoSize? {
        var bits = Bits(bytes)
        guard bits.take(2) == 2, bits.take(2) == 0, bits.take(1) == 0, bits.take(1) == 0 else { return nil }
        _ = bits.take(2)
        guard bits.take(24) == 0x498342, let colourSpace = bits.take(3), colourSpace != 7 else { return nil }
        _ = bits.take(1)
        guard let width = bits.take(16), let height = bits.take(16) else { return nil }
        return size(width + 1, height + 1)
    }

    private static func size(_ width: Int, _ height: Int) -> VideoSize? {
        width > 0 && height > 0 ? VideoSize(width: width, height: height) : nil
    }

    private struct Bits {
        private let bytes: [UInt8]
        private var position = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func take(_ count: Int) -> Int? {
            guard position + count <= bytes.count * 8 else { return nil }
            defer { position += count }
            return (position..<position + count).reduce(0) { value, bit in
                value << 1 | Int(bytes[bit / 8] >> UInt8(7 - bit % 8) & 1)
            }
        }
    }
}

/// H.264 as files have it: units behind their length, in place of a byte stream with marks between them.
enum AVC {
    /// AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1); nil where the parameter sets are not in a frame.
    static func configuration(in stream: [UInt8]) -> [UInt8]? {
        let units = units(of: stream)
        guard let sequence = units.first(where: { $0.type == 7 })?.bytes, sequence.count >= 4,
            let picture = units.first(where: { $0.type == 8 })?.bytes
        else { return nil }
        var record: [UInt8] = [1, sequence[1], sequence[2], sequence[3], 0xFF, 0xE1]
        record += EBML.bigEndian(UInt64(sequence.count), count: 2) + sequence
        record += [1] + EBML.bigEndian(UInt64(picture.count), count: 2) + picture
        return record
    }

    /// A frame for the file.
    static func block(of stream: [UInt8]) -> [UInt8] {
        units(of: stream).filter { $0.type != 9 }.flatMap { unit in
            EBML.bigEndian(UInt64(unit.bytes.count), count: 4) + unit.bytes
        }
    }

    private struct Unit {
        let bytes: [UInt8]
        var type: UInt8 { (bytes.first ?? 0) & 0x1F }
    }

    /// What stands between the marks 00 00 01 (ITU-T H.264 annex B).
    private static func units(of stream: [UInt8]) -> [Unit] {
        var starts: [Int] = []
        var index = 0
        while index + 2 < stream.count {
            if stream[index + 2] > 1 {
                index += 3
            } else if stream[index] == 0, stream[index + 1] == 0, stream[index + 2] == 1 {
                starts.append(index + 3)
                index += 3
            } else {
                index += 1
            }
        }
        return starts.enumerated().compactMap { number, start in
            var end = number + 1 < starts.count ? starts[number + 1] - 3 : stream.count
            // Zeros before a mark belong to it.
            while end > start, stream[end - 1] == 0 { end -= 1 }
            return end > start ? Unit(bytes: Array(stream[start..<end])) : nil
        }
    }
}
