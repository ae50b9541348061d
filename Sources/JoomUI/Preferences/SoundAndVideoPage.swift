// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets
import PluginKit

/// Devices, and what is done to our sound.
@MainActor
final class SoundAndVideoPage: PreferencesPage {
    let title = tr("Sound and Video")
    let groups: [PreferencesGroup]
    private let pickers: [DevicePicker]
    private let choices: [(control: Switch, choice: WritableKeyPath<AudioProcessing, Bool>)]
    private let current: Current
    /// What pictures are encoded as.
    let encoding = DropDown(name: tr("Encoding"))
    private var codecs: [VideoCodec] = []

    /// What the switches change one part of.
    private final class Current {
        var processing = AudioProcessing()
    }

    init(send: @escaping @MainActor (Intent) -> Void) {
        let devices = PreferencesGroup(tr("Devices"))
        pickers = [MediaDevice.Kind.camera, .microphone, .speaker].map { kind in
            let dropDown = DropDown(name: DevicePicker.name(of: kind))
            devices.add(DevicePicker.name(of: kind), dropDown, isWide: true)
            return DevicePicker(kind, dropDown, maximumCharacters: 36, send: send)
        }
        let test = Button(label: tr("Play"))
        test.onClick { send(.playTestSound) }
        devices.add(tr("Test Sound"), test)
        let sound = PreferencesGroup(tr("Your Sound"))
        let current = Current()
        self.current = current
        let rows: [(String, String, WritableKeyPath<AudioProcessing, Bool>)] = [
            (
                tr("Cancel Echo"), tr("Takes what your speaker plays out of what your microphone hears"),
                \.echoCancellation
            ),
            (tr("Suppress Noise"), tr("Takes out what goes on and on, such as a fan"), \.noiseSuppression),
            (tr("Adjust Loudness"), tr("Makes a quiet voice as loud as others"), \.autoGainControl),
        ]
        choices = rows.map { title, text, choice in
            let control = sound.addSwitch(title, text: text, isOn: true) { isOn in
                current.processing[keyPath: choice] = isOn
                send(.setAudioProcessing(current.processing))
            }
            return (control, choice)
        }
        let picture = PreferencesGroup(tr("Your Picture"))
        picture.add(
            tr("Encoding"),
            text: tr("For new calls with those who can show it; everybody else gets VP8"),
            encoding
        )
        groups = [devices, sound, picture]
        encoding.onSelect { [weak self] index in
            guard let self, codecs.indices.contains(index) else { return }
            send(.setVideoCodec(codecs[index]))
        }
    }

    private static func name(of codec: VideoCodec) -> String {
        switch codec {
        case .vp8: tr("VP8, for everybody")
        case .vp9: tr("VP9, sharper but slower")
        case .h264: tr("H.264, for graphics hardware")
        }
    }

    /// In the order of the rows.
    var switches: [Switch] { choices.map(\.control) }

    func update(_ snapshot: CallSnapshot) {
        for picker in pickers { picker.update(snapshot) }
        codecs = snapshot.videoCodecs
        encoding.show(codecs.map(Self.name), selected: codecs.firstIndex(of: snapshot.videoCodec))
        current.processing = snapshot.audioProcessing
        for (control, choice) in choices { control.isActive = snapshot.audioProcessing[keyPath: choice] }
    }
}
