// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import ProgramKit

/// What a person reads of recordings.
enum RecorderText {
    static let label = EncodedTrackSinkLabel(
        start: LocalText("Record Call", translations: ["ko": "통화 녹화"]),
        stop: LocalText("Stop Recording", translations: ["ko": "녹화 중지"])
    )

    static func saved(_ path: String, dropped: Int) -> LocalText {
        let lost = dropped == 0 ? "" : " \(dropped) frames are not in it, because the disk was too slow."
        let lostInKorean = dropped == 0 ? "" : " 디스크가 느려서 프레임 \(dropped)개가 빠졌습니다."
        return LocalText(
            "The recording is in \(path).\(lost)",
            translations: ["ko": "녹화한 파일은 \(path)입니다.\(lostInKorean)"]
        )
    }

    static let nothing = LocalText(
        "Nothing was recorded: no sound and no picture came. Start again when somebody is there.",
        translations: ["ko": "소리도 영상도 오지 않아 아무것도 녹화하지 않았습니다. 누군가 들어오면 다시 시작하세요."]
    )

    static func cannotBegin(_ path: String, _ fault: OutputFile.Fault) -> LocalText {
        if fault.isThere {
            return LocalText(
                "There is a file \(path) already. Name another one.",
                translations: ["ko": "\(path) 파일이 이미 있습니다. 다른 이름을 쓰세요."]
            )
        }
        return LocalText(
            "The recording cannot be kept in \(path): \(fault.reason). See that the folder is there and can be written to.",
            translations: ["ko": "\(path)에 녹화할 수 없습니다: \(fault.reason). 폴더가 있는지, 쓸 수 있는지 확인하세요."]
        )
    }

    static func stopped(_ path: String, _ fault: OutputFile.Fault) -> LocalText {
        if fault.isFull {
            return LocalText(
                """
                The recording stopped because there is no room for more (\(fault.reason)); what came before is in \(path). \
                Make room, and start it again.
                """,
                translations: [
                    "ko": "저장 공간이 없어 녹화를 멈췄습니다(\(fault.reason)). 그때까지의 녹화는 \(path)에 있습니다. 공간을 비우고 다시 시작하세요."
                ]
            )
        }
        return LocalText(
            """
            The recording stopped because it cannot be written (\(fault.reason)); what came before is in \(path). See that \
            the disk is there, and start it again.
            """,
            translations: [
                "ko": "파일에 쓸 수 없어 녹화를 멈췄습니다(\(fault.reason)). 그때까지의 녹화는 \(path)에 있습니다. 디스크를 확인하고 다시 시작하세요."
            ]
        )
    }

    static func tooManyTracks(_ path: String) -> LocalText {
        LocalText(
            "The recording stopped because its file has as many tracks as it can; it is in \(path). Start another one.",
            translations: ["ko": "파일에 트랙을 더 넣을 수 없어 녹화를 멈췄습니다. 녹화한 파일은 \(path)입니다. 새로 시작하세요."]
        )
    }
}
