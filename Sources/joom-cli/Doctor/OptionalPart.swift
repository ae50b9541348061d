// SPDX-License-Identifier: GPL-3.0-or-later
import ProgramKit

/// What this build of Joom may have in it, and does without where a library is not installed.
struct OptionalPart {
    /// Of its library, as Debian 12 packages it.
    let library: String
    let package: String
    /// What the library is for.
    let purpose: String
    /// Whether it was built in: a trait of Package.swift.
    let isBuiltIn: Bool
    let isInstalled: Bool

    /// All there are.
    static var all: [Self] {
        #if Adwaita
        let hasAdwaita = true
        #else
        let hasAdwaita = false
        #endif
        #if QRCode
        let hasCodes = true
        #else
        let hasCodes = false
        #endif
        #if Redis
        let hasRedis = true
        #else
        let hasRedis = false
        #endif
        return [
            Self("libadwaita", ["libadwaita-1.so.0"], "libadwaita-1-0", "the look of GNOME's programs", hasAdwaita),
            Self("libqrencode", ["libqrencode.so.4"], "libqrencode4", "links as QR codes", hasCodes),
            Self(
                "libhiredis",
                ["libhiredis.so.1.1.0", "libhiredis.so.1.0.0", "libhiredis.so.0.14"],
                "libhiredis0.14",
                "servers that share their rooms",
                hasRedis
            ),
        ]
    }

    private init(_ library: String, _ names: [String], _ package: String, _ purpose: String, _ isBuiltIn: Bool) {
        self.library = library
        self.package = package
        self.purpose = purpose
        self.isBuiltIn = isBuiltIn
        isInstalled = isBuiltIn && OptionalLibrary.isInstalled(names)
    }

    /// Nothing is wrong where one is missing, and people should know what they do not have.
    var finding: Finding {
        let message =
            switch (isBuiltIn, isInstalled) {
            case (true, true): "\(library) is there, for \(purpose)."
            case (true, false): "\(library), for \(purpose), is not installed. The package \(package) brings it."
            case (false, _): "This Joom was built without \(library), which is for \(purpose)."
            }
        return Finding(name: library, status: .ok, message: message)
    }
}
