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
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// Pure: no C, no NIO, no clock, no random. Both come in as values.
let pure = [
    library("JoomModel"),
    library("SocketIOCore"),
    library("RoomProtocol", ["JoomModel", "SocketIOCore", crypto], exclude: ["Protocol.md"]),
    library("CallCore", ["JoomModel", crypto]),
    library("MediaCore", ["JoomModel"]),
    library("PluginKit", ["JoomModel"]),
]

/// Traits: libraries that programs use where they find them at run time; meson has features of these names.
let features = [
    "Adwaita": "The look of libadwaita",
    "QRCode": "Links as QR codes, by libqrencode",
    "Redis": "Servers that share their rooms, by libhiredis",
]

func c(_ name: String, _ dependencies: [Target.Dependency] = [], _ linkerSettings: [LinkerSetting] = []) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        cSettings: [.treatAllWarnings(as: .error)]
            + features.keys.sorted().map { .define("JOOM_\($0.uppercased())", .when(traits: [$0])) },
        cxxSettings: [.treatAllWarnings(as: .error)],
        linkerSettings: linkerSettings
    )
}

let session = [
    // What the programs and their parts share: signals, a word on standard error, files.
    library("ProgramKit"),
    library("CallSession", ["CallCore", "JoomModel", "PluginKit"]),
    // Sockets for both ends: folder Server and folder Client.
    library("SocketIONIO", ["SocketIOCore", nioSSL, crypto, logging] + nio),
    // The certificate of a computer that hosts rooms for its network.
    library("HostCertificate", ["SocketIOCore", certificates, crypto]),
    // Rooms that several servers share through Redis; libhiredis is looked for at run time.
    c("CJoomRedis"),
    library(
        "RedisRooms",
        ["CJoomRedis", "JoomModel", "SignalingServer", "SocketIOCore", nioSSL, logging] + nio.prefix(2)
    ),
    library(
        "SignalingServer",
        ["JoomModel", "SocketIOCore", "RoomProtocol", "SocketIONIO", nioSSL, logging, crypto] + nio
    ),
]

func systemLibrary(_ name: String, _ pkgConfig: String, packages: [String]) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt(packages)])
}

// C enters here. SwiftPM takes one pkg-config name a systemLibrary; one C target a layer gives typed forms of what
// Swift cannot call: variadics and macros. libadwaita is not here: the program takes it where it finds it (CJoomGtk).
let glib = [
    systemLibrary("CGLib", "gio-unix-2.0", packages: ["libglib2.0-dev"]),
    // Without dispatch executables link, but test bundles miss the main queue's symbols.
    c("CJoomGLib", ["CGLib"], [.linkedLibrary("dispatch")]),
    library("GLibKit", ["CJoomGLib"]),
    // Rooms of other computers on the network.
    library("NearbyRooms", ["GLibKit", "JoomModel", "RoomProtocol"]),
]
let gstreamer = [
    systemLibrary("CGst", "gstreamer-webrtc-1.0", packages: ["libgstreamer-plugins-bad1.0-dev"]),
    systemLibrary("CGstApp", "gstreamer-app-1.0", packages: ["libgstreamer-plugins-base1.0-dev"]),
    systemLibrary("CGstSdp", "gstreamer-sdp-1.0", packages: ["libgstreamer-plugins-base1.0-dev"]),
    systemLibrary("CGstVideo", "gstreamer-video-1.0", packages: ["libgstreamer-plugins-base1.0-dev"]),
    c("CJoomGst", ["CGst", "CGstApp", "CGstSdp", "CGstVideo"]),
]
let gtk = [
    systemLibrary("CGtk", "gtk4", packages: ["libgtk-4-dev"]),
    c("CJoomGtk", ["CGtk"]),
    library("JoomWidgets", ["CJoomGLib", "CJoomGtk", "GLibKit", "JoomModel"]),
    library(
        "JoomUI",
        [
            "CallSession", "GLibKit", "JoomModel", "JoomWidgets", "NearbyRooms", "PluginKit", "RoomProtocol",
            "SocketIOCore",
        ]
    ),
]

let plugins = [
    library("DummyPlugin", ["JoomModel", "PluginKit"], path: "Sources/Plugins/Dummy"),
    library("Devices", ["CGst", "GLibKit", "JoomModel", "PluginKit"], path: "Sources/Plugins/Devices"),
    library("TextEffects", ["PluginKit", "ProgramKit"], path: "Sources/Plugins/TextEffects"),
    library("Chat", ["JoomModel", "PluginKit"], path: "Sources/Plugins/Chat"),
    library("ScreenShare", ["GLibKit", "PluginKit"], path: "Sources/Plugins/ScreenShare"),
    library("Recorder", ["JoomModel", "PluginKit", "ProgramKit"], path: "Sources/Plugins/Recorder"),
    library(
        "StatisticsExporter",
        ["JoomModel", "PluginKit", "ProgramKit"],
        path: "Sources/Plugins/StatisticsExporter"
    ),
    // The interface of plugins that are shared libraries, and calls into them. C++, because they may throw.
    c("CJoomPlugin"),
    library("PluginHost", ["CJoomPlugin", "JoomModel", "PluginKit", "ProgramKit"]),
    library(
        "SignalingSocketIO",
        ["JoomModel", "PluginKit", "RoomProtocol", "SocketIOCore", "SocketIONIO"],
        path: "Sources/Plugins/SignalingSocketIO"
    ),
    library(
        "MediaGStreamer",
        ["PluginKit", "JoomModel", "MediaCore", "GLibKit", "CJoomGst"],
        path: "Sources/Plugins/MediaGStreamer"
    ),
]

