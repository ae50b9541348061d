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

func library(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    path: String? = nil,
    exclude: [String] = []
) -> Target {
    .target(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: habits)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: habits)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: habits)
}

let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"].map {
    .product(name: $0, package: "swift-nio")
}
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// Pure: no C, no NIO, no clock, no random. Both come in as values.
let pure = [
    library("JoomModel"),
    library("SocketIOCore"),
    library("RoomProtocol", ["JoomModel", "SocketIOCore"], exclude: ["Protocol.md"]),
    library("CallCore", ["JoomModel"]),
    library("MediaCore", ["JoomModel"]),
    library("PluginKit", ["JoomModel"]),
]

let session = [
    library("CallSession", ["CallCore", "JoomModel", "PluginKit"]),
    library("SocketIONIO", ["SocketIOCore", nioSSL, logging] + nio),
]

// C enters here. SwiftPM takes one pkg-config name a systemLibrary; one C target a layer gives typed forms of what Swift
// cannot call: variadics and macros.
let c: [Target] = [
    .systemLibrary(name: "CGLib", pkgConfig: "gio-unix-2.0", providers: [.apt(["libglib2.0-dev"])]),
    .target(
        name: "CJoomGLib",
        dependencies: ["CGLib"],
        cSettings: [.treatAllWarnings(as: .error)],
        // Without it executables link, but test bundles miss the main queue's symbols.
        linkerSettings: [.linkedLibrary("dispatch")]
    ),
    library("GLibKit", ["CJoomGLib"]),
    .systemLibrary(
        name: "CGst",
        pkgConfig: "gstreamer-webrtc-1.0",
        providers: [.apt(["libgstreamer1.0-dev", "libgstreamer-plugins-bad1.0-dev"])]
    ),
]

let plugins = [
    library("DummyPlugin", ["JoomModel", "PluginKit"], path: "Sources/Plugins/Dummy"),
    library("Devices", ["CGst", "GLibKit", "JoomModel", "PluginKit"], path: "Sources/Plugins/Devices"),
]

let testTargets = [
    library("TestSupport", ["JoomModel", "PluginKit"], path: "Tests/TestSupport"),
    tests("JoomModelTests", ["JoomModel"]),
    tests("SocketIOCoreTests", ["SocketIOCore"]),
    tests("RoomProtocolTests", ["RoomProtocol", "JoomModel", "SocketIOCore"]),
    tests("CallSessionTests", ["CallSession", "DummyPlugin", "JoomModel", "PluginKit", "TestSupport"]),
    tests("MediaCoreTests", ["MediaCore", "JoomModel"], exclude: ["Fixtures"]),
    tests("DevicesTests", ["Devices", "JoomModel", "PluginKit"]),
    tests("GLibKitTests", ["GLibKit", "CJoomGLib"]),
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
    targets: pure + session + c + plugins + testTargets,
    swiftLanguageModes: [.v6]
)
