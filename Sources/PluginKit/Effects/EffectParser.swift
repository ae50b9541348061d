// SPDX-License-Identifier: GPL-3.0-or-later

extension Effect {
    /// Reads an effect's file; files of gnome-video-effects are read as well.
    ///
    /// - Parameters:
    ///   - bytes: the file's content, from anybody.
    ///   - extra: elements that the person allows besides `EffectElements`.
    /// - Throws: the line, the key and the reason of the first fault.
    public init(parsing bytes: [UInt8], allowing extra: Set<String> = []) throws(KeyFileError) {
        let file = try KeyFile(bytes)
        guard let head = file.groups.first, head.name == "Effect" else {
            throw KeyFileError(
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
        line = pipeline.line
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

    private static func parameter(_ group: KeyFile.Group, _ elements: [Element]) throws(KeyFileError) -> EffectParameter
    {
        let words = group.name.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0] == "Parameter", EffectPipeline.isName(String(words[1])) else {
            throw KeyFileError(line: group.line, key: nil, reason: "after [Effect] only [Parameter ID] may follow")
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
        let domain = try reader.domain()
        if let limit = EffectElements.limit(of: element.value, property.value), !domain.isWithin(limit) {
            throw reader.error("Range", "\(element.value)'s \(property.value) has to stay \(limit.words)")
        }
        return EffectParameter(
            id: String(words[1]),
            label: try reader.text("Label"),
            element: index,
            property: property.value,
            domain: domain,
            line: property.line
        )
    }
}

extension EffectParameter.Domain {
    fileprivate func isWithin(_ limit: ClosedRange<Double>) -> Bool {
        switch self {
        case .int(let range, _): limit.contains(Double(range.lowerBound)) && limit.contains(Double(range.upperBound))
        case .double(let range, _): limit.contains(range.lowerBound) && limit.contains(range.upperBound)
        case .bool, .choice: false
        }
    }
}

extension GroupReader {
    /// Every whole number up to this is a double too, and differences of two of them are finite.
    private static let largestNumber = 1e15

    fileprivate func error(_ key: String, _ reason: String) -> KeyFileError {
        optional(key)?.error(reason) ?? KeyFileError(line: line, key: key, reason: reason)
    }

    fileprivate func kind() throws(KeyFileError) -> Effect.Kind {
        let entry = try required("Kind")
        guard let kind = Effect.Kind(rawValue: entry.value) else { throw entry.error("it has to be video or audio") }
        return kind
    }

    fileprivate func domain() throws(KeyFileError) -> EffectParameter.Domain {
        let type = try required("Type")
        let initial = try required("Default")
        switch type.value {
        case "int":
            let range = try range({ Int($0) }, as: { Double($0) })
            guard let value = Int(initial.value), range.contains(value) else { throw initial.error(outside(range)) }
            return .int(range, initial: value)
        case "double":
            let range = try range({ Double($0).flatMap { $0.isFinite ? $0 : nil } }, as: { $0 })
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

    private func range<Number: Comparable>(
        _ read: (String) -> Number?,
        as double: (Number) -> Double
    ) throws(KeyFileError) -> ClosedRange<Number> {
        let entry = try required("Range")
        let dots = entry.value.firstRange(of: "..")
        guard let dots, let low = read(String(entry.value[..<dots.lowerBound])),
            let high = read(String(entry.value[dots.upperBound...])), low < high
        else { throw entry.error("it has to be two numbers, such as 0..10, the smaller one first") }
        guard max(double(low).magnitude, double(high).magnitude) <= Self.largestNumber else {
            throw entry.error("no number may have more than 15 digits")
        }
        return low...high
    }

    private func outside<Number>(_ range: ClosedRange<Number>) -> String {
        "it has to be a number within \(range.lowerBound)..\(range.upperBound)"
    }
}
