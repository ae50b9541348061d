// SPDX-License-Identifier: GPL-3.0-or-later
// A camera or a microphone that exists as long as this program runs: killing it is unplugging the device.
//
//   device camera NAME DESCRIPTION RRGGBB      a wall of that colour, in front of it a white block that travels
//   device camera NAME DESCRIPTION clip:WxH:FILE   YUY2 pictures from a file, over and over; says which one was given when
//   device camera NAME DESCRIPTION flash       black, and white for the first tenth of each second of the monotonic clock
//   device microphone NAME DESCRIPTION HZ      a sine of half the full scale; 0 is silence
//   device microphone NAME DESCRIPTION beep    1 kHz for the same tenths of a second, and silence between
//
// SIGUSR1 makes the device hang (no data, yet still there) and wakes it again.
//
// Both drive their own graph with a timer, as hardware does. What does not ("videotestsrc ! pipewiresink", or a
// microphone that is driven by a speaker) now and then gives nothing any more once a few clients have come and gone
// (PipeWire 0.3.65).
#include <fcntl.h>
#include <math.h>
#include <pipewire/pipewire.h>
#include <signal.h>
#include <spa/param/audio/format-utils.h>
#include <spa/param/video/format-utils.h>
#include <spa/utils/result.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

enum { RATE = 48000, PICTURES_PER_SECOND = 30, NANOSECONDS = 1000000000 };

struct device {
    struct pw_main_loop *loop;
    struct pw_stream *stream;
    struct spa_source *timer;
    bool is_camera, hangs, is_clapper;
    // Camera: the wall's Y, U, Y, V; size agreed upon; pictures so far.
    uint8_t wall[4];
    uint32_t width, height, pictures;
    // Camera with a clip: its pictures, all of one size.
    const uint8_t *clip;
    uint32_t clip_pictures;
    struct spa_rectangle clip_size;
    // Microphone: samples of the last cycle, and when the next one begins, in ns of the monotonic clock.
    double step, phase;
    uint32_t cycle;
    uint64_t next;
};

static struct pw_loop *loop_of(struct device *device) { return pw_main_loop_get_loop(device->loop); }

static void mix_wall(struct device *device, unsigned long rgb) {
    const int red = rgb >> 16 & 255, green = rgb >> 8 & 255, blue = rgb & 255;
    // ITU-R BT.601, studio range.
    device->wall[0] = device->wall[2] = (uint8_t)(16.5 + 0.257 * red + 0.504 * green + 0.098 * blue);
    device->wall[1] = (uint8_t)(128.5 - 0.148 * red - 0.291 * green + 0.439 * blue);
    device->wall[3] = (uint8_t)(128.5 + 0.439 * red - 0.368 * green - 0.071 * blue);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)SPA_TIMESPEC_TO_NSEC(&time);
}

// When a clapper board would be shut: then there is light and sound, at once.
static bool claps(uint64_t time) { return time % NANOSECONDS < NANOSECONDS / 10; }

static int open_clip(struct device *device, const char *text) {
    char path[4096];
    if (sscanf(text, "clip:%ux%u:%4095s", &device->clip_size.width, &device->clip_size.height, path) != 3) return -1;
    const size_t picture = (size_t)device->clip_size.width * device->clip_size.height * 2;
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (picture == 0 || file < 0 || fstat(file, &about) < 0 || (size_t)about.st_size < picture) return -1;
    device->clip_pictures = (uint32_t)((size_t)about.st_size / picture);
    device->clip = mmap(NULL, picture * device->clip_pictures, PROT_READ, MAP_SHARED, file, 0);
    return device->clip == MAP_FAILED ? -1 : 0;
}

static void copy_from_clip(struct device *device, uint8_t *picture) {
    const size_t size = (size_t)device->width * device->height * 2;
    const uint32_t number = device->pictures++ % device->clip_pictures;
    memcpy(picture, device->clip + number * size, size);
    printf("%u %llu\n", number, (unsigned long long)now());
    fflush(stdout);
}

// One row of wall is mixed once, and copied; the block is painted over it.
static void paint(struct device *device, uint8_t *picture) {
    static const uint8_t white[4] = {235, 128, 235, 128};
    if (device->is_clapper) device->wall[0] = device->wall[2] = claps(now()) ? 235 : 16;
    const uint32_t stride = device->width * 2, side = device->height / 8 & ~1u;
    for (uint32_t x = 0; x < stride; x += 4) memcpy(picture + x, device->wall, 4);
    for (uint32_t y = 1; y < device->height; y++) memcpy(picture + y * stride, picture, stride);

    // Near the top: the middle of the picture keeps its colour for whoever looks there.
    const uint32_t way = device->width - side, left = device->pictures * 6 % way & ~1u;
    for (uint32_t y = side / 2; y < side / 2 + side; y++)
        for (uint32_t x = 0; x < side * 2; x += 4) memcpy(picture + y * stride + left * 2 + x, white, 4);
    device->pictures++;
}

