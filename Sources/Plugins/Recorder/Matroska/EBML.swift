// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes elements of EBML (RFC 8794): an id, a length and what is in it.
struct EBML {
    private(set) var bytes: [UInt8] = []

    /// Adds an element with bytes in it.
    mutating func element(_ id: MatroskaID, _ content: [UInt8]) {
        bytes += id.bytes
        bytes += Self.length(content.count)
        bytes += content
    }

    /// Adds an unsigned number, in as few bytes as it needs.
    mutating func number(_ id: MatroskaID, _ value: UInt64) {
        let count = max((71 - value.leadingZeroBitCount) / 8, 1)
        element(id, Self.bigEndian(value, count: count))
    }

    /// Adds a number with a fraction, in eight bytes.
    mutating func number(_ id: MatroskaID, double value: Double) {
        element(id, Self.bigEndian(value.bitPattern, count: 8))
    }

    /// Adds text.
    mutating func text(_ id: MatroskaID, _ value: String) { element(id, Array(value.utf8)) }

    /// Adds an element with others in it.
    mutating func group(_ id: MatroskaID, _ fill: (inout EBML) -> Void) {
        var inner = EBML()
        fill(&inner)
        element(id, inner.bytes)
    }

    /// Adds bytes that are elements already.
    mutating func append(_ elements: [UInt8]) { bytes += elements }

    /// Adds nothing, of so many bytes: two at the least.
    mutating func void(_ count: Int) {
        bytes += MatroskaID.void.bytes
        // Room for whatever may take its place, so the length is long enough for any.
        let size = count - 1 > 126 + 1 ? 8 : 1
        bytes += Self.length(count - 1 - size, size: size)
        bytes += Array(repeating: 0, count: count - 1 - size)
    }

    /// How long what follows is.
    ///
    /// - Parameters:
    ///   - value: in bytes.
    ///   - size: of the length itself, in bytes; nil for as few as it needs.
    /// - Returns: a variable-size integer (RFC 8794 section 4).
    static func length(_ value: Int, size: Int? = nil) -> [UInt8] {
        let value = UInt64(max(value, 0))
        // All bits set means "unknown".
        let least: Int = (1...8).first(where: { value < (1 << UInt64(7 * $0)) - 1 }) ?? 8
        let count: Int = size ?? least
        var bytes = bigEndian(value, count: count)
        bytes[0] |= UInt8(truncatingIfNeeded: 1 << (8 - count))
        return bytes
    }

    /// The last bytes of a number, the highest first.
    static func bigEndian(_ value: UInt64, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
    }
}

/// Elements by name (RFC 9559 section 5).
enum MatroskaID: UInt32 {
    case ebml = 0x1A45_DFA3
    case ebmlVersion = 0x4286
    case ebmlReadVersion = 0x42F7
    case ebmlMaxIDLength = 0x42F2
    case ebmlMaxSizeLength = 0x42F3
    case docType = 0x4282
    case docTypeVersion = 0x4287
    case docTypeReadVersion = 0x4285
    case void = 0xEC
    case segment = 0x1853_8067
    case seekHead = 0x114D_9B74
    case seek = 0x4DBB
    case seekID = 0x53AB
    case seekPosition = 0x53AC
    case info = 0x1549_A966
    case timestampScale = 0x2AD7B1
    case duration = 0x4489
    case dateUTC = 0x4461
    case title = 0x7BA9
    case muxingApp = 0x4D80
    case writingApp = 0x5741
    case tracks = 0x1654_AE6B
    case trackEntry = 0xAE
    case trackNumber = 0xD7
    case trackUID = 0x73C5
    case trackType = 0x83
    case flagLacing = 0x9C
    case name = 0x536E
    case language = 0x22B59C
    case codecID = 0x86
    case codecPrivate = 0x63A2
    case codecDelay = 0x56AA
    case seekPreRoll = 0x56BB
    case video = 0xE0
    case pixelWidth = 0xB0
    case pixelHeight = 0xBA
    case audio = 0xE1
    case samplingFrequency = 0xB5
    case channels = 0x9F
    case cluster = 0x1F43_B675
    case timestamp = 0xE7
    case simpleBlock = 0xA3
    case cues = 0x1C53_BB6B
    case cuePoint = 0xBB
    case cueTime = 0xB3
    case cueTrackPositions = 0xB7
    case cueTrack = 0xF7
    case cueClusterPosition = 0xF1

    /// As it is written; its length is part of it.
    var bytes: [UInt8] { EBML.bigEndian(UInt64(rawValue), count: (39 - rawValue.leadingZeroBitCount) / 8) }
}
