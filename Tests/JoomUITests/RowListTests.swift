// SPDX-License-Identifier: GPL-3.0-or-later
import CJoomGtk
import CallSession
import GLibKit
import JoomModel
import JoomWidgets
import PluginKit
import XCTest

@testable import JoomUI

/// Lists that change while somebody uses them, and what was read in them.
final class RowListTests: XCTestCase {
    @MainActor
    private final class Row: ListRow {
        let root = Box(isVertical: false, spacing: 0)
        let button = Button(label: "")
        var shown: [String] = []
        init() { root.append(button) }
        func update(_ state: String) { shown.append(state) }
    }

    private static let people = ["ada", "bob", "cem"]

    func testWhoHasTheKeyboardKeepsIt() throws {
        try MainActor.assumeIsolated {
            guard Application.connectToDisplay() else { throw Stage.NoDisplay() }
            let (box, window) = (Box(isVertical: true, spacing: 0), Window(title: "rows"))
            window.setChild(box)
            window.present()
            let list = RowList<String, Row>(in: box) { _ in Row() }
            let show: @MainActor ([String], String) -> Void = { keys, state in
                list.show(keys.map { (key: $0, state: state) })
            }
            show(Self.people, "here")
            list["bob"]?.button.grabFocus()
            show(["cem", "dan", "bob"], "here")
            XCTAssertEqual(list["bob"]?.root.hasFocusWithin, true)
            XCTAssertEqual(list["bob"]?.shown, ["here"], "nothing changed about them")
            XCTAssertEqual(Self.order(box), ["cem", "dan", "bob"].map { list[$0]?.root.ref.pointer })
            show(["cem", "dan", "bob"], "gone")
            XCTAssertEqual(list["bob"]?.shown, ["here", "gone"])
            show(["cem", "dan"], "gone")
            XCTAssertNil(list["bob"])
            XCTAssertEqual(list["dan"]?.root.hasFocusWithin, true, "the keyboard is nowhere")
            window.destroy()
        }
    }

    @MainActor
    private static func order(_ box: Box) -> [UnsafeMutableRawPointer?] {
        var (found, next) = ([UnsafeMutableRawPointer?](), gtk_widget_get_first_child(box.ref.cast()))
        while let child = next {
            found.append(UnsafeMutableRawPointer(child))
            next = gtk_widget_get_next_sibling(child)
        }
        return found
    }

    func testWhatWasReadIsNotNewAnyMore() throws {
        try MainActor.assumeIsolated {
            let stage = try Stage()
            var snapshot = CallSnapshot.make(.joined(try .make()), people: [.make("Ada")])
            let ada = AddOnPeer(id: PeerID("Ada"), name: "Ada")
            let entries = (1...2).map { AddOnPanel.Entry(id: $0, author: ada, text: "Hello \($0)") }
            let chat = AddOnPanel(
                title: LocalText("Chat"),
                icon: "chat-message-new-symbolic",
                prompt: LocalText("Write"),
                entries: entries
            )
            snapshot.panels = [.init(id: "chat", content: chat)]
            stage.main.update(snapshot)
            let side = stage.main.call.addOns
            XCTAssertEqual(side.captions, ["Chat (2)"])
            side.toggle()
            XCTAssertEqual(side.captions, ["Chat"])
            side.toggle()
            stage.main.update(snapshot)
            XCTAssertEqual(side.captions, ["Chat"])
            stage.main.window.destroy()
        }
    }
}
