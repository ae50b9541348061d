// SPDX-License-Identifier: GPL-3.0-or-later

extension SDPSectionReader {
    /// The section as others see it.
    func section() throws(SDPError) -> MediaSection {
        MediaSection(
            kind: kind,
            index: index,
            mid: mid,
            direction: direction,
            codecs: isRejected ? [] : try codecs(),
            feedback: feedback,
            extensions: extensions,
            takesReducedSizeRTCP: attributes.has("rtcp-rsize"),
            ssrcs: ssrcs,
            isRejected: isRejected
        )
    }

    private func codecs() throws(SDPError) -> [Codec] {
        guard kind != .application else { return [] }
        let maps = byPayloadType("rtpmap")
        let parameters = byPayloadType("fmtp")
        var seen: Set<UInt8> = []
        var codecs: [Codec] = []
        for format in formats {
            guard let number = format.decimal(atMost: 127) else {
                throw .badAttribute("payload type", value: SDPError.excerpt(format), section: index)
            }
            let payloadType = UInt8(number)
            guard seen.insert(payloadType).inserted, let map = maps[payloadType] else { continue }
            codecs.append(try codec(payloadType, map: map, fmtp: parameters[payloadType]))
        }
        return codecs
    }

    /// Reads `VP8/90000` or `opus/48000/2`.
    private func codec(_ payloadType: UInt8, map: Substring, fmtp: Substring?) throws(SDPError) -> Codec {
        let parts = map.split(separator: "/", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), !parts[0].isEmpty,
            let clockRate = parts[1].decimal(atMost: 1_000_000), clockRate > 0,
            let channels = (parts.count == 3 ? parts[2] : "1").decimal(atMost: 255), channels > 0
        else { throw .badAttribute("rtpmap", value: SDPError.excerpt(map), section: index) }
        return Codec(
            payloadType: payloadType,
            name: String(parts[0]),
            clockRate: clockRate,
            channels: channels,
            fmtp: fmtp.map(String.init)
        )
    }

    /// The values of an attribute that begins with a payload type; the first of each type counts.
    private func byPayloadType(_ name: Substring) -> [UInt8: Substring] {
        var values: [UInt8: Substring] = [:]
        for value in attributes.values(name) {
            let number = value.prefix { $0 != " " }
            guard let type = number.decimal(atMost: 127), values[UInt8(type)] == nil else { continue }
            values[UInt8(type)] = value.dropFirst(number.count + 1)
        }
        return values
    }

    private var feedback: [MediaSection.Feedback] {
        attributes.values("rtcp-fb").compactMap { value in
            let target = value.prefix { $0 != " " }
            let message = String(value.dropFirst(target.count + 1))
            if target == "*" { return MediaSection.Feedback(payloadType: nil, message: message) }
            return target.decimal(atMost: 127)
                .map { MediaSection.Feedback(payloadType: UInt8($0), message: message) }
        }
    }

    /// `extmap:ID[/direction] URI …`; the first of each id counts.
    private var extensions: [UInt8: String] {
        var found: [UInt8: String] = [:]
        for value in attributes.values("extmap") {
            let words = value.split(separator: " ")
            guard words.count >= 2, let id = words[0].prefix(while: { $0 != "/" }).decimal(atMost: 255), id > 0,
                found[UInt8(id)] == nil
            else { continue }
            found[UInt8(id)] = String(words[1])
        }
        return found
    }

    private var ssrcs: [UInt32] {
        var seen: Set<UInt32> = []
        return attributes.values("ssrc").compactMap { value in
            let number = value.prefix { $0 != " " }.decimal(atMost: Int(UInt32.max)).map { UInt32($0) }
            guard let number, seen.insert(number).inserted else { return nil }
            return number
        }
    }
}
