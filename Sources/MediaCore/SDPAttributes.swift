// SPDX-License-Identifier: GPL-3.0-or-later

/// The attributes of the session or of one section, by name, in order.
struct SDPAttributes {
    private var byName: [Substring: [Substring]] = [:]

    init(_ lines: some Sequence<SDPText.Line>) {
        for line in lines {
            guard let name = line.attribute else { continue }
            byName[name, default: []].append(line.attributeValue)
        }
    }

    /// Whether the attribute is there at all.
    func has(_ name: Substring) -> Bool { byName[name] != nil }

    /// All values of an attribute.
    func values(_ name: Substring) -> [Substring] { byName[name] ?? [] }

    /// The first value of an attribute.
    func first(_ name: Substring) -> Substring? { byName[name]?.first }
}
