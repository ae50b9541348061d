// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
import PackageDescription

// One set of habits for every target: explicit existentials, no import that leaks into public API by accident,
// and a warning is an error. The Makefile adds --explicit-target-dependency-import-check error.
let habits: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "joom",
    targets: [
        // Pure: no C, no NIO, no clock, no random. Both come in as values.
        .target(name: "JoomModel", swiftSettings: habits),
        .target(name: "PluginKit", dependencies: ["JoomModel"], swiftSettings: habits),

        .target(
            name: "DummyPlugin",
            dependencies: ["JoomModel", "PluginKit"],
            path: "Sources/Plugins/Dummy",
            swiftSettings: habits
        ),

        .target(name: "CallCore", dependencies: ["JoomModel"], swiftSettings: habits),
        .target(name: "CallSession", dependencies: ["CallCore", "JoomModel", "PluginKit"], swiftSettings: habits),

        .target(
            name: "TestSupport",
            dependencies: ["JoomModel", "PluginKit"],
            path: "Tests/TestSupport",
            swiftSettings: habits
        ),
        .testTarget(name: "CallCoreTests", dependencies: ["CallCore", "JoomModel"], swiftSettings: habits),
        .testTarget(
            name: "CallSessionTests",
            dependencies: ["CallSession", "DummyPlugin", "JoomModel", "PluginKit", "TestSupport"],
            swiftSettings: habits
        ),
        .testTarget(name: "JoomModelTests", dependencies: ["JoomModel"], swiftSettings: habits),
    ],
    swiftLanguageModes: [.v6]
)
