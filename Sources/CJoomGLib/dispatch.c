// SPDX-License-Identifier: GPL-3.0-or-later
// The two functions below are libdispatch's own way to be embedded in another main loop (CoreFoundation uses them);
// they are exported, but in no header.
#include "CJoomGLib.h"
#include <glib-unix.h>
#include <unistd.h>

extern int _dispatch_get_main_queue_handle_4CF(void);
extern void _dispatch_main_queue_callback_4CF(void *);

static gboolean drain(gint descriptor, GIOCondition condition, gpointer data) {
    (void)condition;
    (void)data;
    guint64 wakeups;
    // Non-blocking eventfd: nothing to read only means that somebody drained it first.
    if (read(descriptor, &wakeups, sizeof wakeups) < 0) {
        // Draining anyway is harmless.
    }
    _dispatch_main_queue_callback_4CF(NULL);
    return G_SOURCE_CONTINUE;
}

void joom_main_context_attach_dispatch(void) {
    static gsize attached = 0;
    if (!g_once_init_enter(&attached)) return;
    GSource *source = g_unix_fd_source_new(_dispatch_get_main_queue_handle_4CF(), G_IO_IN);
    g_source_set_callback(source, (GSourceFunc)(void *)drain, NULL, NULL);
    g_source_attach(source, NULL);
    g_source_unref(source);
    g_once_init_leave(&attached, 1);
}
