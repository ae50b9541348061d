// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import Testing

struct StatisticsTableTests {
    @Test func titlesComeOnceAndWhatIsUnknownIsEmpty() {
        var table = StatisticsTable()
        let figures = [
            StatisticsFigure("a", .integer(-3)), StatisticsFigure("b", .number(0.5)), StatisticsFigure("c", .unknown),
            StatisticsFigure("d", .number(.nan)),
        ]
        #expect(table.add(figures) == "a,b,c,d\r\n-3,0.5,,\r\n")
        #expect(table.add(figures) == "-3,0.5,,\r\n")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\r\nlines", "\"two\r\nlines\""),
        ("\n", "\"\n\""), ("", ""),
    ])
    func cellsAreQuotedWhereTheyMustBe(_ text: String, _ cell: String) {
        var table = StatisticsTable()
        #expect(table.add([StatisticsFigure("x", .text(text))]) == "x\r\n\(cell)\r\n")
    }
}
