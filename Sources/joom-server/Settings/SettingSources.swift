// SPDX-License-Identifier: GPL-3.0-or-later
import SignalingServer

/// Where settings are written, from the weakest to the strongest: files, the environment, the command line.
struct SettingSources {
    /// The TOML files; of two that say something of one setting, the later wins.
    var files: [String] = []
    /// The values of variables.
    var environment: (String) -> String?
    /// What the command line says of each.
    var options: [(setting: Setting, place: String, text: String)] = []

    /// Reads all of them.
    ///
    /// - Parameter isComplete: false where others will say more; then what belongs together may be missing.
    /// - Returns: the settings, and everything that is wrong with what was written; usable only when that is nothing.
    func read(isComplete: Bool = true) -> (settings: ServerSettings, errors: [SettingError]) {
        var readers: [Setting: SettingReader] = [:]
        var errors: [SettingError] = []
        func take(_ source: [(Setting, SettingReader)]) {
            for rival in source.flatMap(\.0.rivals) { readers[rival] = nil }
            for (setting, reader) in source { readers[setting] = reader }
        }
        for file in files {
            let (values, complaints) = Self.read(file)
            errors += complaints
            take(values)
        }
        take(
            Setting.allCases.compactMap { setting in
                environment(setting.variable).map {
                    (setting, SettingReader(place: setting.variable, value: .text($0)))
                }
            }
        )
        take(options.map { ($0.setting, SettingReader(place: $0.place, value: .text($0.text))) })
        var settings = ServerSettings()
        // In the order of the cases: limits follow from the number of seats.
        for setting in Setting.allCases {
            guard let reader = readers[setting] else { continue }
            do throws(SettingError) { try settings.apply(setting, reader) } catch { errors.append(error) }
        }
        guard errors.isEmpty, isComplete else { return (settings, errors) }
        do throws(SettingError) { try settings.check() } catch { errors.append(error) }
        return (settings, errors)
    }

    private static func read(_ file: String) -> (values: [(Setting, SettingReader)], errors: [SettingError]) {
        guard let bytes = SmallFile.read(file) else {
            return (
                [], [SettingError(place: file, complaint: "cannot be read: look whether it is there and whose it is")]
            )
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return ([], [SettingError(place: file, complaint: "is not written in UTF-8")])
        }
        return SettingsFile.read(text, file: file)
    }
}
