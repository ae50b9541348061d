// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import RoomProtocol

/// The program with its window: one for a person, reached by later starts.
@MainActor
public final class JoomApplication {
    /// Exit status for a command line that makes no sense (sysexits.h, EX_USAGE).
    public static let usageStatus: Int32 = 64

    private let parts: Parts
    private let application: Application
    private lazy var remote = RemoteControl { [weak self] () throws(BuilderError) in
        guard let self else { throw .unusable(file: "window", reason: "ending") }
        return try self.open()
    }
    private var wakefulness: Wakefulness?
    private var sleepWatch: SleepWatch?
    private var conductor: Conductor?
    /// The tokens of rooms that the desktop was told about last.
    private var notified: Set<String> = []
    private var ending: Task<Void, Never>?

    /// Puts the program together; nothing runs yet.
    ///
    /// - Parameters:
    ///   - parts: what it is made of.
    ///   - isUnique: false to run beside an instance that is already there.
    public init(parts: Parts, isUnique: Bool) {
        self.parts = parts
        application = Application(id: AppIdentity.id, isUnique: isUnique)
    }

    /// Finds the person's language; before the first text.
    public static func loadTranslations() { Translation.load() }

    /// Whether there is a screen to show a window on; asked first.
    public static func connectToDisplay() -> Bool { Application.connectToDisplay() }

    /// Whether Joom runs already, so that a command line would reach it.
    public static var isRunning: Bool { Application.isRunning(id: AppIdentity.id) }

    /// Runs until the window closes; on the process's first thread, outside any Task.
    ///
    /// - Parameter arguments: the command line with the program's name.
    /// - Returns: the exit status.
    public func run(_ arguments: [String]) -> Int32 {
        application.onStartup { [weak self] in self?.start() }
        application.onActivate { [weak self] in self?.begin(Launch()) }
        application.onOpen { [weak self] addresses in self?.follow(addresses) }
        application.onCommand { [weak self] command in self?.obey(command) ?? 1 }
        remote.start()
        return application.run(arguments)
    }

    private func start() {
        Appearance.load(icon: AppIdentity.id)
        application.add(Action("quit") { [weak self] in self?.quit() })
        application.add(Action("new-room") { [weak self] in self?.begin(Launch(beginning: .newRoom)) })
        application.add(Action("test-call") { [weak self] in self?.begin(Launch(beginning: .testCall)) })
        application.add(
            Action(Self.joinAction) { [weak self] token in
                self?.begin(Launch())
                self?.conductor?.answer(token: token)
            }
        )
        application.setKeys(["<Control>q"], for: "app.quit")
        for (action, keys) in MainWindow.keys { application.setKeys(keys, for: action) }
    }

    private func obey(_ command: Application.Command) -> Int32 {
        let launch: Launch
        do {
            launch = try parts.readArguments(command.arguments)
        } catch {
            command.printError("\(error)")
            return Self.usageStatus
        }
        guard launch.controls.isEmpty else {
            Task { [remote] in
                do throws(LaunchProblem) {
                    for text in try await remote.run(launch.controls) { command.print(text) }
                } catch {
                    command.printError("joom: \(error)")
                    command.finish(1)
                }
            }
            return 0
        }
        return begin(launch) { command.printError("joom: \($0)") }
    }

    /// Joins where a link leads, as given by the desktop.
    private func follow(_ addresses: [String]) {
        guard let address = addresses.first else { return }
        do throws(LinkError) {
            begin(Launch(destination: .link(try RoomLink(address))))
        } catch {
            begin(Launch())
            conductor?.say("\(LaunchProblem(error))")
        }
    }

    /// Opens the window and does there what was asked for.
    ///
    /// - Parameters:
    ///   - launch: what was asked for.
    ///   - complain: hears why there can be no window.
    /// - Returns: the exit status.
    @discardableResult
    private func begin(_ launch: Launch, complain: (String) -> Void = { _ in }) -> Int32 {
        do throws(BuilderError) {
            try open().launch(launch)
            return 0
        } catch {
            complain("\(error)")
            return 1
        }
    }

    private var window: Window?

    /// Enters the room that the action's text is the token of.
    private static let joinAction = "join-room"

    private func notify(_ token: String, _ sentence: String?) {
        guard let sentence else { return withdraw(token) }
        notified.insert(token)
        application.show(
            Application.Notification(
                id: token,
                title: sentence,
                button: tr("Join"),
                action: "app." + Self.joinAction,
                target: token
            )
        )
    }

    private func withdraw(_ token: String) {
        // An earlier start's too, which the desktop may have kept.
        application.withdrawNotification(token)
        guard notified.remove(token) != nil else { return }
        // GLib 2.74 takes nothing back before the desktop has told the notification's number.
        Task { [weak self] in
            try? await Task.sleep(for: .seconds(1))
            guard let self, !self.notified.contains(token) else { return }
            self.application.withdrawNotification(token)
        }
    }

    private func open() throws(BuilderError) -> Conductor {
        if let conductor {
            window?.present()
            return conductor
        }
        let fresh = Conductor(parts: parts, memory: .own())
        let window = try fresh.open()
        application.add(window)
        window.onClose { [weak self] in
            self?.quit()
            return true
        }
        window.onActive { [parts] in parts.windowIsInUse() }
        window.present()
        self.window = window
        conductor = fresh
        fresh.notify = { [weak self] in self?.notify($0, $1) }
        remote.follow(fresh)
        wakefulness = Wakefulness(application: application, window: window, snapshots: fresh.snapshots())
        sleepWatch = SleepWatch(
            snapshots: fresh.snapshots(),
            leave: { [weak fresh] in fresh?.perform(.leave) },
            wake: { [weak fresh] in fresh?.sayThatItSlept() }
        )
        return fresh
    }

    /// Takes the window away at once, and ends when the others were told; at the latest after three seconds.
    public func quit() {
        guard ending == nil else { return }
        window?.isVisible = false
        ending = Task { [application, conductor] in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await conductor?.shutDown() }
                group.addTask { try? await Task.sleep(for: .seconds(3)) }
                await group.next()
                group.cancelAll()
                application.quit()
            }
        }
    }
}
