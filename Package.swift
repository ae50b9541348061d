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
        .target(name: "MediaCore", dependencies: ["JoomModel"], swiftSettings: habits),

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

        // One systemLibrary a .pc file: SwiftPM takes a single pkg-config name.
        .systemLibrary(
            name: "CGst",
            pkgConfig: "gstreamer-webrtc-1.0",
            providers: [.apt(["libgstreamer1.0-dev", "libgstreamer-plugins-bad1.0-dev"])]
        ),
        .systemLibrary(
            name: "CGstApp",
            pkgConfig: "gstreamer-app-1.0",
            providers: [.apt(["libgstreamer-plugins-base1.0-dev"])]
        ),
        .systemLibrary(
            name: "CGstSdp",
            pkgConfig: "gstreamer-sdp-1.0",
            providers: [.apt(["libgstreamer-plugins-base1.0-dev"])]
        ),
        .systemLibrary(
            name: "CGstVideo",
            pkgConfig: "gstreamer-video-1.0",
            providers: [.apt(["libgstreamer-plugins-base1.0-dev"])]
        ),
        .target(
            name: "CJoomGst",
            dependencies: ["CGst", "CGstApp", "CGstSdp", "CGstVideo"],
            cSettings: [.treatAllWarnings(as: .error)]
        ),
        .target(
            name: "MediaGStreamer",
            dependencies: ["PluginKit", "JoomModel", "MediaCore", "GLibKit", "CJoomGst"],
            path: "Sources/Plugins/MediaGStreamer",
            swiftSettings: habits
        ),
        .testTarget(
            name: "MediaGStreamerTests",
            dependencies: ["MediaGStreamer", "PluginKit", "JoomModel"],
            swiftSettings: habits
        ),

        .testTarget(name: "GLibKitTests", dependencies: ["GLibKit", "CJoomGLib"], swiftSettings: habits),
        .testTarget(
            name: "MediaCoreTests",
            dependencies: ["MediaCore", "JoomModel"],
            exclude: ["Fixtures"],
            swiftSettings: habits
        ),
        .testTarget(name: "JoomModelTests", dependencies: ["JoomModel"], swiftSettings: habits),
    ],
    swiftLanguageModes: [.v6]
)
