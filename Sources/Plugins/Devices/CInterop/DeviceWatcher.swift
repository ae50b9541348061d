// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import GLibKit

/// Keeps device monitors on a queue of its own and tells what changes.
///
/// GStreamer 1.22's list keeps the `is-default` of the moment a device came, so after a change the sound services are
/// asked anew, once the session manager has had time to choose another default. The monitor for video is never
/// stopped, which keeps PipeWire's thread alive (see `DeviceMonitor.keepForEver`).
final class DeviceWatcher: @unchecked Sendable {
    // @unchecked: everything that changes is touched on the queue only, which all watchers share.
    private var queue: DispatchQueue { Self.queue }
    private static let queue = DispatchQueue(label: "org.joom.devices")
    /// The monitor for video that runs since the first watcher; later ones take it over.
    private nonisolated(unsafe) static var cameras: DeviceMonitor?
    private let portal: CameraPortal?
    private let looksForAll: Int
    private let report: @Sendable ([FoundDevice]) -> Void
    private var videos: (any DeviceFinder)?
    private var sounds: (any DeviceFinder)?
    private var isOpen = false
    private var isListing = false
    private var reported: [FoundDevice]?

    /// Events come in bursts: a sound card is several devices.
    private static let burst = DispatchTimeInterval.milliseconds(100)
    /// Between two looks, where nobody tells us of a change.
    private static let pause = DispatchTimeInterval.milliseconds(500)
    /// Every so many looks a sound server that was not there is looked for.
    private static let looksForServer = 10
    /// Every so many looks the sound services are asked anew, in a usual watcher.
    static let looksForAll = 60
    /// How long the session manager may take to choose another default.
    private static let settling = DispatchTimeInterval.milliseconds(700)

    /// Watches nothing yet.
    ///
    /// - Parameters:
    ///   - portal: behind which the cameras are, in a sandbox.
    ///   - looksForAll: after so many looks, one each half second, the sound services are asked anew.
    ///   - report: gets all devices at the start and after each change, on a queue of the watcher's.
    init(
        portal: CameraPortal? = nil,
        looksForAll: Int = DeviceWatcher.looksForAll,
        report: @escaping @Sendable ([FoundDevice]) -> Void
    ) {
        self.portal = portal
        self.looksForAll = looksForAll
        self.report = report
    }

    deinit {
        // Stopping may block: not on whoever lets go of us.
        queue.async { [last = Last(sounds)] in last.monitor?.stop() }
    }

    /// Starts watching and returns at once; further calls do nothing.
    func start() {
        queue.async { self.open() }
    }

    /// Lists the devices afresh and gives them to `answer`, on the watcher's queue; returns at once.
    func refresh(_ answer: @escaping @Sendable ([FoundDevice]) -> Void) {
        queue.async {
            if self.isOpen { self.probe() } else { self.open() }
            answer(self.reported ?? [])
        }
    }

    // MARK: On the queue

    private func open() {
        guard !isOpen else { return }
        isOpen = true
        // Not a monitor: it asks providers that did not start again at every look, and PulseAudio's leaves six
        // descriptors behind each time there is no server (GStreamer 1.22). It would start PipeWire's provider too.
        sounds = DeviceProvider("pulsedeviceprovider") { [weak self] in self?.noticed() }
        if let portal {
            portal.whenGranted { [weak self] in self?.openPortal(portal) }
        } else {
            let tell: @Sendable () -> Void = { [weak self] in self?.noticed() }
            if let cameras = Self.cameras {
                cameras.tell(tell)
            } else {
                Self.cameras = DeviceMonitor(classes: ["Video/Source"], onChange: tell)
            }
            keep(Self.cameras)
        }
        probe()
        lookLater()
    }

    private func keep(_ finder: (any DeviceFinder)?) {
        videos = finder
        finder?.keepForEver()
        _ = finder?.start()
    }

    /// Any thread.
    private func openPortal(_ portal: CameraPortal) {
        queue.async {
            guard self.videos == nil, let remote = try? portal.remote() else { return }
            self.keep(DeviceProvider("pipewiredeviceprovider", remote: remote) { [weak self] in self?.noticed() })
            // Also where none was found: what stood for cameras to come is gone.
            self.reported = nil
            self.publish(self.found())
        }
    }

    /// Lists again and again, and now and then looks whether there is a sound server by now, or another one.
    ///
    /// GStreamer 1.22 does not notice that a sound server ended: its list stays as it was, and no news come of the next one.
    /// In GStreamer 1.22 a second monitor, whoever starts it, makes the first one deaf, while its list stays right and
    /// costs no question to any service.
    private func lookLater(_ count: Int = 1) {
        queue.asyncAfter(deadline: .now() + Self.pause) { [weak self] in
            guard let self else { return }
            let isAnew = count.isMultiple(of: looksForAll)
            if isAnew { sounds?.stop() }
            if isAnew || count.isMultiple(of: Self.looksForServer) { _ = sounds?.start() }
            list()
            lookLater(count + 1)
        }
    }

    /// Asks the sound services for everything; the list of video nodes has no defaults to be out of date.
    private func probe() {
        sounds?.stop()
        _ = sounds?.start()
        publish(found())
    }

    private func found() -> [FoundDevice] { (videos?.devices() ?? []) + (sounds?.devices() ?? []) }

    private func publish(_ devices: [FoundDevice]) {
        guard devices != reported else { return }
        reported = devices
        report(devices)
    }

    /// Any thread.
    private func noticed() {
        queue.async {
            guard !self.isListing else { return }
            self.isListing = true
            self.queue.asyncAfter(deadline: .now() + Self.burst) { [weak self] in self?.list() }
        }
    }

    private func list() {
        isListing = false
        let devices = found()
        // Starting anew repeats the news of every device: only what differs is worth another look.
        guard devices != reported else { return }
        publish(devices)
        queue.asyncAfter(deadline: .now() + Self.settling) { [weak self] in self?.probe() }
    }
}

extension DeviceWatcher {
    /// Carries a monitor to its end on the queue.
    private final class Last: @unchecked Sendable {
        // @unchecked: handed over once; the giver is gone by then.
        let monitor: (any DeviceFinder)?
        init(_ monitor: (any DeviceFinder)?) { self.monitor = monitor }
    }
}
