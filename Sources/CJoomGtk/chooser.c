// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGtk.h"

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

gpointer joom_file_chooser_new(gpointer parent, const char *title, const char *accept, const char *cancel) {
    return gtk_file_chooser_native_new(title, GTK_WINDOW(parent), GTK_FILE_CHOOSER_ACTION_OPEN, accept, cancel);
}

void joom_file_chooser_add_filter(gpointer chooser, const char *name, const char *pattern, const char *other_pattern) {
    GtkFileFilter *filter = gtk_file_filter_new();
    gtk_file_filter_set_name(filter, name);
    gtk_file_filter_add_pattern(filter, pattern);
    gtk_file_filter_add_pattern(filter, other_pattern);
    gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(chooser), filter);
    g_object_unref(filter);
}

char *joom_file_chooser_get_path(gpointer chooser) {
    GFile *file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(chooser));
    char *path = file ? g_file_get_path(file) : NULL;
    g_clear_object(&file);
    return path;
}

G_GNUC_END_IGNORE_DEPRECATIONS
