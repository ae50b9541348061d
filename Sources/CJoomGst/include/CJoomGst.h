// SPDX-License-Identifier: GPL-3.0-or-later
// GStreamer for Swift: typed forms of what does not cross the language border (variadics and macros). No logic.
#pragma once
#ifndef GST_USE_UNSTABLE_API
#define GST_USE_UNSTABLE_API
#endif
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gst/rtp/gstrtpbuffer.h>
#include <gst/sdp/sdp.h>
#include <gst/video/video.h>
#include <gst/webrtc/webrtc.h>

G_BEGIN_DECLS

// webrtcbin's action signals. The promise is transfer full, unlike that of the signals; a description is copied.
void joom_webrtc_create_offer(gpointer _Nonnull webrtc, GstPromise *_Nonnull promise);
void joom_webrtc_create_answer(gpointer _Nonnull webrtc, GstPromise *_Nonnull promise);
void joom_webrtc_set_local_description(gpointer _Nonnull webrtc, GstWebRTCSessionDescription *_Nonnull description,
                                       GstPromise *_Nonnull promise);
void joom_webrtc_set_remote_description(gpointer _Nonnull webrtc, GstWebRTCSessionDescription *_Nonnull description,
                                        GstPromise *_Nonnull promise);
void joom_webrtc_add_ice_candidate(gpointer _Nonnull webrtc, guint line, const char *_Nonnull candidate);
void joom_webrtc_get_stats(gpointer _Nonnull webrtc, GstPromise *_Nonnull promise);
gboolean joom_webrtc_add_turn_server(gpointer _Nonnull webrtc, const char *_Nonnull url);
// GstWebRTCICE's action signal: gather candidates on this address, and only on those that were added.
void joom_webrtc_ice_add_local_address(gpointer _Nonnull agent, const char *_Nonnull address);
// Transfer full; NULL when there is none at this index.
gpointer _Nullable joom_webrtc_get_transceiver(gpointer _Nonnull webrtc, gint index);
// An ordered, reliable channel that both sides make with the same id. Transfer full; NULL below READY.
gpointer _Nullable joom_webrtc_create_data_channel(gpointer _Nonnull webrtc, const char *_Nonnull label, gint id);

// rtpbin's "get-internal-session": transfer full; NULL when there is no such session.
gpointer _Nullable joom_rtpbin_get_internal_session(gpointer _Nonnull rtpbin, guint id);

// G_TYPE_DOUBLE, and whether a value holds a structure or a string.
GType joom_type_double(void);
gboolean joom_value_holds_structure(const GValue *_Nonnull value);
gboolean joom_value_holds_string(const GValue *_Nonnull value);
// The first double of the array of doubles in a "level" message's field; `fallback` when it is none.
double joom_structure_first_double(const GstStructure *_Nonnull structure, const char *_Nonnull field, double fallback);
// The structures in an array of them; length 0 when the field is none, NULL when the item is none. Transfer none.
guint joom_structure_array_length(const GstStructure *_Nonnull structure, const char *_Nonnull field);
const GstStructure *_Nullable joom_structure_array_item(const GstStructure *_Nonnull structure,
                                                        const char *_Nonnull field, guint index);
// The property "stats" of an element or a session. Transfer full; NULL when there is none.
GstStructure *_Nullable joom_object_get_stats(gpointer _Nonnull object);

// The name of a factory, such as "rtpjitterbuffer".
const char *_Nullable joom_factory_name(GstElementFactory *_Nonnull factory);

// Lets the thread that calls go before others, once. Returns 0 where that is done, and otherwise the thread's number, for
// somebody who may do it.
gint64 joom_thread_hurry(int niceness);
// Takes that back.
void joom_thread_rest(void);

// Whether a thread holds the pad's stream lock: something passes it, or is on its way behind it.
gboolean joom_pad_is_busy(GstPad *_Nonnull pad);

// GST_MESSAGE_SRC_NAME; NULL when the message has no source.
const char *_Nullable joom_message_source_name(GstMessage *_Nonnull message);

// GST_PAD_PROBE_INFO_BUFFER and GST_PAD_PROBE_INFO_BUFFER_LIST.
GstBuffer *_Nullable joom_probe_buffer(GstPadProbeInfo *_Nonnull info);
/// The buffer, or a copy in its place: one that may be changed.
GstBuffer *_Nullable joom_probe_writable_buffer(GstPadProbeInfo *_Nonnull info);
GstBufferList *_Nullable joom_probe_buffer_list(GstPadProbeInfo *_Nonnull info);
/// Loudness of 16-bit samples, in dBFS; -120 for silence and for what cannot be read.
double joom_buffer_decibels(GstBuffer *_Nonnull buffer);
/// Makes the answer to a latency query 0; anything else, and what has no answer yet, stays.
void joom_probe_hide_latency(GstPadProbeInfo *_Nonnull info);
/// Puts other caps into a caps event, and answers a query for caps with them; anything else passes.
GstPadProbeReturn joom_probe_present_caps(GstPadProbeInfo *_Nonnull info, GstCaps *_Nonnull caps);
/// Has a caps event for YUV pictures that does not say what their colours mean say BT.601; anything else stays.
void joom_probe_default_colours(GstPadProbeInfo *_Nonnull info);
GstEvent *_Nullable joom_probe_event(GstPadProbeInfo *_Nonnull info);
/// The size of pictures of a format, in px; FALSE when it is none of pictures.
gboolean joom_caps_size(const GstCaps *_Nonnull caps, gint *_Nonnull width, gint *_Nonnull height);
/// Whether a buffer holds a raw picture of this format: not less memory, and not another size where it says its own.
gboolean joom_buffer_fits(GstBuffer *_Nonnull buffer, const GstCaps *_Nonnull caps);
/// What an rtpjitterbuffer's packets of a payload type carry ("audio", "video"), as its bin knows from the descriptions: its
/// input is told no more than an SSRC. NULL when nobody knows. Transfer full.
gchar *_Nullable joom_jitterbuffer_media(GstElement *_Nonnull buffer, guint payload_type);
// GST_RTP_BUFFER_FLAG_RETRANSMISSION.
gboolean joom_buffer_is_retransmission(GstBuffer *_Nonnull buffer);

// A picture of packed BGRA rows as PNG, encoded by whatever element can; NULL and an error when none can. The bytes are
// copied. Transfer full.
GstSample *_Nullable joom_png_encode(gconstpointer _Nonnull bytes, gsize size, gint width, gint height,
                                     GError *_Nullable *_Nullable error);

// The ICE candidates of a NiceAgent, a line each as in SDP, and the pair of them in use, ours first; NULL where libnice cannot
// be asked or there is none. Transfer full.
char *_Nullable joom_nice_candidates(gpointer _Nonnull agent, gboolean are_theirs);
char *_Nullable joom_nice_selected_pair(gpointer _Nonnull agent);
// Uses another pair, named by its foundations, from the next packet on; FALSE where there is no such pair.
gboolean joom_nice_select_pair(gpointer _Nonnull agent, const char *_Nonnull ours, const char *_Nonnull theirs);

// Gives the system what is free of the C library's heap, if that is glibc's; all threads share two parts of it.
void joom_heap_give_back(void);

G_END_DECLS
