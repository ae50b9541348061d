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
    dependencies: [
        // Sockets, HTTP/1.1 and WebSocket for both ends, without Foundation.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // TLS for the client; the system's trust roots.
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // Log lines whose destination the program chooses.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        // Pure: no C, no NIO, no clock, no random. Both come in as values.
        .target(name: "JoomModel", swiftSettings: habits),
        .target(name: "PluginKit", dependencies: ["JoomModel"], swiftSettings: habits),
        .target(name: "MediaCore", dependencies: ["JoomModel"], swiftSettings: habits),

        .target(name: "SocketIOCore", swiftSettings: habits),

        // Sockets for both ends: folder Server and folder Client.
        .target(
            name: "SocketIONIO",
            dependencies: [
                "SocketIOCore",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: habits
        ),

        .target(
            name: "RoomProtocol",
            dependencies: ["JoomModel", "SocketIOCore"],
            exclude: ["Protocol.md"],
            swiftSettings: habits
        ),

        .target(name: "CallSession", dependencies: ["JoomModel", "PluginKit"], swiftSettings: habits),

        // C enters here. One C target a layer gives typed forms of what Swift cannot call: variadics and macros.
        .systemLibrary(name: "CGLib", pkgConfig: "gio-unix-2.0", providers: [.apt(["libglib2.0-dev"])]),
        .target(
            name: "CJoomGLib",
            dependencies: ["CGLib"],
            cSettings: [.treatAllWarnings(as: .error)],
            // Without it executables link, but test bundles miss the main queue's symbols.
            linkerSettings: [.linkedLibrary("dispatch")]
        ),
        .target(name: "GLibKit", dependencies: ["CJoomGLib"], swiftSettings: habits),

        .testTarget(name: "GLibKitTests", dependencies: ["GLibKit", "CJoomGLib"], swiftSettings: habits),
        .testTarget(name: "SocketIOCoreTests", dependencies: ["SocketIOCore"], swiftSettings: habits),
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
        .testTarget(
            name: "CallSessionTests",
            dependencies: ["CallSession", "DummyPlugin", "JoomModel", "PluginKit", "TestSupport"],
        .testTarget(
            name: "MediaCoreTests",
            dependencies: ["MediaCore", "JoomModel"],
            exclude: ["Fixtures"],
            swiftSettings: habits
        ),
        .testTarget(name: "JoomModelTests", dependencies: ["JoomModel"], swiftSettings: habits),
        .testTarget(name: "RoomProtocolTests", dependencies: ["RoomProtocol", "JoomModel", "SocketIOCore"], swiftSettings: habits),
    ],
    swiftLanguageModes: [.v6]
)
