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

        .target(
            name: "SignalingSocketIO",
            dependencies: ["JoomModel", "PluginKit", "RoomProtocol", "SocketIOCore", "SocketIONIO"],
            path: "Sources/Plugins/SignalingSocketIO",
            swiftSettings: habits
        ),

        .target(name: "CallSession", dependencies: ["JoomModel", "PluginKit"], swiftSettings: habits),

        .testTarget(name: "SocketIOCoreTests", dependencies: ["SocketIOCore"], swiftSettings: habits),
        .testTarget(name: "JoomModelTests", dependencies: ["JoomModel"], swiftSettings: habits),
        .testTarget(
            name: "RoomProtocolTests",
            dependencies: ["RoomProtocol", "JoomModel", "SocketIOCore"],
            swiftSettings: habits
        ),
    ],
    swiftLanguageModes: [.v6]
)
