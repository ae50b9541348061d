// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGst
import GLibKit
import MediaCore

/// The ways that packets can take, of which webrtcbin itself tells nobody; libnice's own words, on any thread.
extension WebRTCBin {
    /// Those that are known, and the one in use; nil while there is none, or libnice cannot be asked.
    var paths: KnownPaths? {
        guard let nice, let pair = Self.candidates(joom_nice_selected_pair(nice.pointer)), pair.count == 2 else {
            return nil
        }
        return KnownPaths(
            ours: Self.candidates(joom_nice_candidates(nice.pointer, 0)) ?? [],
            theirs: Self.candidates(joom_nice_candidates(nice.pointer, 1)) ?? [],
            used: KnownPaths.Pair(ours: pair[0], theirs: pair[1])
        )
    }

    /// Takes another way from the next packet on; nothing happens where there is none like it.
    func use(_ pair: KnownPaths.Pair) {
        guard let nice else { return }
        _ = joom_nice_select_pair(nice.pointer, pair.ours.foundation, pair.theirs.foundation)
    }

    /// The NiceAgent.
    private var nice: GObjectRef? {
        guard let agent = element.object.object("ice-agent"), agent.hasProperty("agent") else { return nil }
        return agent.object("agent")
    }

    private static func candidates(_ lines: UnsafeMutablePointer<CChar>?) -> [CandidateAttribute]? {
        guard let lines else { return nil }
        defer { g_free(lines) }
        return String(cString: lines).split(separator: "\n").compactMap { CandidateAttribute($0) }
    }
}