static uint32_t play(struct device *device, float *samples, uint32_t count) {
    // Microphones hand out what they heard last.
    const uint64_t start = device->next - (uint64_t)count * NANOSECONDS / RATE;
    for (uint32_t i = 0; i < count; i++) {
        const bool sounds = !device->is_clapper || claps(start + (uint64_t)i * NANOSECONDS / RATE);
        samples[i] = device->step > 0 && sounds && !device->hangs ? (float)(0.5 * sin(device->phase)) : 0;
        device->phase = fmod(device->phase + device->step, 2 * M_PI);
    }
    device->cycle = count;
    return count * sizeof *samples;
}

// A cycle of sound takes as long as its samples, however many of them the readers wish for.
static void wait_for_next_cycle(struct device *device) {
    const uint64_t late = now() > device->next ? now() - device->next : 0;
    if (late > NANOSECONDS / 10) device->next += late;
    device->next += (uint64_t)device->cycle * NANOSECONDS / RATE;
    struct timespec time = {(time_t)(device->next / NANOSECONDS), (long)(device->next % NANOSECONDS)};
    pw_loop_update_timer(loop_of(device), device->timer, &time, NULL, true);
}

static void on_process(void *data) {
    struct device *device = data;
    struct pw_buffer *buffer = pw_stream_dequeue_buffer(device->stream);
    if (buffer == NULL) return;
    struct spa_data *plane = &buffer->buffer->datas[0];
    if (plane->data == NULL) {
        // Nothing to fill: given back as it is.
    } else if (!device->is_camera) {
        uint32_t room = plane->maxsize / sizeof(float);
        uint32_t count = buffer->requested > 0 ? SPA_MIN((uint32_t)buffer->requested, room) : room;
        plane->chunk->size = play(device, plane->data, count);
        plane->chunk->stride = sizeof(float);
        plane->chunk->offset = 0;
    } else if (plane->maxsize >= device->width * device->height * 2) {
        (device->clip != NULL ? copy_from_clip : paint)(device, plane->data);
        plane->chunk->size = device->width * device->height * 2;
        plane->chunk->stride = (int32_t)device->width * 2;
        plane->chunk->offset = 0;
        struct spa_meta_header *header =
            spa_buffer_find_meta_data(buffer->buffer, SPA_META_Header, sizeof(struct spa_meta_header));
        if (header != NULL) *header = (struct spa_meta_header){.pts = (int64_t)now(), .seq = device->pictures};
    }
    pw_stream_queue_buffer(device->stream, buffer);
}

static void on_format(void *data, uint32_t id, const struct spa_pod *format) {
    struct device *device = data;
    struct spa_video_info_raw video;
    if (!device->is_camera || id != SPA_PARAM_Format || format == NULL) return;
    if (spa_format_video_raw_parse(format, &video) < 0) return;
    device->width = video.size.width;
    device->height = video.size.height;

    uint8_t memory[1024];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(memory, sizeof memory);
    const int stride = (int)device->width * 2;
    const struct spa_pod *wishes[2];
    wishes[0] = spa_pod_builder_add_object(
        &builder, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers, SPA_PARAM_BUFFERS_buffers,
        SPA_POD_CHOICE_RANGE_Int(8, 2, 16), SPA_PARAM_BUFFERS_blocks, SPA_POD_Int(1), SPA_PARAM_BUFFERS_size,
        SPA_POD_Int(stride * (int)device->height), SPA_PARAM_BUFFERS_stride, SPA_POD_Int(stride));
    wishes[1] = spa_pod_builder_add_object(&builder, SPA_TYPE_OBJECT_ParamMeta, SPA_PARAM_Meta, SPA_PARAM_META_type,
                                           SPA_POD_Id(SPA_META_Header), SPA_PARAM_META_size,
                                           SPA_POD_Int(sizeof(struct spa_meta_header)));
    pw_stream_update_params(device->stream, wishes, 2);
}

static void on_state(void *data, enum pw_stream_state old, enum pw_stream_state state, const char *error) {
    struct device *device = data;
    (void)old;
    fprintf(stderr, "%s%s%s\n", pw_stream_state_as_string(state), error ? ": " : "", error ? error : "");
    struct timespec every = {0, state == PW_STREAM_STATE_STREAMING ? NANOSECONDS / PICTURES_PER_SECOND : 0};
    device->next = now();
    pw_loop_update_timer(loop_of(device), device->timer, &every, device->is_camera ? &every : NULL, false);
    if (state == PW_STREAM_STATE_ERROR || state == PW_STREAM_STATE_UNCONNECTED) pw_main_loop_quit(device->loop);
}

static void on_tick(void *data, uint64_t expirations) {
    struct device *device = data;
    (void)expirations;
    if (!device->hangs || !device->is_camera) pw_stream_trigger_process(device->stream);
    if (!device->is_camera) wait_for_next_cycle(device);
}

