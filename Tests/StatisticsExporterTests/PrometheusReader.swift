// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads Prometheus' text format, strictly: what a collector would only warn of is an error here.
struct PrometheusReader {
    struct Sample: Equatable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    struct Fault: Error, Equatable {
        let line: Int
        let reason: String
    }

    private(set) var samples: [Sample] = []
    private(set) var types: [String: String] = [:]
    private(set) var helps: [String: String] = [:]

    init(_ text: String) throws {
        guard text.isEmpty || text.unicodeScalars.last == "\n" else { throw Fault(line: 0, reason: "no end of line") }
        var current = ""
        for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .enumerated()
        {
            func fail(_ reason: String) -> Fault { Fault(line: index + 1, reason: reason) }
            let line = String(String.UnicodeScalarView(line))
            if line.hasPrefix("# HELP ") {
                let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1)
                guard parts.count == 2, helps[String(parts[0])] == nil else { throw fail("help") }
                current = String(parts[0])
                helps[current] = try Self.plain(String(parts[1]), quotes: false) ?? { throw fail("escape") }()
            } else if line.hasPrefix("# TYPE ") {
                let parts = line.dropFirst(7).split(separator: " ")
                guard parts.count == 2, parts[0] == current, types[current] == nil,
                    ["counter", "gauge"].contains(parts[1])
                else { throw fail("type") }
                types[current] = String(parts[1])
            } else {
                guard let sample = Self.sample(line), sample.name == current, types[current] != nil,
                    !samples.contains(where: { $0.name == sample.name && $0.labels == sample.labels })
                else { throw fail("sample") }
                samples.append(sample)
            }
        }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || $0 == "_" || ("0"..."9").contains($0) }
    }

    private static func sample(_ line: String) -> Sample? {
        guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
            return nil
        }
        let head = line[..<space]
        guard let brace = head.firstIndex(of: "{") else {
            return isName(String(head)) ? Sample(name: String(head), labels: [:], value: value) : nil
        }
        var labels: [String: String] = [:]
        var rest = Array(head[head.index(after: brace)...].unicodeScalars)[...]
        while true {
            let key = String(String.UnicodeScalarView(rest.prefix { $0 != "=" }))
            rest = rest.dropFirst(key.unicodeScalars.count + 1)
            guard isName(key), labels[key] == nil, rest.popFirst() == "\"" else { return nil }
            var raw = String.UnicodeScalarView()
            while let next = rest.popFirst(), next != "\"" {
                raw.append(next)
                if next == "\\" { raw.append(rest.popFirst() ?? "\\") }
            }
            guard let text = plain(String(raw), quotes: true) else { return nil }
            labels[key] = text
            guard let next = rest.popFirst() else { return nil }
            if next == "}" { break }
            guard next == "," else { return nil }
        }
        guard rest.isEmpty, isName(String(head[..<brace])) else { return nil }
        return Sample(name: String(head[..<brace]), labels: labels, value: value)
    }

    private static func plain(_ escaped: String, quotes: Bool) -> String? {
        var text = String.UnicodeScalarView()
        var rest = Array(escaped.unicodeScalars)[...]
        while let next = rest.popFirst() {
            guard next == "\\" else {
                text.append(next)
                continue
            }
            switch rest.popFirst() {
            case "n": text.append("\n")
            case "\\": text.append("\\")
            case "\"" where quotes: text.append("\"")
            default: return nil
            }
        }
        return String(text)
    }
}
