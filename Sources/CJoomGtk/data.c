// SPDX-License-Identifier: GPL-3.0-or-later
// Embedded, not installed: the program finds its windows wherever it was built, copied or installed to.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CJoomGtk.h"

static const char window_ui[] = {
#embed "../../data/ui/window.ui"
};
static const char room_form_ui[] = {
#embed "../../data/ui/room-form.ui"
};
static const char call_view_ui[] = {
#embed "../../data/ui/call-view.ui"
};
static const char shortcuts_ui[] = {
#embed "../../data/ui/shortcuts.ui"
};
static const char preferences_ui[] = {
#embed "../../data/ui/preferences.ui"
};
static const char install_effect_ui[] = {
#embed "../../data/ui/install-effect.ui"
};
static const char invitation_ui[] = {
#embed "../../data/ui/invitation.ui"
};
static const char bus_xml[] = {
#embed "../../data/dbus/joom.xml"
};
static const char joom_css[] = {
#embed "../../data/css/joom.css"
};

#define ACCESSOR(name)                                                                                                 \
    JoomData joom_data_##name(void) { return (JoomData){name, sizeof name}; }
ACCESSOR(window_ui)
ACCESSOR(room_form_ui)
ACCESSOR(call_view_ui)
ACCESSOR(shortcuts_ui)
ACCESSOR(preferences_ui)
ACCESSOR(install_effect_ui)
ACCESSOR(invitation_ui)
ACCESSOR(bus_xml)
ACCESSOR(joom_css)
