// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk

/// Whether anything in this computer draws for OpenGL.
///
/// Where nothing does GTK has Mesa play a card, which takes seconds to start and 170 MiB, where drawing with the processor
/// itself (cairo) is there at once.
enum GraphicsCard {
    /// How the names of devices begin that drivers have below /dev: Linux's, NVIDIA's, those of small boards, Windows' in WSL.
    private static let marks = ["dri/renderD", "nvidia", "mali", "kgsl", "pvr", "dxg"]

    /// Whether one is among devices, whose names are those below /dev.
    static func isAmong(_ devices: [String]) -> Bool {
        devices.contains { device in marks.contains { device.hasPrefix($0) } }
    }

    /// Has GTK do without OpenGL where there is nothing for it, unless the person has said how to draw.
    ///
    /// Before gtk_init and before there are threads, as it changes the environment.
    static func doWithoutIfThereIsNone() {
        let devices = names(in: "/dev") + names(in: "/dev/dri").map { "dri/\($0)" }
        let renderer = g_getenv("GSK_RENDERER").map { String(cString: $0) } ?? "cairo"
        let isChosen = renderer != "cairo" || g_getenv("GDK_DEBUG") != nil || g_getenv("GDK_DISABLE") != nil
        guard !isChosen, !isAmong(devices) else { return }
        // GTK 4.16 gave it a variable of its own.
        if gtk_get_minor_version() >= 16 {
            g_setenv("GDK_DISABLE", "gl,vulkan", 0)
        } else {
            g_setenv("GDK_DEBUG", "gl-disable", 0)
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = g_dir_open(folder, 0, nil) else { return [] }
        defer { g_dir_close(directory) }
        var names: [String] = []
        while let name = g_dir_read_name(directory) { names.append(String(cString: name)) }
        return names
    }
}
