// SPDX-License-Identifier: GPL-3.0-or-later
import PluginKit
import Testing

struct BaseDirectoriesTests {
    @Test func variablesComeBeforeHomeAndHomeBeforeThePasswordFile() {
        let found = BaseDirectories(environment: ["XDG_DATA_HOME": "/d", "HOME": "/home/ada"], home: "/root")
        #expect((found.data, found.config, found.state) == ("/d", "/home/ada/.config", "/home/ada/.local/state"))
    }

    @Test func relativePathsCountAsNotThere() {
        let found = BaseDirectories(
            environment: ["XDG_DATA_HOME": "d", "XDG_CONFIG_HOME": "", "HOME": "x"],
            home: "/root"
        )
        #expect((found.data, found.config) == ("/root/.local/share", "/root/.config"))
    }
}
