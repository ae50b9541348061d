// SPDX-License-Identifier: GPL-3.0-or-later
import TOMLKit

/// Reads settings from TOML.
enum SettingsFile {
    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: the file's content.
    ///   - file: its name, for complaints.
    /// - Returns: the settings in it, and what is wrong with the others.
    static func read(_ text: String, file: String) -> (values: [(Setting, SettingReader)], errors: [SettingError]) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            return ([], [SettingError(place: "\(file):\(begin.line):\(begin.column)", complaint: plain(error))])
        } catch {
            return ([], [SettingError(place: file, complaint: "cannot be read: \(error)")])
        }
        var values: [(Setting, SettingReader)] = []
        var errors: [SettingError] = []
        for (name, value) in flatten(table, prefix: "") {
            guard let setting = Setting(rawValue: name) else {
                errors.append(SettingError(place: "\(file): \(name)", complaint: unknown(name)))
                continue
            }
            values.append((setting, SettingReader(place: "\(file): \(name)", value: value)))
        }
        return (values, errors)
    }

    /// What to say of a name that is no setting.
    static func unknown(_ name: String) -> String {
        Setting.nearest(to: name).map { "is no setting; is \($0.rawValue) meant?" } ?? "is no setting"
    }

    /// Names with a dot between, and the values.
    private static func flatten(_ table: TOMLTable, prefix: String) -> [(String, SettingValue)] {
        table.keys.sorted().flatMap { key -> [(String, SettingValue)] in
            guard let value = table[key] else { return [] }
            if let inner = value.table { return flatten(inner, prefix: prefix + key + ".") }
            return [(prefix + key, settingValue(value))]
        }
    }

    private static func settingValue(_ value: any TOMLValueConvertible) -> SettingValue {
        if let string = value.string { return .string(string) }
        if let number = value.int { return .integer(number) }
        if let array = value.array {
            let items = array.compactMap(\.string)
            return items.count == array.count ? .list(items) : .other("a list of other things than strings")
        }
        if let bool = value.bool { return .other("\(bool)") }
        if let double = value.double { return .other("\(double)") }
        return .other("a date or time")
    }

    /// The parser's own words, without a full stop.
    private static func plain(_ error: TOMLParseError) -> String {
        error.description.hasSuffix(".") ? String(error.description.dropLast()) : error.description
    }
}
