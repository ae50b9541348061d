// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import StatisticsExporter

struct PrometheusTextTests {
    @Test func itIsWrittenAsNodeExporterReadsIt() {
        let metrics = [
            PrometheusText.Metric(
                name: "joom_x_total",
                help: "One\nline with a \\ and a \".",
                kind: .counter,
                samples: [
                    .init(labels: [("peer", "1"), ("codec", "V\"P\\8\n")], value: 3),
                    .init(labels: [("peer", "2")], value: 0.25),
                ]
            ),
            PrometheusText.Metric(name: "joom_nothing", help: "Unknown.", kind: .gauge),
            PrometheusText.Metric(name: "joom_y", help: "Bare.", kind: .gauge, samples: [.init(labels: [], value: -1)]),
        ]
        #expect(
            PrometheusText.text(metrics) == #"""
                # HELP joom_x_total One\nline with a \\ and a ".
                # TYPE joom_x_total counter
                joom_x_total{peer="1",codec="V\"P\\8\n"} 3
                joom_x_total{peer="2"} 0.25
                # HELP joom_y Bare.
                # TYPE joom_y gauge
                joom_y -1

                """#
        )
    }

    @Test(arguments: ["", "plain", "\"", "\\", "\\n", "\n", "\\\"", "a\r\nb", "}", "a=\"b\",c=\"", "한 👩‍👩‍👧", "\u{0}"])
    func whateverALabelHoldsComesBackAsItWas(_ value: String) throws {
        let metric = PrometheusText.Metric(
            name: "joom_x",
            help: value + "x",
            kind: .gauge,
            samples: [.init(labels: [("first", value), ("second", value)], value: 1)]
        )
        let read = try PrometheusReader(PrometheusText.text([metric]))
        #expect(read.samples == [.init(name: "joom_x", labels: ["first": value, "second": value], value: 1)])
        #expect(read.helps == ["joom_x": value + "x"])
    }

    @Test(arguments: [
        (Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (0, "0"), (1e300, "1e+300"), (0.001, "0.001"),
        (1_764_226_985.123, "1764226985.123"),
    ])
    func numbersAreOnesThatGoReads(_ value: Double, _ text: String) {
        let metric = PrometheusText.Metric(
            name: "x",
            help: "x",
            kind: .gauge,
            samples: [.init(labels: [], value: value)]
        )
        #expect(PrometheusText.text([metric]) == "# HELP x x\n# TYPE x gauge\nx \(text)\n")
    }

    @Test(arguments: [
        "x 1\n", "# HELP x y\n# TYPE x gauge\nx 1", "# HELP x y\n# TYPE x gauge\nx{a=\"1\"} 1\nx{a=\"1\"} 2\n",
        "# HELP x y\n# TYPE x gauge\nx{a=\"\\q\"} 1\n", "# HELP x y\n# TYPE x sum\nx 1\n",
        "# HELP x y\n# TYPE x gauge\ny 1\n",
        "# HELP x y\n# TYPE x gauge\nx{a=\"1\" 1\n", "# HELP x y\n# TYPE x gauge\nx one\n",
    ])
    func theReaderOfTheseTestsIsStrict(_ text: String) {
        #expect(throws: PrometheusReader.Fault.self) { try PrometheusReader(text) }
    }
}
