// SPDX-License-Identifier: GPL-3.0-or-later

/// The part of gst-launch's language that effects may use: filters in a row.
///
///     pipeline = element *( "!" element )
///     element  = factory *( property "=" value )
///     value    = 1*plain / DQUOTE *( plain / " " ) DQUOTE
enum EffectPipeline {
    private static let maximumElements = 16
    private static let maximumValue = 256

    /// Reads a chain; the error tells only the reason.
    ///
    /// - Parameters:
    ///   - text: the value of `Pipeline`.
    ///   - kind: what it works on.
    ///   - extra: elements that the person allows besides ours.
    /// - Returns: the filters, first to last.
    /// - Throws: why the chain cannot be taken.
    static func parse(
        _ text: String,
        kind: Effect.Kind,
        extra: Set<String>
    ) throws(EffectPipelineError) -> [Effect.Element] {
        var elements: [Effect.Element] = []
        var words: [String] = []
        for word in try split(text) + ["!"] {
            guard word == "!" else {
                words.append(word)
                continue
            }
            guard !words.isEmpty else { throw EffectPipelineError("an element is missing beside !") }
            elements.append(try element(words, kind: kind, extra: extra))
            words = []
        }
        guard elements.count <= maximumElements else {
            throw EffectPipelineError("it has more than \(maximumElements) elements")
        }
        return elements
    }

    /// Words between blanks; a quoted value may hold blanks.
    private static func split(_ text: String) throws(EffectPipelineError) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == " " && !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                guard isPlain(character) || character == " " || character == "=" || character == "!" else {
                    throw EffectPipelineError("the character \(character.debugDescription) is not allowed")
                }
                word.append(character)
            }
        }
        guard !isQuoted else { throw EffectPipelineError("a quotation does not end") }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private static func element(
        _ words: [String],
        kind: Effect.Kind,
        extra: Set<String>
    ) throws(EffectPipelineError) -> Effect.Element {
        let factory = words[0]
        guard isName(factory) else { throw EffectPipelineError("“\(factory)” is no element's name") }
        guard EffectElements.packages(kind).keys.contains(factory) || extra.contains(factory) else {
            throw EffectPipelineError(
                "the element \(factory) is not one of the \(kind.rawValue) filters that effects may use"
            )
        }
        var properties: [Effect.Property] = []
        for word in words.dropFirst() {
            guard let equals = word.firstIndex(of: "=") else {
                throw EffectPipelineError("“\(word)” after \(factory) is no property=value")
            }
            let (name, value) = (String(word[..<equals]), String(word[word.index(after: equals)...]))
            // `name` would let one effect pass for another in messages.
            guard isName(name), name != "name", name != "parent" else {
                throw EffectPipelineError("\(factory) may not be given “\(name)”")
            }
            guard !value.isEmpty, value.count <= maximumValue, !value.contains("!"), !value.contains("=") else {
                throw EffectPipelineError("\(factory)'s \(name) has no value that makes sense")
            }
            guard !properties.contains(where: { $0.name == name }) else {
                throw EffectPipelineError("\(factory)'s \(name) is set twice")
            }
            if let limit = EffectElements.limit(of: factory, name) {
                guard let number = Double(value), limit.contains(number) else {
                    throw EffectPipelineError("\(factory)'s \(name) has to stay \(limit.words)")
                }
            }
            properties.append(Effect.Property(name: name, value: value))
        }
        return Effect.Element(factory: factory, properties: properties)
    }

    /// How GStreamer writes names of elements and properties.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._+-#%/,:()".contains(character))
    }
}

/// Why a chain cannot be taken.
struct EffectPipelineError: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
