// SPDX-License-Identifier: GPL-3.0-or-later
// One library for each way to be a bad guest: built with -DREFUSES, -DBLOCKS, ...
#include <joom-plugin.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const JoomHost *host;

static void sleep_for_ever(void) {
    for (;;) pause();
}

#if defined(CRASHES)
__attribute__((constructor)) static void construct(void) { abort(); }
#endif

#if defined(LACKS_A_SYMBOL)
void nobody_has_this(void);
#endif

#if defined(FLICKERS)
static void *flicker(void *data) {
    // Until the host says that the plugin is off.
    for (int on = 0, answer = 0; answer != JOOM_OFF; on = !on) {
        host->set_camera(host, on);
        answer = host->set_microphone(host, on);
        if (answer == JOOM_BUSY) host->leave(host);
    }
    return data;
}
#endif

#if defined(FLOODS)
static void *flood(void *data) {
    // Until the host says that the plugin is off.
    while (host->say(host, "flood") != JOOM_OFF) host->log(host, JOOM_LOG_INFO, "flood");
    return data;
}
#endif

static void joined(void *data, const char *room) {
    (void)data, (void)room;
#if defined(BLOCKS_LATER)
    sleep_for_ever();
#endif
#if defined(GREETS)
    host->say(host, room);
    host->set_microphone(host, 0);
#endif
}

#if defined(MEASURES)
// Says what it understood, so that the test sees each member where it belongs.
static void measured(void *data, const char *peer, const JoomStatistics *it) {
    char text[200];
    snprintf(text, sizeof text, "%s %ux%u %llu %llu %llu %lld %llu %g %llu %g %g %d %g %g", peer, it->frame_width,
             it->frame_height, (unsigned long long)it->bytes_received, (unsigned long long)it->bytes_sent,
             (unsigned long long)it->packets_received, (long long)it->packets_lost,
             (unsigned long long)it->frames_decoded, it->frames_per_second, (unsigned long long)it->freeze_count,
             it->total_freezes_duration, it->jitter, isnan(it->round_trip_time), it->available_outgoing_bitrate,
             it->audio_level);
    host->say(host, it->size == sizeof *it && host->api >= 2 ? text : "of another size");
    (void)data;
}
#endif

static void release(void *data) {
    (void)data;
#if defined(BLOCKS_AT_THE_END)
    sleep_for_ever();
#endif
    // The test sees that it was called.
    const char *path = getenv("JOOM_TEST_RELEASED");
    if (path) (void)!symlink("released", path);
}

#if defined(HAS_NO_ENTRY)
JOOM_EXPORT int something_else(void) { return 0; }
#else
int32_t joom_plugin_register(const JoomHost *joom, uint32_t api) {
    host = joom;
    (void)api;
    JoomWatcher watcher = {.size = sizeof watcher, .joined = joined, .released = release};
#if defined(MEASURES)
    watcher.measured = measured;
#elif defined(OLD)
    // As of interface 1, with whatever is behind it in its memory.
    watcher.size = offsetof(JoomWatcher, measured);
    watcher.measured = (void (*)(void *, const char *, const JoomStatistics *))1;
#endif
    if (host->watch_calls(host, &watcher) != JOOM_OK) return 90;
    if (host->add_effect(host, "../x", "[Effect]") != JOOM_INVALID) return 91;
    if (host->add_effect(host, "x", "[Effect]\nName=x\nKind=video\nApiVersion=1\nPipeline=filesrc\n") != JOOM_INVALID) return 92;
    if (host->say(host, NULL) != JOOM_INVALID || host->watch_calls(host, NULL) != JOOM_INVALID) return 93;
    if (!JOOM_HAS(host, leave)) return 94;
#if defined(REFUSES)
    return 42;
#elif defined(BLOCKS)
    sleep_for_ever();
#elif defined(LACKS_A_SYMBOL)
    nobody_has_this();
#elif defined(FLOODS) || defined(FLICKERS)
    pthread_t thread;
#if defined(FLICKERS)
    pthread_create(&thread, NULL, flicker, NULL);
#else
    pthread_create(&thread, NULL, flood, NULL);
#endif
    pthread_detach(thread);
#endif
    (void)sleep_for_ever;
    return 0;
}
#endif
