// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets

/// The program with its window: one for a person, reached by later starts.
@MainActor
public final class JoomApplication {
    /// Exit status for a command line that makes no sense (sysexits.h, EX_USAGE).
    public static let usageStatus: Int32 = 64

    private let parts: Parts
    private let application: Application
    private var conductor: Conductor?
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

    /// Runs until the window closes; on the process's first thread, outside any Task.
    ///
    /// - Parameter arguments: the command line with the program's name.
    /// - Returns: the exit status.
    public func run(_ arguments: [String]) -> Int32 {
        application.onStartup { [weak self] in self?.start() }
        application.onCommand { [weak self] command in self?.obey(command) ?? 1 }
        return application.run(arguments)
    }

    private func start() {
        Appearance.load(icon: AppIdentity.id)
        application.add(Action("quit") { [weak self] in self?.quit() })
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
        do throws(BuilderError) {
            try open().launch(launch)
            return 0
        } catch {
            command.printError("\(AppIdentity.name): \(error)")
            return 1
        }
    }

    private var window: Window?

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
        window.present()
        self.window = window
        conductor = fresh
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
