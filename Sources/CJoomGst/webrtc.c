// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGst.h"

void joom_webrtc_create_offer(gpointer webrtc, GstPromise *promise) {
    g_signal_emit_by_name(webrtc, "create-offer", NULL, promise);
    gst_promise_unref(promise);
}

void joom_webrtc_create_answer(gpointer webrtc, GstPromise *promise) {
    g_signal_emit_by_name(webrtc, "create-answer", NULL, promise);
    gst_promise_unref(promise);
}

void joom_webrtc_set_local_description(gpointer webrtc, GstWebRTCSessionDescription *description,
                                       GstPromise *promise) {
    g_signal_emit_by_name(webrtc, "set-local-description", description, promise);
    gst_promise_unref(promise);
}

void joom_webrtc_set_remote_description(gpointer webrtc, GstWebRTCSessionDescription *description,
                                        GstPromise *promise) {
    g_signal_emit_by_name(webrtc, "set-remote-description", description, promise);
    gst_promise_unref(promise);
}

void joom_webrtc_add_ice_candidate(gpointer webrtc, guint line, const char *candidate) {
    g_signal_emit_by_name(webrtc, "add-ice-candidate", line, candidate);
}

void joom_webrtc_get_stats(gpointer webrtc, GstPromise *promise) {
    g_signal_emit_by_name(webrtc, "get-stats", NULL, promise);
    gst_promise_unref(promise);
}

gboolean joom_webrtc_add_turn_server(gpointer webrtc, const char *url) {
    gboolean added = FALSE;
    g_signal_emit_by_name(webrtc, "add-turn-server", url, &added);
    return added;
}

gpointer joom_webrtc_get_transceiver(gpointer webrtc, gint index) {
    gpointer transceiver = NULL;
    g_signal_emit_by_name(webrtc, "get-transceiver", index, &transceiver);
    return transceiver;
}

gpointer joom_webrtc_create_data_channel(gpointer webrtc, const char *label, gint id) {
    GstStructure *options = gst_structure_new("options", "ordered", G_TYPE_BOOLEAN, TRUE, "negotiated", G_TYPE_BOOLEAN,
                                              TRUE, "id", G_TYPE_INT, id, NULL);
    gpointer channel = NULL;
    g_signal_emit_by_name(webrtc, "create-data-channel", label, options, &channel);
    gst_structure_free(options);
    return channel;
}

gpointer joom_rtpbin_get_internal_session(gpointer rtpbin, guint id) {
    gpointer session = NULL;
    g_signal_emit_by_name(rtpbin, "get-internal-session", id, &session);
    return session;
}

void joom_webrtc_ice_add_local_address(gpointer agent, const char *address) {
    gboolean added = FALSE;
    g_signal_emit_by_name(agent, "add-local-ip-address", address, &added);
}