let programs = [
    program(
        "joom",
        [
            "CallSession", "Chat", "Devices", "DummyPlugin", "GLibKit", "HostCertificate", "JoomModel", "JoomUI",
            "MediaGStreamer", "NearbyRooms", "PluginHost", "PluginKit", "ProgramKit", "Recorder", "RoomProtocol",
            "ScreenShare", "SignalingServer", "SignalingSocketIO", "SocketIONIO", "StatisticsExporter", "TextEffects",
            argumentParser,
            logging,
        ] + nio
    ),
    // Our Socket.IO server as protocol test suites want it; never installed.
    program("conformance-server", ["ProgramKit", "SocketIOCore", "SocketIONIO", argumentParser, logging] + nio),
    program(
        "joom-server",
        [
            "JoomModel", "ProgramKit", "RedisRooms", "RoomProtocol", "SignalingServer", "SocketIOCore", "SocketIONIO",
            argumentParser, logging, toml,
        ]
    ),
    program(
        "joom-cli",
        [
            "CallSession", "Chat", "Devices", "DummyPlugin", "GLibKit", "JoomModel", "MediaGStreamer", "NearbyRooms",
            "PluginHost", "PluginKit", "ProgramKit", "Recorder", "RoomProtocol", "ScreenShare", "SignalingServer",
            "SignalingSocketIO", "SocketIOCore", "StatisticsExporter", "TextEffects", argumentParser, logging,
        ]
    ),
]

let testTargets = [
    library("TestSupport", ["JoomModel", "PluginKit"], path: "Tests/TestSupport"),
    tests("JoomModelTests", ["JoomModel"]),
    tests("SocketIOCoreTests", ["SocketIOCore"]),
    tests("RoomProtocolTests", ["RoomProtocol", "JoomModel", "SocketIOCore", "TestSupport"]),
    tests("PluginKitTests", ["PluginKit", "TextEffects"]),
    tests("ChatTests", ["Chat", "JoomModel", "PluginKit"]),
    tests("ScreenShareTests", ["PluginKit", "ScreenShare"]),
    tests("RecorderTests", ["JoomModel", "PluginKit", "ProgramKit", "Recorder"]),
    tests("StatisticsExporterTests", ["JoomModel", "PluginKit", "StatisticsExporter"]),
    tests("PluginHostTests", ["PluginHost", "PluginKit", "ProgramKit", "JoomModel"], exclude: ["Libraries"]),
    tests("CallCoreTests", ["CallCore", "JoomModel"]),
    tests("CallSessionTests", ["CallSession", "DummyPlugin", "JoomModel", "PluginKit", "TestSupport"]),
    tests("MediaCoreTests", ["MediaCore", "JoomModel"], exclude: ["Fixtures"]),
    tests("GLibKitTests", ["GLibKit", "CJoomGLib"]),
    tests(
        "SignalingServerTests",
        ["SignalingServer", "SocketIOCore", "SocketIONIO", "RoomProtocol", "JoomModel", "TestSupport", logging] + nio
    ),
    tests("RedisRoomsTests", ["RedisRooms", "SocketIOCore"]),
    tests("MediaGStreamerTests", ["GLibKit", "MediaGStreamer", "PluginKit", "JoomModel", "TestSupport"]),
    tests("DevicesTests", ["Devices", "JoomModel", "PluginKit", "TestSupport"]),
    tests("HostCertificateTests", ["HostCertificate", "SocketIONIO"]),
    tests(
        "SignalingSocketIOTests",
        ["HostCertificate", "JoomModel", "PluginKit", "SignalingServer", "SignalingSocketIO", "SocketIONIO"]
    ),
    tests(
        "JoomUITests",
        [
            "CJoomGtk", "CallSession", "GLibKit", "JoomModel", "JoomUI", "JoomWidgets", "NearbyRooms", "PluginKit",
            "RoomProtocol",
        ]
    ),
    tests("JoomTests", ["joom", "JoomModel", "JoomUI", "PluginKit", "RoomProtocol", "SignalingServer"] + nio),
    tests(
        "FuzzTests",
        ["JoomModel", "PluginKit", "RoomProtocol", "SignalingServer", "SocketIOCore", "SocketIONIO", "TestSupport"]
            + nio
    ),
    tests("JoomServerTests", ["joom-server", "JoomModel", "SignalingServer", "SocketIOCore", "SocketIONIO", logging]),
    tests("JoomWidgetsTests", ["CJoomGtk", "GLibKit", "JoomModel", "JoomWidgets"]),
]

let package = Package(
    name: "joom",
    traits: Set(features.map { .trait(name: $0, description: $1) } + [.default(enabledTraits: Set(features.keys))]),
    dependencies: [
        // Sockets, HTTP/1.1 and WebSocket for both ends, without Foundation.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // TLS for the client; the system's trust roots.
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // SHA-256 of admission proofs and of the guest page's files; what a link's key gives.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // The certificate that this computer makes for those on its network.
        .package(url: "https://github.com/apple/swift-certificates", from: "1.0.0"),
        // Command lines with help and good complaints.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The server's configuration file: all of TOML 1.0, and the line and column of what is wrong with it.
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        // Log lines whose destination the program chooses.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: pure + session + glib + gstreamer + gtk + plugins + programs + testTargets,
    swiftLanguageModes: [.v6]
)
