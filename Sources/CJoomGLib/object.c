// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGLib.h"

GType joom_type_object(void) { return G_TYPE_OBJECT; }

gpointer joom_object_ref(gpointer object) { return g_object_ref(object); }
gpointer joom_object_ref_sink(gpointer object) { return g_object_ref_sink(object); }
void joom_object_unref(gpointer object) { g_object_unref(object); }

#define SETTER(suffix, type)                                                                                           \
    void joom_object_set_##suffix(gpointer object, const char *name, type value) {                                     \
        g_object_set(object, name, value, NULL);                                                                       \
    }
SETTER(string, const char *)
SETTER(boolean, gboolean)
SETTER(int, gint)
SETTER(uint, guint)
SETTER(int64, gint64)
SETTER(uint64, guint64)
SETTER(double, gdouble)
SETTER(object, gpointer)

#define GETTER(suffix, type)                                                                                           \
    type joom_object_get_##suffix(gpointer object, const char *name) {                                                 \
        type value = 0;                                                                                                \
        g_object_get(object, name, &value, NULL);                                                                      \
        return value;                                                                                                  \
    }
GETTER(string, char *)
GETTER(boolean, gboolean)
GETTER(int, gint)
GETTER(uint, guint)
GETTER(int64, gint64)
GETTER(object, gpointer)

gboolean joom_object_has_property(gpointer object, const char *name) {
    return g_object_class_find_property(G_OBJECT_GET_CLASS(object), name) != NULL;
}

gboolean joom_object_has_signal(gpointer object, const char *name) {
    return g_signal_lookup(name, G_OBJECT_TYPE(object)) != 0;
}

gulong joom_signal_connect(gpointer object, const char *signal, GCallback callback, gpointer data,
                           GClosureNotify released) {
    return g_signal_connect_data(object, signal, callback, data, released, 0);
}

void joom_signal_disconnect(gpointer object, gulong handler) { g_signal_handler_disconnect(object, handler); }
