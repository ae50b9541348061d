// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGLib
import GLibKit
import Testing

struct VariantTests {
    static let values: [(Variant, String)] = [
        (.boolean(true), "b"), (.string("käse"), "s"), (.integer(.min), "x"), (.double(0.5), "d"),
        (.int32(-1), "i"), (.uint16(.max), "q"), (.byteStrings([]), "aay"), (.byteStrings([[], [0, 255]]), "aay"),
        (.dictionary([:]), "a{sv}"),
        (.dictionary(["a": .string(""), "b": .dictionary(["c": .boolean(false)])]), "a{sv}"),
        (.dictionaries([]), "aa{sv}"), (.dictionaries([["a": .integer(1)], [:]]), "aa{sv}"),
    ]

    @Test(arguments: values)
    func comesBackAsItWent(_ value: Variant, _ type: String) {
        let made = g_variant_ref_sink(value.make())
        defer { g_variant_unref(made) }
        #expect(made.map { String(cString: g_variant_get_type_string($0)) } == type)
        #expect(made.flatMap { Variant(reading: $0) } == value)
    }

    @Test func valuesOfAMessageKeepTheirOrder() {
        let tuple = g_variant_ref_sink(Variant.tuple([.string("room"), .dictionary([:]), .boolean(true)]))
        defer { g_variant_unref(tuple) }
        #expect(tuple.map { Variant.values(ofTuple: $0) } == [.string("room"), .dictionary([:]), .boolean(true)])
    }

    @Test func otherTypesAreNothing() {
        let bytes = g_variant_ref_sink(g_variant_new_byte(1))
        defer { g_variant_unref(bytes) }
        #expect(bytes.flatMap { Variant(reading: $0) } == nil)
    }
}
