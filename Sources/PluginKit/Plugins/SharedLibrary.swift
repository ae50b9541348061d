// SPDX-License-Identifier: GPL-3.0-or-later

/// Looks into a shared library without running any of its code (System V ABI, ELF-64, chapters 4 and 5).
///
/// Loading one runs its constructors, which is too late to find out that it was made for something else.
public struct SharedLibrary {
    /// What a processor is called in the file's head (`e_machine`).
    public struct Machine: Hashable, Sendable {
        let number: UInt16

        /// This computer's; nil for one whose libraries are not looked into.
        public static var own: Machine? {
            #if arch(x86_64)
            Machine(number: 62)
            #elseif arch(arm64)
            Machine(number: 183)
            #else
            nil
            #endif
        }
    }

    /// The functions and objects that others may use.
    public let symbols: Set<String>

    private static let maximumSymbols = 100_000

    /// Reads the table of dynamic symbols.
    ///
    /// - Parameters:
    ///   - bytes: the file, from anybody.
    ///   - machine: the processor it has to be for.
    /// - Throws: why it cannot be loaded, as the rest of a sentence about the file.
    public init(_ bytes: [UInt8], for machine: Machine) throws(LibraryFault) {
        let file = Image(bytes)
        guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else { throw LibraryFault("is no library") }
        guard let kind = file.number16(at: 16), let target = file.number16(at: 18), bytes.count >= 64 else {
            throw LibraryFault("is cut off")
        }
        // 64 bits, the least byte first; ET_DYN.
        guard bytes[4] == 2, bytes[5] == 1, target == machine.number else {
            throw LibraryFault("was built for another kind of computer")
        }
        guard kind == 3 else { throw LibraryFault("is no shared library") }
        guard let offset = file.number64(at: 40), let size = file.number16(at: 58), size >= 64,
            let count = file.number16(at: 60)
        else { throw LibraryFault("is cut off") }
        var symbols: Set<String> = []
        for index in 0..<Int(count) {
            guard let header = file.place(offset, Int(size), index), let type = file.number32(at: header + 4) else {
                throw LibraryFault("is cut off")
            }
            // SHT_DYNSYM; its link is the table of names.
            guard type == 11, let link = file.number32(at: header + 40),
                let names = file.place(offset, Int(size), Int(link)), let namesOffset = file.number64(at: names + 24)
            else { continue }
            symbols.formUnion(try Self.symbols(file, header, namesOffset))
        }
        self.symbols = symbols
    }

    private static func symbols(_ file: Image, _ header: Int, _ names: Int) throws(LibraryFault) -> [String] {
        guard let offset = file.number64(at: header + 24), let size = file.number64(at: header + 32) else {
            throw LibraryFault("is cut off")
        }
        let count = size / 24
        guard count <= maximumSymbols else { throw LibraryFault("has too many symbols") }
        var symbols: [String] = []
        for index in 0..<count {
            guard let place = file.place(offset, 24, index), let name = file.number32(at: place),
                let section = file.number16(at: place + 6)
            else { throw LibraryFault("is cut off") }
            // SHN_UNDEF: somebody else has it.
            guard section != 0, let text = file.text(at: names, Int(name)) else { continue }
            symbols.append(text)
        }
        return symbols
    }

    /// Bytes that are not where they should be are nil.
    private struct Image {
        let bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func number16(at place: Int) -> UInt16? { number(at: place, 2).map { UInt16($0) } }
        func number32(at place: Int) -> UInt32? { number(at: place, 4).map { UInt32($0) } }
        func number64(at place: Int) -> Int? { number(at: place, 8).flatMap { Int(exactly: $0) } }

        private func number(at place: Int, _ count: Int) -> UInt64? {
            guard place >= 0, place <= bytes.count - count else { return nil }
            return bytes[place..<(place + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }

        /// The start of an entry of a table that is there as a whole.
        func place(_ table: Int, _ size: Int, _ index: Int) -> Int? {
            let (distance, isTooFar) = size.multipliedReportingOverflow(by: index)
            let (place, isFarther) = table.addingReportingOverflow(distance)
            guard !isTooFar, !isFarther, place >= 0, place <= bytes.count - size else { return nil }
            return place
        }

        func text(at table: Int, _ offset: Int) -> String? {
            let (start, isTooFar) = table.addingReportingOverflow(offset)
            guard !isTooFar, start >= 0, start < bytes.count, let end = bytes[start...].prefix(256).firstIndex(of: 0)
            else { return nil }
            return String(validating: bytes[start..<end], as: UTF8.self)
        }
    }
}

/// Why a library cannot be loaded, as the rest of a sentence about it.
public struct LibraryFault: Error, Hashable, Sendable {
    /// Such as `is no library`.
    public let reason: String

    /// Words it.
    public init(_ reason: String) { self.reason = reason }
}
