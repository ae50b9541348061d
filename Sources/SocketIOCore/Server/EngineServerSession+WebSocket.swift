// SPDX-License-Identifier: GPL-3.0-or-later

extension EngineServerSession {
    /// A WebSocket with this session's id is connected: an upgrade begins.
    public mutating func linkArrived(_ link: LinkID) -> [Effect] {
        guard phase == .open, transport == .polling, candidate == nil else { return [.closeLink(link)] }
        candidate = Candidate(link: link)
        return [.startTimer(.upgrade, options.upgradeTimeout)]
    }

    /// A WebSocket of this session brought a text frame.
    public mutating func linkReceived(_ link: LinkID, text: String) -> [Effect] {
        guard phase == .open else { return [] }
        if candidate?.link == link { return candidateReceived(try? EnginePacket(text: text)) }
        guard transport == .webSocket(link) else { return [.closeLink(link)] }
        do throws(EngineError) {
            return take(try EnginePacket(text: text))
        } catch {
            return end(.parseError(error))
        }
    }

    /// A WebSocket of this session brought a binary frame.
    public mutating func linkReceived(_ link: LinkID, binary: [UInt8]) -> [Effect] {
        guard phase == .open else { return [] }
        if candidate?.link == link { return abandonCandidate() }
        guard transport == .webSocket(link) else { return [.closeLink(link)] }
        return take(.binary(binary))
    }

    /// A WebSocket of this session is gone.
    public mutating func linkBroken(_ link: LinkID) -> [Effect] {
        guard phase == .open else { return [] }
        if candidate?.link == link { return abandonCandidate() }
        guard transport == .webSocket(link) else { return [] }
        return end(.transportError)
    }

    private mutating func candidateReceived(_ packet: EnginePacket?) -> [Effect] {
        guard let current = candidate else { return [] }
        switch (packet, current.isProbed) {
        case (.ping("probe"), false):
            candidate?.isProbed = true
            return [.transmit(current.link, [.pong("probe")])] + release()
        case (.upgrade, true):
            candidate = nil
            transport = .webSocket(current.link)
            return [.cancelTimer(.upgrade), .cancelTimer(.release)] + release() + flush()
        default:
            return abandonCandidate()
        }
    }

    /// Closes the new WebSocket only: polling goes on as if nothing had been.
    mutating func abandonCandidate() -> [Effect] {
        guard let link = candidate?.link else { return [] }
        candidate = nil
        return [.cancelTimer(.upgrade), .cancelTimer(.release), .closeLink(link)]
    }

    /// Ends the session: says so to whatever still listens, and once to the layer above.
    mutating func end(_ reason: EngineCloseReason) -> [Effect] {
        guard phase == .open else { return [] }
        phase = .closed
        var effects: [Effect] = []
        switch transport {
        case .webSocket(let link): effects.append(.closeLink(link))
        case .polling: effects += endPolling(reason)
        }
        if let candidate { effects.append(.closeLink(candidate.link)) }
        if let exchange = post {
            effects.append(.respond(exchange, .refused(.badRequest)))
            post = nil
        }
        candidate = nil
        clearOutbox()
        effects += [Timer.ping, .pong, .upgrade, .release].map(Effect.cancelTimer)
        effects.append(.closed(reason))
        if phase == .closed { effects.append(.forget) }
        return effects
    }

    private mutating func endPolling(_ reason: EngineCloseReason) -> [Effect] {
        guard let exchange = poll else {
            guard reason == .serverClosed else { return [] }
            phase = .farewell
            return [.startTimer(.farewell, options.farewellTimeout)]
        }
        poll = nil
        let lastWord: EnginePacket = reason == .clientClosed ? .noop : .close
        return [.respond(exchange, .payload([lastWord]))]
    }
}
