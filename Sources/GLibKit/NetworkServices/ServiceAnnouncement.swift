// SPDX-License-Identifier: GPL-3.0-or-later

/// A service of this program that others on its networks can find, through Avahi, for as long as this object lives.
///
/// Where Avahi does not run nobody finds it; when it starts, they do.
@MainActor
public final class ServiceAnnouncement {
    /// How often another name is tried when somebody else has it.
    private static let attemptLimit = 8
    /// States of Avahi's server and of an entry group (avahi-common/defs.h).
    private static let running: Int32 = 2
    private static let collision: Int32 = 3

    private var name: String
    private let type: String
    private let port: UInt16
    private let text: [[UInt8]]
    private var service: SystemService?
    private var group: String?
    private var attempts = 0
    /// Each begins after the one before has ended.
    private var work: Task<Void, Never>?

    /// Begins to announce; needs GLib's main loop.
    ///
    /// - Parameters:
    ///   - name: for people, at most 63 bytes; numbered where another service has it.
    ///   - type: such as `_joom._tcp`.
    ///   - port: where it listens, at all addresses of this computer.
    ///   - text: the strings of its TXT record, `key=value` each, at most 255 bytes.
    public init(name: String, type: String, port: UInt16, text: [[UInt8]]) {
        self.name = name
        self.type = type
        self.port = port
        self.text = text
        service = SystemService(
            Avahi.name,
            signals: [
                (Avahi.group, "StateChanged", { [weak self] in self?.groupChanged($0, $1) }),
                (Avahi.server, "StateChanged", { [weak self] in self?.serverChanged($1) }),
            ],
            changed: { [weak self] in self?.avahiChanged(isThere: $0) }
        )
    }

    isolated deinit {
        work?.cancel()
        if let group { service?.tell("Free", of: Avahi.group, at: group) }
    }

    private func avahiChanged(isThere: Bool) {
        group = nil
        attempts = 0
        if isThere { register() }
    }

    /// The computer got another name, and with it the address that services are at.
    private func serverChanged(_ values: [Variant]) {
        if values.first?.int32 == Self.running { register() }
    }

    private func groupChanged(_ path: String, _ values: [Variant]) {
        guard path == group, values.first?.int32 == Self.collision else { return }
        register(renaming: true)
    }

    private func register(renaming: Bool = false) {
        let before = work
        work = Task { [weak self] in
            await before?.value
            guard !Task.isCancelled else { return }
            await self?.enter(renaming: renaming)
        }
    }

    private func enter(renaming: Bool) async {
        var renaming = renaming
        while attempts < Self.attemptLimit {
            do throws(BusFailure) {
                if renaming { try await rename() }
                return try await enter()
            } catch {
                guard error.name == "CollisionError" else { return }
                renaming = true
            }
        }
    }

    private func rename() async throws(BusFailure) {
        attempts += 1
        let values = try await call("GetAlternativeServiceName", [.string(name)])
        if let other = values.first?.string { name = other }
    }

    private func enter() async throws(BusFailure) {
        if let group { service?.tell("Free", of: Avahi.group, at: group) }
        group = try await call("EntryGroupNew").first?.string
        guard let group else { return }
        // An empty host is this computer.
        let entry: [Variant] = [
            Avahi.unspecified, Avahi.unspecified, Avahi.noFlags, .string(name), .string(type), .string(""), .string(""),
            .uint16(port), .byteStrings(text),
        ]
        _ = try await call("AddService", of: Avahi.group, at: group, entry)
        _ = try await call("Commit", of: Avahi.group, at: group)
    }

    private func call(
        _ method: String,
        of interface: String = Avahi.server,
        at path: String = Avahi.root,
        _ values: [Variant] = []
    ) async throws(BusFailure) -> [Variant] {
        guard let service else { throw BusFailure(name: "ServiceUnknown", message: "not ready") }
        return try await service.call(method, of: interface, at: path, values)
    }
}
