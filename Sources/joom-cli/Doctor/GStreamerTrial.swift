// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import GLibKit
import JoomModel
import MediaGStreamer
import PluginKit

/// Looks whether GStreamer is there, whole, and fast enough.
enum GStreamerTrial {
    /// The fixes of 2026 in how certificates are read (CVE-2026, GStreamer 1.28.5), which distributions take over into
    /// older versions: Debian 12 with this one.
    private static let fixed = (upstream: [1, 28, 5], debian: "1.22.0-4+deb12u8")

    static func version() -> [Finding] {
        let version = MediaDiagnosis.version
        let text = version.map(String.init).joined(separator: ".")
        if !version.lexicographicallyPrecedes(fixed.upstream) || hasDebianFix() {
            return [
                Finding(
                    name: "gstreamer",
                    status: .ok,
                    message: "GStreamer \(text), with the fixes of 2026 for certificates."
                )
            ]
        }
        return [
            Finding(
                name: "gstreamer",
                status: .warning,
                message: "GStreamer \(text) may lack the fixes of 2026 for certificates that peers send.",
                remedy: "Update gstreamer1.0-plugins-bad: sudo apt-get install --only-upgrade gstreamer1.0-plugins-bad"
            )
        ]
    }

    static func elements() -> [Finding] {
        let missing = MediaRequirements.missing().map { finding($0, .failed, needed: "every call needs it") }
        var optional = MediaRequirements.missingOptional()
        let lacksH264 = CameraPortal.isNeeded && optional.contains(where: MediaRequirements.isForH264)
        // Nobody can install anything in a sandbox, and nobody misses it.
        if lacksH264 { optional.removeAll(where: MediaRequirements.isForH264) }
        let all =
            missing
            + optional.map {
                let isCodec = MediaRequirements.isForH264($0)
                let need = isCodec ? "H.264 needs it" : "some devices need it, or sound better with it"
                return finding($0, .warning, needed: need)
            }
        let rest = "All parts of GStreamer that Joom uses are installed."
        return (all.isEmpty ? [Finding(name: "elements", status: .ok, message: rest)] : all)
            + (lacksH264
                ? [Finding(name: "h264", status: .ok, message: "No H.264 in this sandbox: pictures go as VP8 or VP9.")]
                : [])
    }

    /// VP8 is what every call can fall back to; the others are a person's choice.
    static func encoder() async -> [Finding] {
        var findings: [Finding] = []
        for (width, height) in [(640, 480), (1_280, 720)] {
            findings.append(encoder(await MediaDiagnosis.encoderSpeed(width: width, height: height)))
        }
        for codec in MediaDiagnosis.videoCodecs where codec != .vp8 {
            findings.append(encoder(await MediaDiagnosis.encoderSpeed(codec, width: 640, height: 480)))
        }
        return findings
    }

    private static func encoder(_ speed: MediaDiagnosis.EncoderSpeed) -> Finding {
        encoder(speed.codec, width: speed.width, height: speed.height, framesPerSecond: speed.framesPerSecond)
    }

    /// Judges a speed: a call needs 30 pictures a second, and as much again for everything else.
    static func encoder(_ codec: VideoCodec = .vp8, width: Int, height: Int, framesPerSecond: Double?) -> Finding {
        let (name, size) = (title(codec), "\(width)x\(height)")
        guard let speed = framesPerSecond else {
            return Finding(
                name: "encoder",
                status: codec == .vp8 && width <= 640 ? .failed : .warning,
                message: "The \(name) encoder gave no picture of \(size).",
                remedy: reinstall(codec)
            )
        }
        let message = "\(name) encodes \(Int(speed)) pictures of \(size) a second."
        guard speed < 60 else { return Finding(name: "encoder", status: .ok, message: message) }
        return Finding(
            name: "encoder",
            status: .warning,
            message: message,
            remedy: codec == .vp8
                ? "A call wants 60 to be smooth. Close programs that keep the processor busy."
                : "A call wants 60 to be smooth. Leave Encoding at VP8 in Preferences, Sound and Video."
        )
    }

    private static func title(_ codec: VideoCodec) -> String {
        switch codec {
        case .vp8, .vp9: codec.rawValue
        case .h264: "H.264"
        }
    }

    private static func reinstall(_ codec: VideoCodec) -> String {
        let package = codec == .h264 ? "gstreamer1.0-plugins-ugly" : "gstreamer1.0-plugins-good"
        return "Reinstall \(package): sudo apt-get install --reinstall \(package)"
    }

    private static func finding(_ error: MediaError, _ status: Finding.Status, needed: String) -> Finding {
        guard case .missingElement(let name, let package) = error else {
            return Finding(
                name: "elements",
                status: .failed,
                message: "GStreamer cannot be used at all: \(error).",
                remedy: "Reinstall it: sudo apt-get install --reinstall libgstreamer1.0-0 gstreamer1.0-plugins-base"
            )
        }
        return Finding(
            name: "elements",
            status: status,
            message: "GStreamer's \(name) is missing; \(needed).",
            remedy: "Install it: sudo apt-get install \(package)"
        )
    }

    /// Asks dpkg, where there is one.
    private static func hasDebianFix() -> Bool {
        guard let installed = output("dpkg-query", ["-W", "-f", "${Version}", "gstreamer1.0-plugins-bad"]) else {
            return false
        }
        return output("dpkg", ["--compare-versions", installed, "ge", fixed.debian]) != nil
    }

    /// What a program writes; nil when it is not there or fails.
    private static func output(_ program: String, _ arguments: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}
