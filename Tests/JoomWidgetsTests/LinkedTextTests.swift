// SPDX-License-Identifier: GPL-3.0-or-later
import JoomWidgets
import XCTest

final class LinkedTextTests: XCTestCase {
    func testOnlyWebAddressesAreLinks() {
        let cases = [
            ("a <b>&\"c\"", "a &lt;b&gt;&amp;&quot;c&quot;"),
            (
                "see https://x.org/a?b=1&c=2.",
                "see <a href=\"https://x.org/a?b=1&amp;c=2\">https://x.org/a?b=1&amp;c=2</a>."
            ),
            ("(http://x.org)\n하나", "(<a href=\"http://x.org\">http://x.org</a>)\n하나"),
            ("https://", "https://"), ("javascript:alert(1)", "javascript:alert(1)"),
            ("file:///etc/passwd", "file:///etc/passwd"),
            ("x  y", "x  y"), ("", ""),
            ("https://x\"><script>", "<a href=\"https://x&quot;&gt;&lt;script\">https://x&quot;&gt;&lt;script</a>&gt;"),
        ]
        for (text, markup) in cases { XCTAssertEqual(LinkedText.markup(text), markup, text) }
    }
}
