// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Glibc
import JoomUI
import NearbyRooms
import PluginHost
import PluginKit
import ProgramKit

JoomApplication.loadTranslations()
let arguments: Arguments
do {
    arguments = try Arguments.read(Array(CommandLine.arguments.dropFirst()))
} catch let problem as LaunchProblem {
    StandardError.say("joom: \(problem)")
    exit(JoomApplication.usageStatus)
} catch {
    Arguments.exit(withError: error)
}
if !arguments.controls.isEmpty {
    guard JoomApplication.isRunning else {
        StandardError.say("joom: \(LaunchProblem.notRunning)")
        exit(EXIT_FAILURE)
    }
} else if !JoomApplication.connectToDisplay() {
    StandardError.say(
        "joom: there is no display to open a window on. Start it from a desktop, or run joom-cli instead."
    )
    exit(EXIT_FAILURE)
}
let plugins = arguments.plugin
var keeper: PluginKeeper?
let parts = Parts(
    loadPlugins: {
        let fresh = Plugins.keeper(plugins, isSafe: arguments.safeMode)
        keeper = fresh
        return fresh
    },
    host: EmbeddedHost(needsServer: Plugins.needsServer(plugins)) {
        Plugins.registry(plugins)
    },
    neighbourhood: Plugins.needsServer(plugins) ? AvahiNeighbourhood() : nil,
    readArguments: { try Arguments.read($0).launch() },
    windowIsInUse: { Plugins.portal?.windowIsInUse() }
)
let application = JoomApplication(parts: parts, isUnique: !arguments.newInstance)
let signals = TerminationSignals()
Task { for await _ in signals.received { application.quit() } }
let status = application.run(CommandLine.arguments)
keeper?.close()
// Not exit(): its handlers take OpenSSL down under a thread of GStreamer that may still make a certificate.
fflush(nil)
_exit(status)
