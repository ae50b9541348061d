// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import JoomModel

/// A PeerConnection that insists on JSEP and remembers what it was told; its texts name it.
struct SimulatedPeerConnection {
    /// Unique in a run.
    let number: Int
    let owner: Int
    let instance: Int
    let link: LinkID
    let role: Negotiator.Role
    var session: SessionID?
    var operation: Negotiator.Operation? = .build
    var isAlive = true
    var offer: String?
    var answer: String?
    /// Events that are on their way to the call, in order.
    var reports: [Call.LinkEvent] = []
    var path = Link.Path.new
    var isConnectionBegun = false

    /// The number of the connection whose text this is.
    static func origin(_ text: String) -> Int? { Int(text.prefix { $0.isNumber }) }

    /// The peer's connection, as far as the peer's description says.
    var remote: Int? {
        switch role {
        case .offerer: answer.flatMap(Self.origin)
        case .answerer: offer.flatMap(Self.origin)
        }
    }

    /// Begins an operation; says what rule it breaks.
    mutating func begin(_ next: Negotiator.Operation) -> String? {
        guard isAlive else { return "\(next) on a closed connection" }
        guard operation == nil else { return "\(next) during \(String(describing: operation))" }
        operation = next
        switch next {
        case .build: return "built twice"
        case .createOffer: return role == .offerer && offer == nil ? nil : "createOffer twice or by an answerer"
        case .createAnswer(let offer):
            return role == .answerer && self.offer == nil && offer.kind == .offer ? nil : "createAnswer out of place"
        case .setAnswer(let answer):
            return role == .offerer && offer != nil && self.answer == nil && answer.kind == .answer
                ? nil : "setAnswer out of place"
        case .addCandidate(let candidate):
            guard let remote else { return "candidate before the remote description" }
            guard let candidate else { return nil }
            return Self.origin(candidate.candidate) == remote ? nil : "candidate of another generation"
        }
    }

    /// Ends the operation in flight and gives its result.
    mutating func complete() -> Call.LinkEvent? {
        defer { operation = nil }
        switch operation {
        case .none: return nil
        case .build: return .built
        case .createOffer:
            // Of two offers either may be the smaller text.
            let text = "\(number) offers\na=fingerprint:sha-256 \(number)\n"
            offer = text
            findCandidates()
            return .described(SessionDescription(kind: .offer, sdp: text))
        case .createAnswer(let theirs):
            let text = "\(number) answers \(theirs.sdp)a=fingerprint:sha-256 \(number)\n"
            offer = theirs.sdp
            answer = text
            findCandidates()
            return .described(SessionDescription(kind: .answer, sdp: text))
        case .setAnswer(let theirs):
            answer = theirs.sdp
            return .applied
        case .addCandidate: return .applied
        }
    }

    private mutating func findCandidates() {
        reports.append(.localCandidate(IceCandidate(candidate: "\(number) host", sdpMid: "0", sdpMLineIndex: 0)))
        reports.append(.localCandidate(nil))
    }
}
