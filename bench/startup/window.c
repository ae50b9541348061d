// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a GTK 4 program with a window can be: what Joom's start is held against.
#include <gtk/gtk.h>

static void activate(GtkApplication *application, gpointer data)
{
    (void)data;
    GtkWidget *window = gtk_application_window_new(application);
    gtk_window_set_title(GTK_WINDOW(window), "Nothing");
    gtk_window_set_default_size(GTK_WINDOW(window), 1000, 640);
    gtk_window_set_child(GTK_WINDOW(window), gtk_label_new("Nothing"));
    gtk_window_present(GTK_WINDOW(window));
}

int main(int count, char **arguments)
{
    GtkApplication *application = gtk_application_new("org.joom.Nothing", G_APPLICATION_NON_UNIQUE);
    g_signal_connect(application, "activate", G_CALLBACK(activate), NULL);
    return g_application_run(G_APPLICATION(application), count, arguments);
}
