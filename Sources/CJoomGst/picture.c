// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGst.h"

gboolean joom_caps_size(const GstCaps *caps, gint *width, gint *height) {
    if (gst_caps_get_size(caps) == 0) return FALSE;
    const GstStructure *structure = gst_caps_get_structure(caps, 0);
    return gst_structure_get_int(structure, "width", width) && gst_structure_get_int(structure, "height", height);
}

void joom_probe_default_colours(GstPadProbeInfo *info) {
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
    GstCaps *caps;
    GstVideoInfo video;
    if (event == NULL || GST_EVENT_TYPE(event) != GST_EVENT_CAPS) return;
    gst_event_parse_caps(event, &caps);
    if (!gst_structure_has_name(gst_caps_get_structure(caps, 0), "video/x-raw")) return;
    if (gst_structure_has_field(gst_caps_get_structure(caps, 0), "colorimetry")) return;
    if (!gst_video_info_from_caps(&video, caps) || !GST_VIDEO_INFO_IS_YUV(&video)) return;
    GstCaps *told = gst_caps_copy(caps);
    gst_caps_set_simple(told, "colorimetry", G_TYPE_STRING, GST_VIDEO_COLORIMETRY_BT601, NULL);
    info->data = gst_event_new_caps(told);
    gst_caps_unref(told);
    gst_event_unref(event);
}

gboolean joom_buffer_fits(GstBuffer *buffer, const GstCaps *caps) {
    GstVideoInfo info;
    if (!gst_video_info_from_caps(&info, caps)) return FALSE;
    const GstVideoMeta *meta = gst_buffer_get_video_meta(buffer);
    if (meta != NULL) return (gint)meta->width == info.width && (gint)meta->height == info.height;
    return gst_buffer_get_size(buffer) >= info.size;
}

GstSample *joom_png_encode(gconstpointer bytes, gsize size, gint width, gint height, GError **error) {
    GstBuffer *buffer = gst_buffer_new_memdup(bytes, size);
    GstCaps *raw = gst_caps_new_simple("video/x-raw", "format", G_TYPE_STRING, "RGB", "width", G_TYPE_INT, width,
                                       "height", G_TYPE_INT, height, "framerate", GST_TYPE_FRACTION, 1, 1, NULL);
    GstCaps *png = gst_caps_new_empty_simple("image/png");
    GstSample *sample = gst_sample_new(buffer, raw, NULL, NULL);
    GstSample *encoded = gst_video_convert_sample(sample, png, 5 * GST_SECOND, error);
    gst_sample_unref(sample);
    gst_caps_unref(png);
    gst_caps_unref(raw);
    gst_buffer_unref(buffer);
    return encoded;
}
