// SPDX-License-Identifier: GPL-3.0-or-later
@testable import Recorder

/// An element as a player finds it.
struct Element {
    let id: UInt32
    let position: Int
    let content: [UInt8]

    var number: UInt64 { content.reduce(0) { $0 << 8 | UInt64($1) } }
    var text: String { String(decoding: content, as: UTF8.self) }
    var double: Double { Double(bitPattern: number) }
    var children: [Element] { Element.parse(content) }

    func child(_ id: MatroskaID) -> Element? { children.first { $0.id == id.rawValue } }
    func all(_ id: MatroskaID) -> [Element] { children.filter { $0.id == id.rawValue } }

    /// The elements in bytes, as far as they are whole; one of unknown length holds all that follows.
    static func parse(_ bytes: [UInt8]) -> [Element] {
        var found: [Element] = []
        var index = 0
        while index < bytes.count {
            let start = index
            let idSize = bytes[index].leadingZeroBitCount + 1
            guard index + idSize < bytes.count else { break }
            let id = bytes[index..<index + idSize].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            index += idSize
            let lengthSize = bytes[index].leadingZeroBitCount + 1
            guard lengthSize <= 8, index + lengthSize <= bytes.count else { break }
            var length = bytes[index..<index + lengthSize].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            length &= (1 << UInt64(7 * lengthSize)) - 1
            index += lengthSize
            let isUnknown = length == (1 << UInt64(7 * lengthSize)) - 1
            let end = isUnknown ? bytes.count : index + Int(length)
            guard end <= bytes.count else { break }
            found.append(Element(id: id, position: start, content: Array(bytes[index..<end])))
            index = end
        }
        return found
    }
}

extension [UInt8] {
    /// What a disk would hold after all of it was written.
    mutating func write(_ writes: [MatroskaFile.Write]) {
        for write in writes {
            switch write {
            case .append(let bytes): self += bytes
            case .patch(let offset, let bytes): replaceSubrange(offset..<offset + bytes.count, with: bytes)
            }
        }
    }
}
