// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGst.h"

#include <math.h>

GType joom_type_double(void) { return G_TYPE_DOUBLE; }
gboolean joom_value_holds_structure(const GValue *value) { return GST_VALUE_HOLDS_STRUCTURE(value); }
gboolean joom_value_holds_string(const GValue *value) { return G_VALUE_HOLDS_STRING(value); }

// GValueArray is deprecated, and what "level" and rtpsession give nevertheless.
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static const GValueArray *structure_array(const GstStructure *structure, const char *field) {
    const GValue *value = gst_structure_get_value(structure, field);
    return value != NULL && G_VALUE_HOLDS(value, g_value_array_get_type()) ? g_value_get_boxed(value) : NULL;
}

double joom_structure_first_double(const GstStructure *structure, const char *field, double fallback) {
    const GValueArray *array = structure_array(structure, field);
    if (array == NULL || array->n_values == 0 || !G_VALUE_HOLDS_DOUBLE(&array->values[0])) return fallback;
    return g_value_get_double(&array->values[0]);
}

guint joom_structure_array_length(const GstStructure *structure, const char *field) {
    const GValueArray *array = structure_array(structure, field);
    return array == NULL ? 0 : array->n_values;
}

const GstStructure *joom_structure_array_item(const GstStructure *structure, const char *field, guint index) {
    const GValueArray *array = structure_array(structure, field);
    if (array == NULL || index >= array->n_values || !GST_VALUE_HOLDS_STRUCTURE(&array->values[index])) return NULL;
    return gst_value_get_structure(&array->values[index]);
}
G_GNUC_END_IGNORE_DEPRECATIONS

gboolean joom_pad_is_busy(GstPad *pad) {
    if (!g_rec_mutex_trylock(GST_PAD_GET_STREAM_LOCK(pad))) return TRUE;
    g_rec_mutex_unlock(GST_PAD_GET_STREAM_LOCK(pad));
    return FALSE;
}

const char *joom_factory_name(GstElementFactory *factory) { return GST_OBJECT_NAME(factory); }

const char *joom_message_source_name(GstMessage *message) { return GST_MESSAGE_SRC_NAME(message); }

GstBuffer *joom_probe_buffer(GstPadProbeInfo *info) { return GST_PAD_PROBE_INFO_BUFFER(info); }
GstBuffer *joom_probe_writable_buffer(GstPadProbeInfo *info) {
    GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
    if (buffer != NULL) info->data = buffer = gst_buffer_make_writable(buffer);
    return buffer;
}
GstBufferList *joom_probe_buffer_list(GstPadProbeInfo *info) { return GST_PAD_PROBE_INFO_BUFFER_LIST(info); }
GstPadProbeReturn joom_probe_present_caps(GstPadProbeInfo *info, GstCaps *caps) {
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
    if (event != NULL && GST_EVENT_TYPE(event) == GST_EVENT_CAPS) {
        info->data = gst_event_new_caps(caps);
        gst_event_unref(event);
    } else if (query != NULL && GST_QUERY_TYPE(query) == GST_QUERY_CAPS) {
        GstCaps *filter, *answer;
        gst_query_parse_caps(query, &filter);
        answer = filter != NULL ? gst_caps_intersect(filter, caps) : gst_caps_ref(caps);
        gst_query_set_caps_result(query, answer);
        gst_caps_unref(answer);
        return GST_PAD_PROBE_HANDLED;
    }
    return GST_PAD_PROBE_OK;
}

GstEvent *joom_probe_event(GstPadProbeInfo *info) { return GST_PAD_PROBE_INFO_EVENT(info); }

double joom_buffer_decibels(GstBuffer *buffer) {
    GstMapInfo map;
    double sum = 0;
    if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) return -120;
    const gint16 *samples = (const gint16 *)map.data;
    gsize count = map.size / sizeof(gint16);
    for (gsize i = 0; i < count; i++) sum += (double)samples[i] * samples[i];
    gst_buffer_unmap(buffer, &map);
    if (count == 0 || sum == 0) return -120;
    return MAX(-120, 10 * log10(sum / count / (32768.0 * 32768.0)));
}

void joom_probe_hide_latency(GstPadProbeInfo *info) {
    GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
    gboolean is_live;
    GstClockTime least, most;
    if (query == NULL || GST_QUERY_TYPE(query) != GST_QUERY_LATENCY || !(info->type & GST_PAD_PROBE_TYPE_PULL)) return;
    gst_query_parse_latency(query, &is_live, &least, &most);
    gst_query_set_latency(query, is_live, 0, most);
}

gchar *joom_jitterbuffer_media(GstElement *buffer, guint payload_type) {
    GstCaps *caps = NULL;
    gchar *media = NULL;
    if (g_signal_lookup("request-pt-map", G_OBJECT_TYPE(buffer)) != 0)
        g_signal_emit_by_name(buffer, "request-pt-map", payload_type, &caps);
    if (caps != NULL && gst_caps_get_size(caps) > 0)
        media = g_strdup(gst_structure_get_string(gst_caps_get_structure(caps, 0), "media"));
    if (caps != NULL) gst_caps_unref(caps);
    return media;
}

gboolean joom_buffer_is_retransmission(GstBuffer *buffer) {
    return GST_BUFFER_FLAG_IS_SET(buffer, GST_RTP_BUFFER_FLAG_RETRANSMISSION);
}

GstStructure *joom_object_get_stats(gpointer object) {
    GstStructure *stats = NULL;
    g_object_get(object, "stats", &stats, NULL);
    return stats;
}
