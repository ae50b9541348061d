// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import JoomModel
import SocketIOCore

/// `joom-cli doctor`: tries out what a call rests on, and says what is missing and how to get it.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Try out what a call rests on, and say what to do about what is missing.",
        discussion: "Exit status: 0 calls can be made, 1 something that every call needs failed."
    )

    @OptionGroup var servers: IceServerArguments
    @Flag(help: "Write one JSON object a line to standard output.") var json = false

    func validate() throws { _ = try servers.servers() }

    func run() throws {
        let (isJSON, servers, start) = (json, try servers.servers(), ContinuousClock.now)
        CommandLoop.run { _ in
            await Doctor(Report(isJSON: isJSON, start: start)).examine(servers, of: OwnOptions.read())
        }
    }
}

/// What one trial showed.
struct Finding: Equatable {
    /// How bad it is.
    enum Status: String {
        case ok, warning, failed
    }

    /// What was tried; for programs.
    let name: String
    let status: Status
    /// A sentence.
    let message: String
    /// What to do about it.
    var remedy: String?
}

/// Goes through the trials, from what everything rests on to what is only sometimes needed.
@MainActor struct Doctor {
    private let report: Report

    init(_ report: Report) { self.report = report }

    /// - Parameters:
    ///   - servers: STUN and TURN servers to ask.
    ///   - own: what the person's preferences say.
    /// - Returns: the exit status.
    func examine(_ servers: [IceServer], of own: OwnOptions) async -> Int32 {
        var findings: [Finding] = []
        let trials: [@MainActor () async -> [Finding]] = [
            { GStreamerTrial.version() }, { GStreamerTrial.elements() }, { await GStreamerTrial.encoder() },
            { await DeviceTrial.devices() }, { DeviceTrial.portal() }, { await DeviceTrial.speaker() },
            { OptionalPart.all.map(\.finding) }, { NetworkTrial.addresses() }, { NetworkTrial.nearby() },
            { NetworkTrial.preferences(own) }, { await NetworkTrial.servers(servers + own.servers) },
        ]
        for trial in trials {
            for finding in await trial() {
                findings.append(finding)
                tell(finding)
            }
        }
        let failures = findings.count { $0.status == .failed }
        let warnings = findings.count { $0.status == .warning }
        report.event(
            "diagnosis",
            ["warnings": .integer(Int64(warnings)), "failures": .integer(Int64(failures))],
            sentence: Self.verdict(warnings: warnings, failures: failures)
        )
        return failures > 0 ? 1 : 0
    }

    /// The last sentence.
    static func verdict(warnings: Int, failures: Int) -> String {
        switch (failures, warnings) {
        case (0, 0): "All is well: calls can be made on this computer."
        case (0, _): "Calls can be made; \(warnings) thing\(warnings == 1 ? "" : "s") could be better."
        default:
            "Calls cannot be made before \(failures == 1 ? "what failed is" : "the \(failures) failures are") mended."
        }
    }

    private func tell(_ finding: Finding) {
        let mark =
            switch finding.status {
            case .ok: "ok     "
            case .warning: "warning"
            case .failed: "FAILED "
            }
        let remedy = finding.remedy.map { "\n         \($0)" } ?? ""
        report.event(
            "check",
            [
                "name": .string(finding.name), "status": .string(finding.status.rawValue),
                "message": .string(finding.message), "remedy": finding.remedy.map { .string($0) } ?? .null,
            ],
            sentence: "\(mark)  \(finding.message)\(remedy)"
        )
    }
}