static void on_signal(void *data, int number) {
    struct device *device = data;
    if (number == SIGUSR1)
        device->hangs = !device->hangs;
    else
        pw_main_loop_quit(device->loop);
}

static const struct pw_stream_events events = {
    PW_VERSION_STREAM_EVENTS,
    .state_changed = on_state,
    .param_changed = on_format,
    .process = on_process,
};

static int connect_camera(struct device *device) {
    static const struct spa_rectangle sizes[] = {{640, 480}, {1280, 720}, {320, 240}};
    static const struct spa_fraction rate = {PICTURES_PER_SECOND, 1};
    uint8_t memory[4096];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(memory, sizeof memory);
    const struct spa_pod *formats[SPA_N_ELEMENTS(sizes)];
    const uint32_t count = device->clip != NULL ? 1 : SPA_N_ELEMENTS(sizes);
    for (uint32_t i = 0; i < count; i++)
        formats[i] = spa_pod_builder_add_object(
            &builder, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat, SPA_FORMAT_mediaType,
            SPA_POD_Id(SPA_MEDIA_TYPE_video), SPA_FORMAT_mediaSubtype, SPA_POD_Id(SPA_MEDIA_SUBTYPE_raw),
            SPA_FORMAT_VIDEO_format, SPA_POD_Id(SPA_VIDEO_FORMAT_YUY2), SPA_FORMAT_VIDEO_size,
            SPA_POD_Rectangle(device->clip != NULL ? &device->clip_size : &sizes[i]), SPA_FORMAT_VIDEO_framerate, SPA_POD_Fraction(&rate));
    return pw_stream_connect(device->stream, PW_DIRECTION_OUTPUT, PW_ID_ANY,
                             PW_STREAM_FLAG_DRIVER | PW_STREAM_FLAG_MAP_BUFFERS, formats, count);
}

static int connect_microphone(struct device *device) {
    uint8_t memory[1024];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(memory, sizeof memory);
    struct spa_audio_info_raw mono = {
        .format = SPA_AUDIO_FORMAT_F32, .rate = RATE, .channels = 1, .position = {SPA_AUDIO_CHANNEL_MONO}};
    const struct spa_pod *format = spa_format_audio_raw_build(&builder, SPA_PARAM_EnumFormat, &mono);
    return pw_stream_connect(device->stream, PW_DIRECTION_OUTPUT, PW_ID_ANY,
                             PW_STREAM_FLAG_DRIVER | PW_STREAM_FLAG_MAP_BUFFERS, &format, 1);
}

int main(int count, char **arguments) {
    if (count != 5) return fprintf(stderr, "device camera|microphone NAME DESCRIPTION COLOUR|HZ\n"), 2;
    struct device device = {.is_camera = strcmp(arguments[1], "camera") == 0, .cycle = RATE / 100};
    if (device.is_camera && strncmp(arguments[4], "clip:", 5) == 0 && open_clip(&device, arguments[4]) < 0)
        return fprintf(stderr, "no clip: %s\n", arguments[4]), 2;
    device.is_clapper = strcmp(arguments[4], device.is_camera ? "flash" : "beep") == 0;
    mix_wall(&device, device.is_clapper ? 0 : strtoul(arguments[4], NULL, 16));
    device.step = 2 * M_PI * (device.is_clapper ? 1000 : atof(arguments[4])) / RATE;

    pw_init(NULL, NULL);
    device.loop = pw_main_loop_new(NULL);
    pw_loop_add_signal(loop_of(&device), SIGTERM, on_signal, &device);
    pw_loop_add_signal(loop_of(&device), SIGINT, on_signal, &device);
    pw_loop_add_signal(loop_of(&device), SIGUSR1, on_signal, &device);
    struct pw_properties *properties = pw_properties_new(
        PW_KEY_MEDIA_CLASS, device.is_camera ? "Video/Source" : "Audio/Source", PW_KEY_NODE_NAME, arguments[2],
        PW_KEY_NODE_DESCRIPTION, arguments[3], PW_KEY_DEVICE_DESCRIPTION, arguments[3], PW_KEY_NODE_NICK, arguments[3],
        NULL);
    if (device.is_camera) pw_properties_set(properties, PW_KEY_MEDIA_ROLE, "Camera");
    device.stream = pw_stream_new_simple(loop_of(&device), arguments[2], properties, &events, &device);
    device.timer = pw_loop_add_timer(loop_of(&device), on_tick, &device);
    int result = device.is_camera ? connect_camera(&device) : connect_microphone(&device);
    if (result < 0) return fprintf(stderr, "cannot connect: %s\n", spa_strerror(result)), 1;

    pw_main_loop_run(device.loop);
    pw_stream_destroy(device.stream);
    pw_main_loop_destroy(device.loop);
    return 0;
}
