// SPDX-License-Identifier: GPL-3.0-or-later
import CallCore
import Testing

struct WordExchangeTests {
    static let names = ["SHA-256 AA", "SHA-256 BB"]

    struct Pair {
        var offerer = WordExchange(role: .offerer)
        var answerer = WordExchange(role: .answerer)
        var languages = (WordLanguage.english, WordLanguage.english)
        var names = (WordExchangeTests.names, WordExchangeTests.names)

        mutating func open(_ one: UInt8 = 1, _ two: UInt8 = 2) -> [WordMessage] {
            let early = answerer.open(
                nonce: Array(repeating: two, count: 32),
                language: languages.1,
                fingerprints: names.1
            )
            return early
                + offerer.open(nonce: Array(repeating: one, count: 32), language: languages.0, fingerprints: names.0)
        }

        /// Lets both speak until they are silent.
        mutating func run(_ first: [WordMessage]) {
            var toAnswerer = first
            while !toAnswerer.isEmpty {
                let back = toAnswerer.flatMap { answerer.take($0, fingerprints: names.1) }
                toAnswerer = back.flatMap { offerer.take($0, fingerprints: names.0) }
            }
        }
    }

    @Test func bothEndsSeeTheSameFourWords() throws {
        var pair = Pair()
        pair.run(pair.open())
        let words = try #require(pair.offerer.words)
        #expect(words == pair.answerer.words)
        #expect(words.list.count == 4)
        #expect(words.list == ["flat", "kennel", "tuna", "queen"])
    }

    @Test(arguments: [
        (WordLanguage.korean, WordLanguage.korean, WordLanguage.korean), (.korean, .english, .english),
        (.english, .korean, .english),
    ])
    func koreanNeedsTwo(_ one: WordLanguage, _ two: WordLanguage, _ shown: WordLanguage) throws {
        var pair = Pair(languages: (one, two))
        pair.run(pair.open())
        #expect(pair.offerer.words?.language == shown)
        #expect(pair.answerer.words?.list == pair.offerer.words?.list)
    }

    @Test func whoSitsBetweenShowsInTheWords() throws {
        var pair = Pair(names: (["SHA-256 AA", "SHA-256 EE"], ["SHA-256 BB", "SHA-256 EE"]))
        pair.run(pair.open())
        let words = try #require(pair.offerer.words)
        #expect(words != pair.answerer.words)
    }

    @Test func numbersCount() throws {
        var (one, two) = (Pair(), Pair())
        one.run(one.open(1, 2))
        two.run(two.open(1, 3))
        #expect(one.offerer.words != two.offerer.words)
    }

    @Test func promiseMayComeBeforeOurChannelIsOpen() throws {
        var (offerer, answerer) = (WordExchange(role: .offerer), WordExchange(role: .answerer))
        let first = offerer.open(nonce: [UInt8](repeating: 1, count: 32), language: .english, fingerprints: Self.names)
        let promise = try #require(first.first)
        #expect(answerer.take(promise, fingerprints: Self.names).isEmpty)
        let reply = answerer.open(nonce: [UInt8](repeating: 2, count: 32), language: .english, fingerprints: Self.names)
        #expect(reply == [WordMessage(.nonce([UInt8](repeating: 2, count: 32)), language: .english)])
    }

    @Test func missingRevealGivesNoWords() {
        var pair = Pair()
        let first = pair.open()
        for message in first { _ = pair.answerer.take(message, fingerprints: Self.names) }
        #expect(pair.answerer.words == nil)
    }

    @Test func otherNumberThanPromisedBreaks() {
        var pair = Pair()
        for message in pair.open() { _ = pair.answerer.take(message, fingerprints: Self.names) }
        let lie = WordMessage(.reveal([UInt8](repeating: 9, count: 32)), language: .english)
        #expect(pair.answerer.take(lie, fingerprints: Self.names).isEmpty)
        #expect(pair.answerer.state == .broken)
        // And the truth comes too late.
        let truth = WordMessage(.reveal([UInt8](repeating: 1, count: 32)), language: .english)
        _ = pair.answerer.take(truth, fingerprints: Self.names)
        #expect(pair.answerer.words == nil)
    }

    @Test(arguments: [0, 31, 33])
    func numberOfAnotherLengthIsNone(_ length: Int) {
        var pair = Pair()
        let first = pair.open()
        let short = WordMessage(.nonce([UInt8](repeating: 1, count: length)), language: .english)
        #expect(pair.offerer.take(short, fingerprints: Self.names).isEmpty)
        #expect(pair.offerer.state == .promised)
        let promise = WordMessage(.commit([UInt8](repeating: 1, count: length)), language: .english)
        #expect(pair.answerer.take(promise, fingerprints: Self.names).isEmpty)
        #expect(pair.answerer.state == .waiting)
        pair.run(first)
        #expect(pair.offerer.words != nil)
    }

    /// Whoever is between must not get a second guess: neither by a second round, nor by another number in this one.
    @Test func nothingIsSaidTwice() throws {
        var pair = Pair()
        let first = pair.open()
        pair.run(first)
        let words = pair.offerer.words
        let other = [UInt8](repeating: 7, count: 32)
        for step in [WordMessage.Step.commit(other), .nonce(other), .reveal(other)] {
            #expect(pair.offerer.take(WordMessage(step, language: .korean), fingerprints: ["SHA-256 EE"]).isEmpty)
            #expect(pair.answerer.take(WordMessage(step, language: .korean), fingerprints: ["SHA-256 EE"]).isEmpty)
        }
        #expect(pair.offerer.open(nonce: other, language: .english, fingerprints: Self.names).isEmpty)
        #expect(pair.offerer.words == words)
        #expect(pair.answerer.words == words)
    }

    @Test func secondPromiseDoesNotReplaceTheFirst() throws {
        var pair = Pair()
        for message in pair.open() { _ = pair.answerer.take(message, fingerprints: Self.names) }
        let state = pair.answerer.state
        let second = WordMessage(.commit([UInt8](repeating: 5, count: 32)), language: .english)
        #expect(pair.answerer.take(second, fingerprints: Self.names).isEmpty)
        #expect(pair.answerer.state == state)
    }

    @Test(arguments: WordLanguage.allCases)
    func listsHaveAsManyDifferentWordsAsTheirNumbersSay(_ language: WordLanguage) {
        let words = language.words
        #expect(words.count == 2_048)
        #expect(Set(words).count == 2_048)
        #expect(words.allSatisfy { (2...8).contains($0.count) })
    }
}
