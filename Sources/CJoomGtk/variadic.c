// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGtk.h"

void joom_accessible_set_label(gpointer widget, const char *label) {
    gtk_accessible_update_property(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void joom_command_line_print(gpointer command_line, const char *text) {
    g_application_command_line_print(G_APPLICATION_COMMAND_LINE(command_line), "%s", text);
}

void joom_command_line_print_error(gpointer command_line, const char *text) {
    g_application_command_line_printerr(G_APPLICATION_COMMAND_LINE(command_line), "%s", text);
}
