// SPDX-License-Identifier: GPL-3.0-or-later

extension Effect {
    /// Reads an effect's file; files of gnome-video-effects are read as well.
    ///
    /// - Parameters:
    ///   - bytes: the file's content, from anybody.
    ///   - extra: elements that the person allows besides `EffectElements`.
    /// - Throws: the line, the key and the reason of the first fault.
    public init(parsing bytes: [UInt8], allowing extra: Set<String> = []) throws(EffectError) {
        let file = try KeyFile(bytes)
        guard let head = file.groups.first, head.name == "Effect" else {
            throw EffectError(
                line: file.groups.first?.line ?? 1,
                key: nil,
                reason: "the first group has to be [Effect]"
            )
        }
        let isImported = head.entries.contains { $0.key == "PipelineDescription" }
        let reader = GroupReader(head)
        if !isImported {
            try reader.allow(["Name", "Kind", "Pipeline", "ApiVersion"])
            let version = try reader.required("ApiVersion")
            guard let number = Int(version.value), number >= 1 else {
                throw version.error("it has to be a number from 1")
            }
            guard number <= Effect.apiVersion else { throw version.error("the effect needs a newer Joom") }
        }
        name = try reader.text("Name")
        kind = isImported ? .video : try reader.kind()
        let pipeline = try reader.required(isImported ? "PipelineDescription" : "Pipeline")
        do throws(EffectPipelineError) {
            elements = try EffectPipeline.parse(pipeline.value, kind: kind, extra: extra)
        } catch {
            throw pipeline.error(error.reason)
        }
        var parameters: [EffectParameter] = []
        for group in file.groups.dropFirst() {
            parameters.append(try Self.parameter(group, elements))
        }
        self.parameters = parameters
    }

    private static func parameter(_ group: KeyFile.Group, _ elements: [Element]) throws(EffectError) -> EffectParameter
    {
        let words = group.name.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0] == "Parameter", EffectPipeline.isName(String(words[1])) else {
            throw EffectError(line: group.line, key: nil, reason: "after [Effect] only [Parameter ID] may follow")
        }
        let reader = GroupReader(group)
        try reader.allow(["Label", "Element", "Property", "Type", "Range", "Default"])
        let element = try reader.required("Element")
        guard let index = elements.firstIndex(where: { $0.factory == element.value }) else {
            throw element.error("the pipeline has no \(element.value)")
        }
        let property = try reader.required("Property")
        guard EffectPipeline.isName(property.value), property.value != "name", property.value != "parent" else {
            throw property.error("“\(property.value)” is no property that may be changed")
        }
        return EffectParameter(
            id: String(words[1]),
            label: try reader.text("Label"),
            element: index,
            property: property.value,
            domain: try reader.domain()
        )
    }
}

/// Reads one group, with complaints that name the line.
private struct GroupReader {
    private let group: KeyFile.Group

    init(_ group: KeyFile.Group) { self.group = group }

    /// Refuses keys that nobody reads; they may be misspelt.
    ///
    /// Those that begin with `X-` are anybody's.
    func allow(_ keys: Set<String>) throws(EffectError) {
        for entry in group.entries where !keys.contains(entry.key) && !entry.key.hasPrefix("X-") {
            throw entry.error("there is no such key in [\(group.name)]")
        }
    }

    func required(_ key: String) throws(EffectError) -> KeyFile.Entry {
        guard let entry = group.entries.first(where: { $0.key == key && $0.language == nil }) else {
            throw EffectError(line: group.line, key: key, reason: "it is missing in [\(group.name)]")
        }
        guard !entry.value.isEmpty else { throw entry.error("it is empty") }
        return entry
    }

    func text(_ key: String) throws(EffectError) -> Effect.Text {
        let plain = try required(key)
        guard plain.value.count <= 60 else { throw plain.error("it has more than 60 characters") }
        var translations: [String: String] = [:]
        for entry in group.entries where entry.key == key {
            if let language = entry.language { translations[language] = String(entry.value.prefix(60)) }
        }
        return Effect.Text(plain: plain.value, translations: translations)
    }

    func kind() throws(EffectError) -> Effect.Kind {
        let entry = try required("Kind")
        guard let kind = Effect.Kind(rawValue: entry.value) else { throw entry.error("it has to be video or audio") }
        return kind
    }

    func domain() throws(EffectError) -> EffectParameter.Domain {
        let type = try required("Type")
        let initial = try required("Default")
        switch type.value {
        case "int":
            let range = try range { Int($0) }
            guard let value = Int(initial.value), range.contains(value) else { throw initial.error(outside(range)) }
            return .int(range, initial: value)
        case "double":
            let range = try range { Double($0).flatMap { $0.isFinite ? $0 : nil } }
            guard let value = Double(initial.value), range.contains(value) else { throw initial.error(outside(range)) }
            return .double(range, initial: value)
        case "bool":
            guard let value = Bool(initial.value) else { throw initial.error("it has to be true or false") }
            return .bool(initial: value)
        case "choice":
            let entry = try required("Range")
            let choices = entry.value.split(separator: ",").map { String($0.trimmed) }
            guard choices.count >= 2, choices.allSatisfy(EffectPipeline.isName) else {
                throw entry.error("it has to be words with commas between them")
            }
            guard choices.contains(initial.value) else { throw initial.error("it is not one of the choices") }
            return .choice(choices, initial: initial.value)
        default: throw type.error("it has to be int, double, bool or choice")
        }
    }

    private func range<Number: Comparable>(_ read: (String) -> Number?) throws(EffectError) -> ClosedRange<Number> {
        let entry = try required("Range")
        let dots = entry.value.firstRange(of: "..")
        guard let dots, let low = read(String(entry.value[..<dots.lowerBound])),
            let high = read(String(entry.value[dots.upperBound...])), low < high
        else { throw entry.error("it has to be two numbers, such as 0..10, the smaller one first") }
        return low...high
    }

    private func outside<Number>(_ range: ClosedRange<Number>) -> String {
        "it has to be a number within \(range.lowerBound)..\(range.upperBound)"
    }
}

extension KeyFile.Entry {
    /// A complaint about this line.
    fileprivate func error(_ reason: String) -> EffectError { EffectError(line: line, key: key, reason: reason) }
}
