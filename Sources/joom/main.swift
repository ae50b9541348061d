// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import JoomUI

func complain(_ sentence: String) {
    FileHandle.standardError.write(Data("joom: \(sentence)\n".utf8))
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
if arguments.version {
    print(Arguments.configuration.version)
    exit(0)
}
guard JoomApplication.connectToDisplay() else {
    complain("there is no display to open a window on. Start it from a desktop, or run joom-cli instead.")
    exit(1)
}
let parts = Parts(
    registry: Plugins.registry(arguments.plugin),
    host: NoHost(),
    readArguments: { try Arguments.read($0).launch() }
)
exit(JoomApplication(parts: parts, isUnique: !arguments.newInstance).run(CommandLine.arguments))
