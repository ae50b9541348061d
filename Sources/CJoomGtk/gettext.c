// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGtk.h"
#include <libintl.h>
#include <locale.h>

void joom_gettext_init(const char *directory) {
    setlocale(LC_ALL, "");
    bindtextdomain("joom", directory);
    bind_textdomain_codeset("joom", "UTF-8");
}

const char *joom_gettext(const char *text) { return g_dgettext("joom", text); }
