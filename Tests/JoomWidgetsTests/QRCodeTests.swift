// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import Testing

/// Where libqrencode is installed; elsewhere there is no code to look at.
struct QRCodeTests {
    @Test(.enabled(if: QRCode("a") != nil)) func aCodeHasTheMarksThatCamerasLookFor() throws {
        let code = try #require(QRCode("https://192.168.1.7:3443/r/blue#k=AAECAwQFBgcICQoLDA0ODw"))
        // Version 1 has 21 modules a side, and each further one four more (ISO/IEC 18004 section 5.3.1).
        #expect(code.width >= 21 && (code.width - 17) % 4 == 0)
        #expect(code.modules.count == code.width * code.width)
        let frame = [true, true, true, true, true, true, true]
        let row = { (row: Int) in Array(code.modules[row * code.width..<row * code.width + 7]) }
        #expect(row(0) == frame && row(6) == frame && row(1) == [true, false, false, false, false, false, true])
        #expect(code == QRCode("https://192.168.1.7:3443/r/blue#k=AAECAwQFBgcICQoLDA0ODw"))
        #expect(code != QRCode("https://192.168.1.7:3443/r/blue#k=BAECAwQFBgcICQoLDA0ODw"))
    }

    @Test func tooMuchTextGivesNone() { #expect(QRCode(String(repeating: "x", count: 4_000)) == nil) }
}
