// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGst.h"

GType joom_type_double(void) { return G_TYPE_DOUBLE; }
gboolean joom_value_holds_structure(const GValue *value) { return GST_VALUE_HOLDS_STRUCTURE(value); }
gboolean joom_value_holds_string(const GValue *value) { return G_VALUE_HOLDS_STRING(value); }

// GValueArray is deprecated, and what "level" gives nevertheless.
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
double joom_structure_first_double(const GstStructure *structure, const char *field, double fallback) {
    const GValue *value = gst_structure_get_value(structure, field);
    if (value == NULL || !G_VALUE_HOLDS(value, g_value_array_get_type())) return fallback;
    GValueArray *array = g_value_get_boxed(value);
    if (array == NULL || array->n_values == 0) return fallback;
    const GValue *first = g_value_array_get_nth(array, 0);
    return G_VALUE_HOLDS_DOUBLE(first) ? g_value_get_double(first) : fallback;
}
G_GNUC_END_IGNORE_DEPRECATIONS

const char *joom_factory_name(GstElementFactory *factory) { return GST_OBJECT_NAME(factory); }

const char *joom_message_source_name(GstMessage *message) { return GST_MESSAGE_SRC_NAME(message); }

GstBuffer *joom_probe_buffer(GstPadProbeInfo *info) { return GST_PAD_PROBE_INFO_BUFFER(info); }
GstBufferList *joom_probe_buffer_list(GstPadProbeInfo *info) { return GST_PAD_PROBE_INFO_BUFFER_LIST(info); }
GstEvent *joom_probe_event(GstPadProbeInfo *info) { return GST_PAD_PROBE_INFO_EVENT(info); }
