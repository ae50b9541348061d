// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import SocketIOCore

/// Which effects a person uses, and what was set on those and others.
struct RememberedEffects: Equatable {
    private struct Entry: Equatable {
        var isOn: Bool
        var values: [String: EffectValue]
    }

    /// More is no person's doing.
    private static let limit = 200

    private var order: [String] = []
    private var entries: [String: Entry] = [:]

    /// None.
    init() {}

    /// Reads what `text` wrote; what makes no sense is left out.
    init(_ text: String) {
        for item in (try? JSONValue(parsing: text).array) ?? [] {
            guard let id = item["id"]?.string, entries[id] == nil, order.count < Self.limit else { continue }
            var values: [String: EffectValue] = [:]
            for member in item["values"]?.object?.members ?? [] { values[member.key] = Self.value(member.value) }
            order.append(id)
            entries[id] = Entry(isOn: item["on"]?.bool ?? false, values: values)
        }
    }

    /// JSON: an array of objects with `id`, `on` and `values`, in the order of use.
    var text: String {
        JSONValue.array(
            order.map { id in
                let values = (entries[id]?.values ?? [:]).sorted { $0.key < $1.key }
                    .map { JSONObject.Member(key: $0.key, value: Self.json($0.value)) }
                return .object(
                    JSONObject([
                        .init(key: "id", value: .string(id)),
                        .init(key: "on", value: .bool(entries[id]?.isOn ?? false)),
                        .init(key: "values", value: .object(JSONObject(values))),
                    ])
                )
            }
        ).serialized
    }

    /// Whether nothing is to be put to use.
    var areAllOff: Bool { !entries.values.contains(where: \.isOn) }

    /// What was set, by effect.
    var values: [String: [String: EffectValue]] { entries.mapValues(\.values) }

    /// Takes what is in use now; what was set on the others is kept.
    mutating func note(_ settings: [EffectSetting]) {
        for id in order { entries[id]?.isOn = false }
        for setting in settings { entries[setting.id] = Entry(isOn: true, values: setting.values) }
        let inUse = settings.map(\.id)
        order = inUse + order.filter { !inUse.contains($0) && entries[$0]?.values.isEmpty == false }
        entries = entries.filter { order.contains($0.key) }
    }

    /// What is to be put to use, of what there is.
    func settings(among listings: [EffectListing]) -> [EffectSetting] {
        order.compactMap { id in
            guard let entry = entries[id], entry.isOn, let effect = listings.last(where: { $0.id == id })?.effect else {
                return nil
            }
            return EffectSetting(id: id, effect: effect, values: entry.values)
        }
    }

    private static func json(_ value: EffectValue) -> JSONValue {
        switch value {
        case .number(let number): .double(number)
        case .switch(let isOn): .bool(isOn)
        case .choice(let choice): .string(choice)
        }
    }

    private static func value(_ json: JSONValue) -> EffectValue? {
        switch json {
        case .double(let number): .number(number)
        case .integer(let number): .number(Double(number))
        case .bool(let isOn): .switch(isOn)
        case .string(let choice): .choice(choice)
        case .null, .array, .object, .binary, .verbatim: nil
        }
    }
}
