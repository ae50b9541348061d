// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import JoomModel
import Synchronization

/// A colour, 0...255 each.
struct Colour: Hashable, CustomStringConvertible {
    var red: Int
    var green: Int
    var blue: Int

    var description: String { "(\(red), \(green), \(blue))" }

    /// VP8 and the way through YUV shift colours a little.
    func isLike(_ other: Colour) -> Bool {
        abs(red - other.red) < 30 && abs(green - other.green) < 30 && abs(blue - other.blue) < 30
    }

    static let red = Colour(red: 0xC0, green: 0x20, blue: 0x20)
    static let blue = Colour(red: 0x20, green: 0x20, blue: 0xC0)
    static let green = Colour(red: 0x20, green: 0xA0, blue: 0x20)
    static let black = Colour(red: 0, green: 0, blue: 0)

    var text: String { "#" + [red, green, blue].map { String(format: "%02x", $0) }.joined() }
}

/// Remembers what was shown.
final class PictureRecorder: VideoSink {
    struct Seen {
        var count = 0
        var width = 0
        var height = 0
        /// The most frequent of nine spots: the ball covers some of them.
        var colour = Colour.black
        /// Pictures that differ from the one before.
        var changes = 0
        var hash = 0
        var times: [Duration] = []
    }

    private let state = Mutex(Seen())
    private let place = Mutex<VideoSize?>(nil)
    private let isLooking = Mutex(true)

    var size: VideoSize? {
        get { place.withLock(\.self) }
        set { place.withLock { $0 = newValue } }
    }

    var isWatching: Bool {
        get { isLooking.withLock(\.self) }
        set { isLooking.withLock { $0 = newValue } }
    }

    var seen: Seen { state.withLock { $0 } }

    func forget() { state.withLock { $0 = Seen() } }

    func render(_ frame: VideoFrame) {
        var spots: [Colour] = []
        var hasher = Hasher()
        frame.owner.withBytes { bytes in
            for row in 1...3 {
                for column in 1...3 {
                    let offset = frame.height * row / 4 * frame.stride + frame.width * column / 4 * 3
                    guard offset + 3 <= bytes.byteCount else { return }
                    let pixel = (0..<3).map { Int(bytes.unsafeLoad(fromByteOffset: offset + $0, as: UInt8.self)) }
                    spots.append(Colour(red: pixel[0], green: pixel[1], blue: pixel[2]))
                }
            }
            for offset in stride(from: 0, to: bytes.byteCount, by: 1_009) {
                hasher.combine(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
            }
        }
        let hash = hasher.finalize()
        let colour = spots.max { one, other in votes(one, spots) < votes(other, spots) } ?? .black
        state.withLock { seen in
            seen.count += 1
            (seen.width, seen.height) = (frame.width, frame.height)
            seen.colour = colour
            if seen.hash != hash { seen.changes += 1 }
            seen.hash = hash
            seen.times.append(frame.timestamp)
        }
    }

    private func votes(_ colour: Colour, _ spots: [Colour]) -> Int { spots.filter(colour.isLike).count }
}

/// Remembers what was heard.
final class SoundRecorder: AudioSink {
    private let samples = Mutex<[Int16]>([])

    func receive(_ frame: AudioFrame) {
        samples.withLock { $0.append(contentsOf: frame.samples) }
    }

    func forget() { samples.withLock { $0 = [] } }

    var count: Int { samples.withLock(\.count) }

    /// Root mean square of the last `length` samples, in dBFS; -120 for digital silence.
    func loudness(length: Int) -> Double {
        let last = samples.withLock { $0.suffix(length).map { Double($0) / 32_768 } }
        guard !last.isEmpty else { return -120 }
        let power = last.reduce(0) { $0 + $1 * $1 } / Double(last.count)
        return power > 0 ? max(10 * log10(power), -120) : -120
    }

    /// The share of the last `length` samples' energy that lies at `frequency`, 0...1 (Goertzel).
    func share(of frequency: Double, length: Int) -> Double {
        let last = samples.withLock { $0.suffix(length).map { Double($0) } }
        let energy = last.reduce(0) { $0 + $1 * $1 }
        guard last.count == length, energy > 0 else { return 0 }
        let step = 2 * Double.pi * frequency / 48_000
        var (sine, cosine) = (0.0, 0.0)
        for (index, sample) in last.enumerated() {
            sine += sample * sin(step * Double(index))
            cosine += sample * cos(step * Double(index))
        }
        return (sine * sine + cosine * cosine) * 2 / Double(length) / energy
    }
}
