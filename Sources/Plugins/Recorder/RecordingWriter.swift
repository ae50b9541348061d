// SPDX-License-Identifier: GPL-3.0-or-later
import FoundationEssentials
import JoomModel
import PluginKit
import ProgramKit

/// Writes one recording, on a thread of its own: disks may block for as long as they like.
actor RecordingWriter {
    private let executor = FileQueue("org.joom.recorder")
    private let place: RecordingPlace

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ place: RecordingPlace) { self.place = place }

    /// Takes tracks until they end.
    ///
    /// Whatever happens meanwhile, the file can be played up to the last second that was written.
    func run(
        _ tracks: EncodedTrackQueue,
        in room: RoomName
    ) async throws(EncodedTrackSinkFailure) -> EncodedTrackSinkResult {
        var (file, path) = try makeFile(for: room)
        let facts = MatroskaFile.Facts(
            title: "Joom \(room.rawValue)",
            application: Product.name,
            date: Int64(Date().timeIntervalSinceReferenceDate * 1e9)
        )
        var recording = Recording(facts, uid: UInt64.random(in: 1 ... .max))
        do throws(OutputFile.Fault) { try file.append(recording.head) } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw EncodedTrackSinkFailure(sentence: RecorderText.cannotBegin(path, error))
        }
        do throws(EncodedTrackSinkFailure) {
            try await tracks.forEachBatch { events throws(EncodedTrackSinkFailure) in
                let writes: [MatroskaFile.Write]
                do { writes = try recording.take(events) } catch {
                    throw EncodedTrackSinkFailure(sentence: RecorderText.tooManyTracks(path), path: path)
                }
                try write(writes, to: file, path)
                if !recording.isWebM { path = renamed(path) }
            }
        } catch {
            try? write(recording.cut(at: file.end), to: file, path)
            throw error
        }
        try write(recording.finish(), to: file, path)
        file.synchronise()
        guard recording.frames > 0 else {
            try? FileManager.default.removeItem(atPath: path)
            return EncodedTrackSinkResult(sentence: RecorderText.nothing)
        }
        return EncodedTrackSinkResult(sentence: RecorderText.saved(path, dropped: recording.dropped), path: path)
    }

    private func makeFile(for room: RoomName) throws(EncodedTrackSinkFailure) -> (OutputFile, String) {
        place.prepare()
        var paths = place.paths(for: room, at: LocalMoment(seconds: Int(Date().timeIntervalSince1970)))[...]
        while let path = paths.popFirst() {
            do throws(OutputFile.Fault) { return (try OutputFile(creating: path), path) } catch {
                if error.isThere, !paths.isEmpty { continue }
                throw EncodedTrackSinkFailure(sentence: RecorderText.cannotBegin(path, error))
            }
        }
        throw EncodedTrackSinkFailure(sentence: RecorderText.nothing)
    }

    private func write(
        _ writes: [MatroskaFile.Write],
        to file: OutputFile,
        _ path: String
    ) throws(EncodedTrackSinkFailure) {
        do throws(OutputFile.Fault) {
            for write in writes {
                switch write {
                case .append(let bytes): try file.append(bytes)
                case .patch(let offset, let bytes): try file.patch(bytes, at: offset)
                }
            }
        } catch {
            throw EncodedTrackSinkFailure(sentence: RecorderText.stopped(path, error), path: path)
        }
    }

    /// WebM has no H.264: a file that we named is called Matroska from then on.
    private func renamed(_ path: String) -> String {
        guard place.isNamedByUs, path.hasSuffix(".webm") else { return path }
        let better = String(path.dropLast(5)) + ".mkv"
        guard !FileManager.default.fileExists(atPath: better) else { return path }
        do { try FileManager.default.moveItem(atPath: path, toPath: better) } catch { return path }
        return better
    }
}
