// SPDX-License-Identifier: GPL-3.0-or-later

/// Keeps a peer's own voice from going back to it where the echo canceller leaves too much: turns the microphone down
/// while it hears no more than the speaker.
///
/// Works on loudness alone, so it needs to know neither the delay nor the room. How much of what is played reaches the
/// microphone is learnt: with headphones that is nothing, and nothing is ever turned down. Levels are dBFS of frames of
/// about 10 ms.
public struct EchoGate: Hashable, Sendable {
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
    /// Frames in which coupling is looked at as one, so many that a pause does not fill them, and how many such stretches
    /// count: nobody speaks at the same time as the other for 12 s on end, and who takes headphones off is understood as
    /// soon.
    private static let stretch = 200
    private static let memory = 6
    /// Frames that the gate stays shut after the last echo: the gaps in a word, and the room's tail.
    private static let hold = 15
    /// A voice is loud for a while, an echo only now and then louder than reckoned: of so many frames so many have to be.
    private static let window = 20
    private static let voiced = 12

    private var ratios: [Double] = []
    private var stretches: [Double] = []
    private var remaining = 0
    private var isLoud: [Bool] = []

    /// Starts without knowing the room.
    public init() {}

    /// How loud what is played comes back, in dB; what was learnt or, before, assumed.
    public var coupling: Double { min(stretches.min() ?? Self.assumedCoupling, Self.highestCoupling) }

    /// Takes a frame and says what to do with it.
    ///
    /// - Parameters:
    ///   - microphone: its loudness.
    ///   - played: the loudness of what the speaker played a moment ago (`PlayedEnvelope`).
    /// - Returns: the gain for it, in dB: 0 or `attenuation`.
    public mutating func gain(microphone: Double, played: Double) -> Double {
        guard played > Self.silence else {
            note(isLoud: false)
            remaining = max(remaining - 1, 0)
            return remaining > 0 ? Self.attenuation : 0
        }
        learn(microphone - played)
        note(isLoud: microphone >= played + coupling + Self.margin)
        remaining = isLoud.count(where: \.self) >= Self.voiced ? 0 : Self.hold
        return remaining > 0 ? Self.attenuation : 0
    }

    private mutating func note(isLoud frame: Bool) {
        isLoud.append(frame)
        if isLoud.count > Self.window { isLoud.removeFirst() }
    }

    /// In each stretch the loudest frame tells; of several stretches the quietest one had nobody speaking here.
    private mutating func learn(_ ratio: Double) {
        ratios.append(ratio)
        guard ratios.count == Self.stretch else { return }
        if let loudest = ratios.max() { stretches.append(loudest) }
        if stretches.count > Self.memory { stretches.removeFirst() }
        ratios = []
    }
}

/// How loud what was played lately is: the loudest of the last while, because echo comes later than it was played.
public struct PlayedEnvelope: Hashable, Sendable {
    /// Frames of about 10 ms that count.
    ///
    /// Sound is seen before the jitter buffers' and the speaker's store, and comes back after the room and the microphone's
    /// store: 300 to 500 ms later, as measured.
    private static let reach = 70

    private var levels: [Double] = []
    private var next = 0

    /// Starts in silence.
    public init() {}

    /// Takes the loudness of a frame and gives that of the last while, in dBFS.
    public mutating func take(_ level: Double) -> Double {
        if levels.count < Self.reach {
            levels.append(level)
        } else {
            levels[next] = level
            next = (next + 1) % Self.reach
        }
        return levels.max() ?? level
    }
}
