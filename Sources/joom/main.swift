// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Glibc
import JoomUI
import PluginKit

/// Says a sentence on standard error.
func complain(_ sentence: String) {
    let bytes = Array("joom: \(sentence)\n".utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
}

let arguments: Arguments
do {
    arguments = try Arguments.read(Array(CommandLine.arguments.dropFirst()))
} catch let problem as LaunchProblem {
    complain(problem.description)
    exit(JoomApplication.usageStatus)
} catch {
    Arguments.exit(withError: error)
}
guard JoomApplication.connectToDisplay() else {
    complain("there is no display to open a window on. Start it from a desktop, or run joom-cli instead.")
    exit(EXIT_FAILURE)
}
let plugins = arguments.plugin
let parts = Parts(
    registry: Plugins.registry(plugins),
    host: EmbeddedHost(needsServer: Plugins.chosen(plugins).contains(where: \.needsServer)) {
        Plugins.registry(plugins)
    },
    readArguments: { try Arguments.read($0).launch() }
)
exit(JoomApplication(parts: parts, isUnique: !arguments.newInstance).run(CommandLine.arguments))
