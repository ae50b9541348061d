// SPDX-License-Identifier: GPL-3.0-or-later
import CallSession
import JoomModel
import JoomWidgets

/// What one person's tile shows; computed from the snapshot, so that it can be tested without a window.
struct TileState: Equatable {
    /// The larger part of it.
    enum Content: Equatable {
        /// The moving picture.
        case picture
        /// The first letter of the name, and a line below where something is to be said.
        case placeholder(status: String?)
    }

    /// The name tag.
    var name: String
    /// Whether `name` is a name, and not a word for somebody without.
    var isNamed: Bool
    /// A crossed-out microphone before the name.
    var isMuted: Bool
    /// Picture or placeholder.
    var content: Content
    /// Whether a screen is seen in place of the person.
    var isScreen = false
    /// A line over the picture, while it stands still.
    var notice: String?
    /// What is known of who they are; nil while there is no connection.
    var trust: TrustState?

    /// Somebody else, in a room of this server.
    init(_ participant: CallSnapshot.Participant, server: ServerAddress? = nil) {
        trust = TrustState(participant, server: server)
        name = participant.name ?? tr("Guest")
        isNamed = participant.name != nil
        isMuted = participant.media?.microphone == false
        isScreen = participant.media?.screen == true
        let isDark = participant.media.map { !$0.camera && !$0.screen } ?? false
        let hasPicture = participant.pictureSize != nil && !isDark
        switch participant.connection {
        case .connecting:
            content = .placeholder(status: tr("Connecting…"))
        case .connected:
            content = hasPicture ? .picture : .placeholder(status: isDark ? tr("Camera is off") : nil)
        case .reconnecting:
            content = hasPicture ? .picture : .placeholder(status: tr("Reconnecting…"))
            notice = hasPicture ? tr("Reconnecting…") : nil
        case .insecure:
            content = .placeholder(status: UserText.insecure(participant.name))
        case .unproven(let fault):
            content = .placeholder(status: UserText.unproven(participant.name, fault))
        case .wordsDiffer:
            content = .placeholder(status: UserText.wordsDiffer(participant.name))
        case .failed(let error):
            content = .placeholder(status: UserText.sentence(error))
        case .noPath:
            content = .placeholder(status: UserText.noPath)
        }
    }

    /// Ourselves.
    init(ownIn snapshot: CallSnapshot) {
        name = tr("You")
        isNamed = false
        isMuted = !snapshot.isMicrophoneEnabled || (snapshot.areDevicesOpen && snapshot.microphoneInUse == nil)
        if snapshot.screen == .on {
            isScreen = true
            content = .placeholder(status: tr("You are sharing your screen"))
        } else if !snapshot.isCameraEnabled {
            content = .placeholder(status: tr("Camera is off"))
        } else if snapshot.cameraInUse != nil {
            content = .picture
        } else {
            content = .placeholder(status: snapshot.areDevicesOpen ? tr("No camera") : tr("Starting the camera…"))
        }
    }

    /// What the name tag says.
    var label: String { isScreen && isNamed ? tr("Screen of {name}", ["name": name]) : name }

    /// What the placeholder has in its circle; nil for a figure in place of a letter.
    var initial: String? {
        guard isNamed else { return nil }
        return name.first(where: { $0.isLetter || $0.isNumber }).map { String($0).uppercased() }
    }

    /// Which of the six colours the circle has, 0...5; the same name has the same colour everywhere.
    var colour: Int {
        Int(name.utf8.reduce(UInt32(5381)) { ($0 &* 33) ^ UInt32($1) } % 6)
    }
}
