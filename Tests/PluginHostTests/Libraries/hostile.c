// SPDX-License-Identifier: GPL-3.0-or-later
// One library for each way to be a bad guest: built with -DREFUSES, -DBLOCKS, ...
#include <joom-plugin.h>
#include <pthread.h>
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

static void release(void *data) {
    (void)data;
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
    const JoomWatcher watcher = {.size = sizeof watcher, .joined = joined, .released = release};
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
#elif defined(FLOODS)
    pthread_t thread;
    pthread_create(&thread, NULL, flood, NULL);
    pthread_detach(thread);
#endif
    (void)sleep_for_ever;
    return 0;
}
#endif
