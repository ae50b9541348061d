// SPDX-License-Identifier: GPL-3.0-or-later

/// One step of the way to the four words, on the data channel `joom` (Protocol.md section 7).
public struct WordMessage: Hashable, Sendable {
    /// Which step; the number is 32 bytes.
    public enum Step: Hashable, Sendable {
        /// The offerer's promise: the SHA-256 of its number.
        case commit([UInt8])
        /// The answerer's number.
        case nonce([UInt8])
        /// The offerer's number.
        case reveal([UInt8])
    }

    /// Which step.
    public let step: Step
    /// The language of whoever sends it.
    public let language: WordLanguage

    /// Pairs a step and a language.
    public init(_ step: Step, language: WordLanguage) {
        self.step = step
        self.language = language
    }
}

/// Four words that are the same at both ends unless somebody sits between them.
///
/// The offerer promises its number before it hears the answerer's, and nobody can know in time what to choose: whoever
/// is in the middle of both has one guess of 2^44, once. So an exchange is never begun again within a connection.
///
///     offerer   waiting -> promised -> agreed          answerer   waiting -> answered -> agreed        any -> broken
public struct WordExchange: Hashable, Sendable {
    /// How far it is.
    public enum State: Hashable, Sendable {
        /// Nothing was said yet.
        case waiting
        /// The offerer's: the promise has left.
        case promised
        /// The answerer's: our number has left, after this promise.
        case answered(commit: [UInt8])
        /// Both numbers are known.
        case agreed(Words)
        /// The number is not the one that was promised: somebody cheats.
        case broken
    }

    /// The words as places in a list, so that either language can show them.
    public struct Words: Hashable, Sendable {
        /// Four numbers below 2,048.
        public let places: [Int]
        /// The language that both ends show.
        public let language: WordLanguage

        /// The words themselves.
        public var list: [String] {
            let words = language.words
            return places.compactMap { words.indices.contains($0) ? words[$0] : nil }
        }
    }

    /// Bytes of a number and of a promise.
    public static let length = 32

    /// How far it is.
    public private(set) var state = State.waiting
    private let role: Negotiator.Role
    private var nonce: [UInt8]?
    private var language = WordLanguage.english
    /// A promise that came before our own channel was open.
    private var early: WordMessage?

    /// Nothing is said before `open`.
    public init(role: Negotiator.Role) { self.role = role }

    /// The words; nil before both numbers are known.
    public var words: Words? {
        switch state {
        case .agreed(let words): words
        case .waiting, .promised, .answered, .broken: nil
        }
    }

    /// The channel is open: the offerer promises.
    ///
    /// - Parameters:
    ///   - nonce: 32 fresh random bytes.
    ///   - language: what the person reads.
    ///   - fingerprints: the certificates of both descriptions.
    /// - Returns: what to say.
    public mutating func open(
        nonce: [UInt8],
        language: WordLanguage,
        fingerprints: [String]
    ) -> [WordMessage] {
        guard self.nonce == nil, nonce.count == Self.length else { return [] }
        self.nonce = nonce
        self.language = language
        switch role {
        case .offerer:
            state = .promised
            return [WordMessage(.commit(Digest.sha256(nonce)), language: language)]
        case .answerer:
            guard let waiting = early else { return [] }
            early = nil
            return take(waiting, fingerprints: fingerprints)
        }
    }

    /// Takes what the peer says; what comes twice, out of order or from the wrong side changes nothing.
    ///
    /// - Parameters:
    ///   - message: what came.
    ///   - fingerprints: the certificates of both descriptions.
    /// - Returns: what to say.
    public mutating func take(_ message: WordMessage, fingerprints: [String]) -> [WordMessage] {
        switch (role, state, message.step) {
        case (.answerer, .waiting, .commit(let commit)):
            guard commit.count == Self.length else { return [] }
            guard let nonce else {
                if early == nil { early = message }
                return []
            }
            state = .answered(commit: commit)
            return [WordMessage(.nonce(nonce), language: language)]
        case (.offerer, .promised, .nonce(let theirs)):
            guard theirs.count == Self.length, let nonce else { return [] }
            agree(nonce, theirs, message.language, fingerprints)
            return [WordMessage(.reveal(nonce), language: language)]
        case (.answerer, .answered(let commit), .reveal(let theirs)):
            guard let nonce, theirs.count == Self.length, Digest.sha256(theirs) == commit else {
                state = .broken
                return []
            }
            agree(theirs, nonce, message.language, fingerprints)
            return []
        case (_, _, _): return []
        }
    }

    private mutating func agree(
        _ offerers: [UInt8],
        _ answerers: [UInt8],
        _ other: WordLanguage,
        _ fingerprints: [String]
    ) {
        let texts = [Array("joom-words".utf8)] + fingerprints.map { Array($0.utf8) } + [offerers, answerers]
        let hash = Digest.sha256(Digest.row(texts))
        let head = hash.prefix(6).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 4
        let places = [33, 22, 11, 0].map { Int(head >> UInt64($0) & 2_047) }
        state = .agreed(Words(places: places, language: language == other ? language : .english))
    }
}
