// SPDX-License-Identifier: GPL-3.0-or-later

/// Prometheus' text format (version 0.0.4), as node_exporter's textfile collector reads it.
struct PrometheusText {
    /// How a number behaves over time.
    enum Kind: String {
        /// Only rises, until what it counts begins anew.
        case counter
        /// Goes up and down.
        case gauge
    }

    /// All numbers of one name.
    struct Metric {
        /// Letters, digits, `_`; with its unit at the end.
        let name: String
        /// What it is, in a line.
        let help: String
        let kind: Kind
        var samples: [Sample] = []
    }

    /// A number, and what it is of.
    struct Sample {
        /// Names are ours, values anything.
        let labels: [(name: String, value: String)]
        let value: Double
    }

    /// The file; metrics without a number are left out.
    static func text(_ metrics: [Metric]) -> String {
        var text = ""
        for metric in metrics where !metric.samples.isEmpty {
            text += "# HELP \(metric.name) \(escaped(metric.help))\n# TYPE \(metric.name) \(metric.kind.rawValue)\n"
            for sample in metric.samples { text += "\(metric.name)\(labels(sample)) \(number(sample.value))\n" }
        }
        return text
    }

    private static func labels(_ sample: Sample) -> String {
        guard !sample.labels.isEmpty else { return "" }
        return "{" + sample.labels.map { "\($0.name)=\"\(escaped($0.value, isQuoted: true))\"" }.joined(separator: ",")
            + "}"
    }

    /// A backslash and the end of a line would be misread everywhere, a quotation mark within quotation marks.
    private static func escaped(_ text: String, isQuoted: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where isQuoted: escaped += "\\\""
            case _: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Counts are easier to read without a fraction.
        return Int64(exactly: value).map(String.init) ?? String(value)
    }
}
