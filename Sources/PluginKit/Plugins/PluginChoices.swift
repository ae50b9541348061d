// SPDX-License-Identifier: GPL-3.0-or-later

/// What a person decided about plugins, and what was learnt from earlier starts; a key file.
public struct PluginChoices: Hashable, Sendable {
    /// Modules that were switched on.
    public private(set) var on: Set<String> = []
    /// Modules that were switched off.
    public private(set) var off: Set<String> = []
    /// Modules that brought a start down.
    public private(set) var crashed: Set<String> = []
    /// GStreamer elements that effects may use besides ours.
    public private(set) var elements: Set<String> = []

    /// Nothing was decided.
    public init() {}

    /// Reads what `text` wrote; what makes no sense is left out.
    public init(reading bytes: [UInt8]) {
        guard let group = try? KeyFile(bytes).groups.first(where: { $0.name == "Plugins" }) else { return }
        func list(_ key: String) -> Set<String> {
            let value = GroupReader(group).optional(key)?.value ?? ""
            return Set(value.split(separator: ";").map(String.init).filter(PluginManifest.isModule))
        }
        (on, off, crashed, elements) = (list("On"), list("Off"), list("Crashed"), list("Elements"))
    }

    /// The file.
    public var text: String {
        let lists = [("On", on), ("Off", off), ("Crashed", crashed), ("Elements", elements)]
        let lines = lists.filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1.sorted().joined(separator: ";"))" }
        return (["[Plugins]"] + lines).joined(separator: "\n") + "\n"
    }

    /// Switches one on or off; one that brought a start down gets another chance.
    public mutating func set(_ module: String, on isOn: Bool) {
        crashed.remove(module)
        if isOn {
            on.insert(module)
            off.remove(module)
        } else {
            off.insert(module)
            on.remove(module)
        }
    }

    /// Notes that these were at work when a start came to nothing.
    public mutating func note(crashed modules: Set<String>) { crashed.formUnion(modules) }

    /// Lets effects use one more element, or not any more.
    public mutating func allow(element: String, _ isAllowed: Bool) {
        if isAllowed { elements.insert(element) } else { elements.remove(element) }
    }
}
