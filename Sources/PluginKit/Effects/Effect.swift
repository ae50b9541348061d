// SPDX-License-Identifier: GPL-3.0-or-later

/// Something done to our own picture or sound before it is sent: a chain of GStreamer filters, described by a text file.
///
/// Files are called NAME.joom-effect; docs/plugins.md describes them. A value of this type was checked: its elements are
/// allowed, and its properties hold nothing that could end a quotation in gst-launch's language.
public struct Effect: Hashable, Sendable {
    /// The newest form of files that this Joom reads.
    public static let apiVersion = 1

    /// What it works on.
    public enum Kind: String, Hashable, Sendable {
        case video, audio
    }

    /// One filter.
    public struct Element: Hashable, Sendable {
        /// GStreamer's name for it, such as `videobalance`.
        public let factory: String
        /// What is set on it, in the file's order.
        public let properties: [Property]
    }

    /// A setting of a filter.
    public struct Property: Hashable, Sendable {
        /// GStreamer's name for it.
        public let name: String
        /// As gst-launch writes it, without quotes.
        public let value: String
    }

    /// What people call it.
    public let name: LocalText
    /// What it works on.
    public let kind: Kind
    /// Its filters, first to last; at least one.
    public let elements: [Element]
    /// What can be changed while it runs.
    public let parameters: [EffectParameter]
    /// Where its file has the filters.
    let line: Int
}

/// One thing that a person may change while an effect runs.
public struct EffectParameter: Hashable, Sendable {
    /// What it may be, and what it is to begin with.
    public enum Domain: Hashable, Sendable {
        case int(ClosedRange<Int>, initial: Int)
        case double(ClosedRange<Double>, initial: Double)
        case bool(initial: Bool)
        case choice([String], initial: String)
    }

    /// How the file calls it.
    public let id: String
    /// What people call it.
    public let label: LocalText
    /// Which of the effect's elements it belongs to.
    public let element: Int
    /// The element's property.
    public let property: String
    /// What it may be.
    public let domain: Domain
    /// Where the file names the property.
    let line: Int

    /// A value as text for the property: brought into the domain, or the initial one where it makes no sense.
    public func text(for value: EffectValue?) -> String {
        switch (domain, value) {
        case (.int(let range, _), .number(let number)) where number.isFinite:
            // The parser's ranges end where every whole number is a double too.
            String(Int(min(max(number.rounded(), Double(range.lowerBound)), Double(range.upperBound))))
        case (.double(let range, _), .number(let number)) where number.isFinite:
            String(min(max(number, range.lowerBound), range.upperBound))
        case (.bool, .switch(let isOn)): String(isOn)
        case (.choice(let choices, _), .choice(let choice)) where choices.contains(choice): choice
        case (.int(_, let initial), _): String(initial)
        case (.double(_, let initial), _): String(initial)
        case (.bool(let initial), _): String(initial)
        case (.choice(_, let initial), _): initial
        }
    }
}

/// What a parameter was set to.
public enum EffectValue: Hashable, Sendable {
    case number(Double)
    case `switch`(Bool)
    case choice(String)
}

/// An effect in use.
public struct EffectSetting: Hashable, Sendable {
    /// What tells it from others: its file's name.
    public let id: String
    /// What is done.
    public let effect: Effect
    /// What a person changed, by the parameter's id.
    public var values: [String: EffectValue]

    /// Puts an effect to use.
    public init(id: String, effect: Effect, values: [String: EffectValue] = [:]) {
        (self.id, self.effect, self.values) = (id, effect, values)
    }
}

/// Why an effect is not in use any more.
public enum EffectEnd: Hashable, Sendable {
    /// It took too long for each picture or piece of sound.
    case tooSlow
    /// One of its filters is not installed, or broke.
    case failed(MediaError)
}

extension Effect {
    /// A complaint about its filters, where its file has them.
    public func error(_ reason: String) -> KeyFileError { KeyFileError(line: line, key: "Pipeline", reason: reason) }
}

extension EffectParameter {
    /// A complaint about its property, where its file names that.
    public func error(_ reason: String) -> KeyFileError { KeyFileError(line: line, key: "Property", reason: reason) }
}
