// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import ProgramKit

/// What a person reads of the exporter.
enum ExporterText {
    static let name = LocalText("Statistics Exporter", translations: ["ko": "통계 내보내기"])

    static let description = LocalText(
        "Keeps each call's figures as a table, and those of the moment for Prometheus. No names, no rooms, no addresses.",
        translations: [
            "ko": "통화마다 수치를 표로 저장하고, 지금의 수치를 Prometheus용 파일로 씁니다. 이름과 방, 주소는 넣지 않습니다."
        ]
    )

    static func failed(_ folder: String, _ fault: OutputFile.Fault) -> LocalText {
        let (step, stepInKorean) =
            fault.isFull
            ? ("Make room there", "공간을 비우거나")
            : ("See that the folder is there and can be written to", "폴더가 있는지, 쓸 수 있는지 확인하거나")
        return LocalText(
            """
            The call's figures are not kept any more: \(folder) cannot be written (\(fault.reason)). \(step), or switch \
            this plugin off.
            """,
            translations: [
                "ko": "이 통화의 수치를 더 저장하지 못합니다. \(folder)에 쓸 수 없습니다(\(fault.reason)). \(stepInKorean) 이 플러그인을 끄세요."
            ]
        )
    }

    static func another(_ path: String) -> LocalText {
        LocalText(
            "Another Joom on this computer is in a call and writes \(path). This call's figures are in its table only.",
            translations: [
                "ko": "이 컴퓨터의 다른 Joom이 통화 중이어서 \(path)에 쓰고 있습니다. 이 통화의 수치는 표에만 저장됩니다."
            ]
        )
    }
}
