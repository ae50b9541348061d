// SPDX-License-Identifier: GPL-3.0-or-later
// GLib for Swift: typed forms of what does not cross the language border (variadics and macros). No logic.
#pragma once
#include <gio/gio.h>
#include <gio/gunixfdlist.h>
#include <glib-object.h>
#include <glib-unix.h>
#include <glib.h>

G_BEGIN_DECLS

// The type id behind G_TYPE_OBJECT.
GType joom_type_object(void);

// g_object_ref, g_object_unref and g_object_ref_sink on anything that is a GObject.
gpointer _Nonnull joom_object_ref(gpointer _Nonnull object);
gpointer _Nonnull joom_object_ref_sink(gpointer _Nonnull object);
void joom_object_unref(gpointer _Nonnull object);

// g_object_set for one property of a fixed C type. The value is copied, or referenced for objects.
void joom_object_set_string(gpointer _Nonnull object, const char *_Nonnull name, const char *_Nullable value);
void joom_object_set_boolean(gpointer _Nonnull object, const char *_Nonnull name, gboolean value);
void joom_object_set_int(gpointer _Nonnull object, const char *_Nonnull name, gint value);
void joom_object_set_uint(gpointer _Nonnull object, const char *_Nonnull name, guint value);
void joom_object_set_int64(gpointer _Nonnull object, const char *_Nonnull name, gint64 value);
void joom_object_set_uint64(gpointer _Nonnull object, const char *_Nonnull name, guint64 value);
void joom_object_set_double(gpointer _Nonnull object, const char *_Nonnull name, gdouble value);
void joom_object_set_object(gpointer _Nonnull object, const char *_Nonnull name, gpointer _Nullable value);

// g_object_get for one property. Strings and objects are transfer full.
char *_Nullable joom_object_get_string(gpointer _Nonnull object, const char *_Nonnull name);
gboolean joom_object_get_boolean(gpointer _Nonnull object, const char *_Nonnull name);
gint joom_object_get_int(gpointer _Nonnull object, const char *_Nonnull name);
guint joom_object_get_uint(gpointer _Nonnull object, const char *_Nonnull name);
gint64 joom_object_get_int64(gpointer _Nonnull object, const char *_Nonnull name);
gpointer _Nullable joom_object_get_object(gpointer _Nonnull object, const char *_Nonnull name);

// Whether the object's class has a property or a signal of this name: newer libraries add some.
gboolean joom_object_has_property(gpointer _Nonnull object, const char *_Nonnull name);
gboolean joom_object_has_signal(gpointer _Nonnull object, const char *_Nonnull name);

// g_signal_connect_data with the closure's own notification; 0 when there is no such signal.
gulong joom_signal_connect(gpointer _Nonnull object, const char *_Nonnull signal, GCallback _Nonnull callback,
                           gpointer _Nullable data, GClosureNotify _Nullable released);
void joom_signal_disconnect(gpointer _Nonnull object, gulong handler);

// A socket on which the kernel tells of network interfaces and addresses that change (rtnetlink(7)); -1 where it does not.
gint joom_netlink_open(void);

// Makes the default main context run libdispatch's main queue, and so Swift's MainActor.
void joom_main_context_attach_dispatch(void);

G_END_DECLS
