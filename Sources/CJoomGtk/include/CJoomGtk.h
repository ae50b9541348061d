// SPDX-License-Identifier: GPL-3.0-or-later
// GTK for Swift: typed forms of what does not cross the language border (variadics and macros), and the files of data/
// as bytes. No logic.
#pragma once
#include <gtk/gtk.h>

G_BEGIN_DECLS

// gtk_accessible_update_property for the name. The string is copied.
void joom_accessible_set_label(gpointer _Nonnull widget, const char *_Nonnull label);

// g_application_command_line_print and _printerr of a whole text, to the terminal that started the command.
void joom_command_line_print(gpointer _Nonnull command_line, const char *_Nonnull text);
void joom_command_line_print_error(gpointer _Nonnull command_line, const char *_Nonnull text);

// A dialog that asks for a file of this computer: GtkFileChooserNative, which GTK 4.10 replaces by what GTK 4.8 does not
// have. Transfer full.
gpointer _Nonnull joom_file_chooser_new(gpointer _Nonnull parent, const char *_Nonnull title,
                                        const char *_Nonnull accept, const char *_Nonnull cancel);
// Offers files whose names match one of two patterns.
void joom_file_chooser_add_filter(gpointer _Nonnull chooser, const char *_Nonnull name, const char *_Nonnull pattern,
                                  const char *_Nonnull other_pattern);
// The path that was chosen, transfer full; NULL for none, or for a place that has no path.
char *_Nullable joom_file_chooser_get_path(gpointer _Nonnull chooser);

// Calls adw_init when libadwaita can be loaded; FALSE when it is not installed. After gtk_init, on its thread.
// libadwaita is loaded, not linked: what Joom takes from it is its stylesheet and the desktop's dark style, so one
// program runs with and without it, and building needs neither its header nor its .pc file.
gboolean joom_adwaita_init(void);

// Makes a QR code by libqrencode, which is loaded, not linked, as libadwaita is. Returns the modules of one side, and in
// `modules` one byte for each, 1 for dark, row by row (transfer full); 0 and NULL where there is no library, or too much
// text. On any thread.
int joom_qrcode_encode(const char *_Nonnull text, guint8 *_Nullable *_Nonnull modules);

// gettext: binds the domain "joom" to a directory of .mo files and reads the environment's locale. The text that
// joom_gettext gives lives as long as the process, or as long as `text` where there is no translation.
void joom_gettext_init(const char *_Nonnull directory);
const char *_Nonnull joom_gettext(const char *_Nonnull text);

// A file of data/ as it was at build time; bytes are not terminated.
typedef struct {
    const char *_Nonnull bytes;
    gsize length;
} JoomData;

JoomData joom_data_window_ui(void);
JoomData joom_data_room_form_ui(void);
JoomData joom_data_call_view_ui(void);
JoomData joom_data_shortcuts_ui(void);
JoomData joom_data_preferences_ui(void);
JoomData joom_data_install_effect_ui(void);
JoomData joom_data_invitation_ui(void);
JoomData joom_data_bus_xml(void);
JoomData joom_data_joom_css(void);

G_END_DECLS
