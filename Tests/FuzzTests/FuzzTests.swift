// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import NIOPosix
import SignalingServer
import Testing

/// Input that nobody thought of does no harm.
///
/// A short run belongs to every test; `make fuzz` does more. Variables: `JOOM_FUZZ_CASES` for each subject,
/// `JOOM_FUZZ_SUBJECT` for one of them, `JOOM_FUZZ_SEED`, and `JOOM_FUZZ_FROM`, the first case. What was trouble once is kept in Tests/Fixtures/fuzz.
struct FuzzTests {
    private static let cases = number("JOOM_FUZZ_CASES") ?? 3_000
    private static let seed = number("JOOM_FUZZ_SEED") ?? 1
    private static let first = number("JOOM_FUZZ_FROM") ?? 0

    @Test(arguments: Subject.allCases)
    func goodInputIsRead(_ subject: Subject) async throws {
        let corpus = try await Self.corpus(of: subject)
        #expect(corpus.count >= 2)
        for (name, bytes) in corpus { #expect(subject.read(bytes), "\(subject) \(name)") }
    }

    @Test(arguments: Subject.chosen)
    func badInputDoesNotTrap(_ subject: Subject) async throws {
        let mutator = Mutator(corpus: try await Self.corpus(of: subject).map(\.bytes), seed: UInt64(Self.seed))
        for number in Self.first..<(Self.first + Self.cases) {
            // After a trap the last of these lines tells where to begin again.
            if number % 50_000 == 0, Self.cases > 50_000 {
                print("fuzz \(subject) JOOM_FUZZ_SEED=\(Self.seed) JOOM_FUZZ_FROM=\(number)")
            }
            let input = mutator.input(number)
            #expect(subject.read(input), "\(subject), seed \(Self.seed), case \(number): \(input)")
        }
    }

    @Test func aCaseFollowsFromItsSeedAndNumber() {
        let one = Mutator(corpus: [Array("hello".utf8)], seed: 7)
        #expect((0..<50).map(one.input) == (0..<50).map(one.input))
        #expect((0..<50).map(one.input) != (50..<100).map(one.input))
    }

    private static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }

    private static func corpus(of subject: Subject) async throws -> [(name: String, bytes: [UInt8])] {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let directory = "/\(tests)/Fixtures/fuzz/\(subject.rawValue)"
        let files = NonBlockingFileIO(threadPool: .singleton)
        return try await files.listDirectory(path: directory).filter { !$0.name.hasPrefix(".") }
            .map { (name: $0.name, bytes: try #require(SmallFile.read("\(directory)/\($0.name)"))) }
            .sorted { $0.name < $1.name }
    }
}
