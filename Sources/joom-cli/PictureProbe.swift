// SPDX-License-Identifier: GPL-3.0-or-later
import JoomModel

/// What a picture looks like on the whole: enough to tell whose it is, and whether it moves.
struct PictureProbe: Equatable {
    /// Mean of each component over the sampled pixels, 0...255.
    var red = 0.0
    var green = 0.0
    var blue = 0.0
    /// Changes with any sampled pixel (FNV-1a over them).
    var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Samples every `step`th pixel of every `step`th row of an RGB picture.
    init(_ frame: VideoFrame, step: Int = 4) {
        var sums = (red: 0, green: 0, blue: 0, count: 0)
        var hash = fingerprint
        frame.owner.withBytes { bytes in
            for row in stride(from: 0, to: frame.height, by: step) {
                for column in stride(from: 0, to: frame.width, by: step) {
                    let offset = row * frame.stride + column * 3
                    guard offset >= 0, offset + 2 < bytes.byteCount else { return }
                    let red = bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
                    let green = bytes.unsafeLoad(fromByteOffset: offset + 1, as: UInt8.self)
                    let blue = bytes.unsafeLoad(fromByteOffset: offset + 2, as: UInt8.self)
                    sums.red += Int(red)
                    sums.green += Int(green)
                    sums.blue += Int(blue)
                    sums.count += 1
                    let pixel = UInt64(red) << 16 | UInt64(green) << 8 | UInt64(blue)
                    hash = (hash ^ pixel) &* 0x100_0000_01b3
                }
            }
        }
        guard sums.count > 0 else { return }
        red = Double(sums.red) / Double(sums.count)
        green = Double(sums.green) / Double(sums.count)
        blue = Double(sums.blue) / Double(sums.count)
        fingerprint = hash
    }
}

extension PictureProbe {
    /// The mean colour as `#rrggbb`.
    var colour: String {
        "#"
            + [red, green, blue].map { component in
                let digits = String(Int(component.rounded()), radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
    }

    /// True when the strongest component is that of the colour `#rrggbb`, clearly.
    func resembles(_ colour: String) -> Bool {
        guard let value = UInt32(colour.dropFirst(), radix: 16) else { return false }
        let sent = [Double(value >> 16 & 0xff), Double(value >> 8 & 0xff), Double(value & 0xff)]
        let seen = [red, green, blue]
        return zip(sent, seen).allSatisfy { abs($0 - $1) < 70 }
            && sent.indices.max { sent[$0] < sent[$1] } == seen.indices.max { seen[$0] < seen[$1] }
    }
}
