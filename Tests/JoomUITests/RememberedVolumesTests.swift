// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import JoomUI

struct RememberedVolumesTests {
    @Test func textBringsThemBack() {
        var volumes = RememberedVolumes()
        volumes["Ada"] = 0
        volumes["김 \"1\""] = 150
        #expect(volumes.text.map { RememberedVolumes($0) } == volumes)
        #expect(volumes["Ada"] == 0 && volumes["김 \"1\""] == 150 && volumes["Bob"] == nil)
    }

    @Test func whoIsAsTheyComeIsNotKept() {
        var volumes = RememberedVolumes()
        volumes["Ada"] = 50
        volumes["Ada"] = nil
        #expect(volumes.text == nil)
    }

    @Test func theOldestGoes() {
        var volumes = RememberedVolumes()
        for number in 0...RememberedVolumes.limit { volumes["\(number)"] = 10 }
        #expect(volumes["0"] == nil)
        #expect(volumes["1"] == 10 && volumes["\(RememberedVolumes.limit)"] == 10)
    }

    @Test(arguments: [
        "", "[", "{}", "[1]", #"[{"name":"a"}]"#, #"[{"name":"a","percent":151}]"#, #"[{"name":"a","percent":-1}]"#,
        #"[{"name":1,"percent":1}]"#, #"[{"name":"a","percent":1e300}]"#,
    ])
    func nonsenseIsLeftOut(text: String) {
        #expect(RememberedVolumes(text) == RememberedVolumes())
    }
}
