// SPDX-License-Identifier: GPL-3.0-or-later

/// Looks for services of one kind on this computer's networks, through Avahi; finds nothing where Avahi does not run.
@MainActor
public final class ServiceBrowser {
    /// More than any home or office has; a network may be full of lies.
    static let limit = 64

    /// Where a service was seen; it may be seen by two protocols, and on several interfaces.
    struct Sighting: Hashable, Sendable {
        let interface: Int32
        let version: Int32
        let name: String
        let type: String
        let domain: String

        /// Reads the values of `ItemNew` and `ItemRemove`.
        init?(_ values: [Variant]) {
            guard values.count >= 5, case .int32(let interface) = values[0], case .int32(let version) = values[1],
                case .string(let name) = values[2], case .string(let type) = values[3],
                case .string(let domain) = values[4]
            else { return nil }
            self.interface = interface
            self.version = version
            self.name = name
            self.type = type
            self.domain = domain
        }

        /// What `ResolveService` is asked with: addresses of the protocol that it was seen by.
        var question: [Variant] {
            [
                .int32(interface), .int32(version), .string(name), .string(type), .string(domain), .int32(version),
                Avahi.noFlags,
            ]
        }
    }

    private let type: String
    private let changed: @MainActor ([NetworkService]) -> Void
    private var service: SystemService?
    private var sightings: Set<Sighting> = []
    private var found: [Sighting: NetworkService] = [:]
    private var told: [NetworkService] = []

    /// Begins to look; needs GLib's main loop.
    ///
    /// - Parameters:
    ///   - type: such as `_joom._tcp`.
    ///   - changed: told what there is each time that it changes, by name; each service once.
    public init(type: String, changed: @escaping @MainActor ([NetworkService]) -> Void) {
        self.type = type
        self.changed = changed
        service = SystemService(
            Avahi.name,
            signals: [
                (Avahi.browser, "ItemNew", { [weak self] in self?.appeared($1) }),
                (Avahi.browser, "ItemRemove", { [weak self] in self?.vanished($1) }),
            ],
            changed: { [weak self] in self?.avahiChanged(isThere: $0) }
        )
    }

    /// Avahi's own name and version; nil where it does not run.
    ///
    /// Blocks for two seconds at the most. Any thread.
    public nonisolated static func implementation() -> String? {
        SystemBus.call("GetVersionString", of: Avahi.server, at: Avahi.root, in: Avahi.name).first?.string
    }

    private func avahiChanged(isThere: Bool) {
        // Whatever an earlier one saw it cannot take back.
        sightings = []
        found = [:]
        tell()
        guard isThere else { return }
        let question = [Avahi.unspecified, Avahi.unspecified, .string(type), .string(""), Avahi.noFlags]
        Task { [service] in
            _ = try? await service?.call("ServiceBrowserNew", of: Avahi.server, at: Avahi.root, question)
        }
    }

    private func appeared(_ values: [Variant]) {
        guard let sighting = Sighting(values), sighting.type == type, sightings.count < Self.limit,
            sightings.insert(sighting).inserted
        else { return }
        Task { [weak self] in await self?.resolve(sighting) }
    }

    private func vanished(_ values: [Variant]) {
        guard let sighting = Sighting(values) else { return }
        sightings.remove(sighting)
        found[sighting] = nil
        tell()
    }

    /// Asks where it is; an answer may get lost on a wireless network.
    private func resolve(_ sighting: Sighting) async {
        for _ in 0..<3 {
            let values = try? await service?.call("ResolveService", of: Avahi.server, at: Avahi.root, sighting.question)
            guard sightings.contains(sighting) else { return }
            guard let values else { continue }
            found[sighting] = NetworkService(resolved: values)
            return tell()
        }
    }

    private func tell() {
        let best = Dictionary(grouping: found.values, by: \.name)
            .compactMap { $1.min { ($0.rank, $0.address) < ($1.rank, $1.address) } }
            .sorted { $0.name < $1.name }
        guard best != told else { return }
        told = best
        changed(best)
    }
}
