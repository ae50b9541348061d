// SPDX-License-Identifier: GPL-3.0-or-later

/// Keeps a peer's own voice from going back to it where the echo canceller leaves too much: turns the microphone down
/// while it hears no more than the speaker, and up as soon as somebody speaks here too.
///
/// Works on loudness alone. How much later and how much quieter the microphone hears what is played is learnt; so is what
/// it has to hear now if nobody speaks here. With headphones that is nothing, and nothing is ever turned down. Levels are
/// dBFS of frames of at most 10 ms, times are those of one clock.
public struct EchoGate: Sendable {
    /// What a frame of echo is turned down by, in dB.
    public static let attenuation = -36.0

    /// Quieter than this nothing is being played.
    private static let silence = -50.0
    /// Before anything was learnt: a loudspeaker on the same table.
    private static let assumedCoupling = -12.0
    /// More than this no loudspeaker brings back; what is louder is somebody speaking.
    private static let highestCoupling = -6.0
    /// By how much a voice has to be above the echo.
    private static let margin = 6.0
    /// What is this much quieter than the loudest of late says nothing about the echo's strength.
    private static let telling = 6.0
    /// Frames in which coupling is looked at as one, so many that a pause does not fill them, and how many such stretches
    /// count: nobody speaks at the same time as the other for 12 s on end, and who takes headphones off is understood as
    /// soon.
    private static let stretch = 200
    private static let memory = 6
    /// How fast a room falls silent, in dB a frame: a living room takes 0.3 s for 30 dB.
    private static let decay = 1.0
    /// Frames that the gate stays shut after the last echo.
    private static let hold = 15
    /// A voice is loud for a while, an echo only now and then louder than reckoned: of so many frames so many have to be.
    private static let window = 8
    private static let voiced = 5
    /// Frames that a voice is let through after it was loud: the gaps in its words.
    private static let voice = 25

    private var history = EchoHistory()
    private var delay = EchoDelay()
    private var expected = -100.0
    private var ratios: [Double] = []
    private var stretches: [Double] = []
    private var frames = 0
    private var shutFor = 0
    private var openFor = 0
    private var isLoud: [Bool] = []

    /// Starts without knowing the room.
    public init() {}

    /// How loud what is played comes back, in dB; what was learnt or, before, assumed.
    public var coupling: Double { min(stretches.min() ?? Self.assumedCoupling, Self.highestCoupling) }

    /// How much later it comes back, by the times of both; nil before that is known, or when nothing does.
    public var lateness: Duration? { delay.slots.map { EchoHistory.slot * $0 } }

    /// Takes the loudness of what is about to be played.
    public mutating func play(_ level: Double, at time: Duration) { history.play(level, at: time) }

    /// Takes a frame of the microphone's and says what to do with it.
    ///
    /// - Parameters:
    ///   - microphone: its loudness.
    ///   - time: when it was heard.
    /// - Returns: the gain for it, in dB: 0 or `attenuation`.
    public mutating func gain(microphone: Double, at time: Duration) -> Double {
        history.hear(microphone, at: time)
        let loudest = history.loudest
        let echo = delay.slots.map { history.played(before: $0) } ?? loudest
        expected = max(echo, expected - Self.decay)
        let isPlaying = loudest > Self.silence
        if isPlaying { learn(microphone, echo: echo, loudest: loudest) }
        isLoud.append(isPlaying && microphone >= expected + coupling + Self.margin)
        if isLoud.count > Self.window { isLoud.removeFirst() }
        openFor = isLoud.count(where: \.self) >= Self.voiced ? Self.voice : max(openFor - 1, 0)
        shutFor = openFor > 0 ? 0 : isPlaying ? Self.hold : max(shutFor - 1, 0)
        return shutFor > 0 ? Self.attenuation : 0
    }

    /// In each stretch the loudest frames tell; of several stretches the quietest one had nobody speaking here.
    private mutating func learn(_ microphone: Double, echo: Double, loudest: Double) {
        if echo >= loudest - Self.telling { ratios.append(microphone - echo) }
        frames += 1
        if frames.isMultiple(of: Self.stretch / 2) { delay.learn(history) }
        guard frames.isMultiple(of: Self.stretch) else { return }
        ratios.sort()
        if ratios.count >= Self.stretch / 10 { stretches.append(ratios[ratios.count * 19 / 20]) }
        if stretches.count > Self.memory { stretches.removeFirst() }
        ratios = []
    }
}
