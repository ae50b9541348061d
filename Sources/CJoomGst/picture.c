// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGst.h"

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
