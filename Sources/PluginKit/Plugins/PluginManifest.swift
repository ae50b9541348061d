// SPDX-License-Identifier: GPL-3.0-or-later

/// What a plugin says of itself: its `.plugin` key file, with libpeas' keys and ours; docs/plugins.md describes it.
public struct PluginManifest: Hashable, Sendable {
    /// The newest interface between Joom and plugins that this Joom has; later ones only add to it.
    public static let apiVersion = 2

    /// The extension points.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Finds peers: `SignalingProvider`.
        case signaling
        /// Talks to peers and captures: `PeerConnectionFactory`.
        case peerConnection = "peer-connection"
        /// Finds devices: `CaptureSource`.
        case captureSource = "capture-source"
        /// Finds effects: `EffectSource`.
        case effect
        /// Follows a call and takes part in it.
        case callAddOn = "call-add-on"
        /// Takes encoded pictures and sound.
        case trackSink = "track-sink"

        /// Whether it can be brought and taken away while Joom runs; the others hold devices or connections.
        var changesAtOnce: Bool {
            switch self {
            case .signaling, .effect, .callAddOn, .trackSink: true
            case .peerConnection, .captureSource: false
            }
        }
    }

    /// What tells it from others, and how its library is called: letters, digits, `-` and `_`.
    public let module: String
    /// What people call it.
    public let name: LocalText
    /// What it is good for, in a sentence.
    public let description: LocalText?
    /// Who made it.
    public let authors: [String]
    /// Its own version, as its authors count.
    public let version: String?
    /// Modules of the plugins that it needs.
    public let depends: [String]
    /// Which extension points it brings something for.
    public let kinds: [Kind]
    /// The interface it was made for; may be newer than `apiVersion`.
    public let api: Int
    /// Where it puts files for the person, who is offered to open it; nil for nowhere, and for plugins from files.
    public let folder: String?

    /// Describes a plugin that is part of the program.
    public init(
        module: String,
        name: LocalText,
        description: LocalText? = nil,
        depends: [String] = [],
        kinds: [Kind] = [],
        folder: String? = nil
    ) {
        (self.module, self.name, self.description) = (module, name, description)
        (self.depends, self.kinds, self.folder) = (depends, kinds, folder)
        (authors, version, api) = ([], nil, Self.apiVersion)
    }

    /// Whether it can be switched on and off while Joom runs.
    public var changesAtOnce: Bool { !kinds.isEmpty && kinds.allSatisfy(\.changesAtOnce) }

    /// Whether this Joom is too old for it.
    public var needsNewerJoom: Bool { api > Self.apiVersion }
}

extension PluginManifest {
    /// How the files' names end.
    public static let suffix = ".plugin"

    /// libpeas' keys (PeasPluginInfo).
    private static let keys: Set<String> = [
        "Module", "Loader", "Name", "Description", "Icon", "Authors", "Copyright", "Website", "Version", "Builtin",
        "Hidden", "Depends", "Help",
    ]

    /// Reads a manifest.
    ///
    /// One for a newer interface is read as far as this Joom understands it, so that lists can name it.
    ///
    /// - Parameter bytes: the file's content, from anybody.
    /// - Throws: the line, the key and the reason of the first fault.
    public init(parsing bytes: [UInt8]) throws(KeyFileError) {
        let file = try KeyFile(bytes)
        guard let head = file.groups.first, head.name == "Plugin" else {
            let line = file.groups.first?.line ?? 1
            throw KeyFileError(line: line, key: nil, reason: "the first group has to be [Plugin]")
        }
        let reader = GroupReader(head)
        let apiEntry = try reader.required("X-Joom-Api")
        guard let api = Int(apiEntry.value), api >= 1 else { throw apiEntry.error("it has to be a number from 1") }
        self.api = api
        let isKnown = api <= Self.apiVersion
        if isKnown {
            try reader.allow(Self.keys)
            if let next = file.groups.dropFirst().first {
                throw KeyFileError(line: next.line, key: nil, reason: "after [Plugin] no other group may follow")
            }
        }
        let module = try reader.required("Module")
        guard Self.isModule(module.value) else {
            throw module.error("it has to be letters, digits, - and _, and no more than 64 of them")
        }
        self.module = module.value
        name = try reader.text("Name")
        description = reader.optional("Description") == nil ? nil : try reader.text("Description", limit: 200)
        authors = Self.list(reader.optional("Authors"))
        version = reader.optional("Version").map { String($0.value.prefix(40)) }
        depends = Self.list(reader.optional("Depends"))
        for name in depends where !Self.isModule(name) {
            throw KeyFileError(line: head.line, key: "Depends", reason: "“\(name)” is no module's name")
        }
        if let loader = reader.optional("Loader"), loader.value.lowercased() != "c" {
            throw loader.error("only libraries with a C interface are loaded, so it has to be c")
        }
        folder = nil
        kinds = try Self.kinds(try reader.required("X-Joom-Kind"), isKnown: isKnown)
    }

    private static func kinds(_ entry: KeyFile.Entry, isKnown: Bool) throws(KeyFileError) -> [Kind] {
        var kinds: [Kind] = []
        for word in list(entry) {
            if let kind = Kind(rawValue: word) {
                if !kinds.contains(kind) { kinds.append(kind) }
            } else if isKnown {
                let all = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw entry.error("“\(word)” is no kind; there are \(all)")
            }
        }
        guard !kinds.isEmpty || !isKnown else { throw entry.error("it names no kind") }
        return kinds
    }

    /// Parts between semicolons, as key files write lists.
    private static func list(_ entry: KeyFile.Entry?) -> [String] {
        (entry?.value ?? "").split(separator: ";").map { String($0.trimmed) }.filter { !$0.isEmpty }
    }

    /// Whether a text can name a module; what does is no path either.
    static func isModule(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
