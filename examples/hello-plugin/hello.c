// SPDX-License-Identifier: GPL-3.0-or-later
// A plugin for Joom: greets whoever comes, says how long a call took, and brings an effect.
#include <joom-plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct {
    const JoomHost *host;
    time_t start;
} Hello;

static void joined(void *data, const char *room) {
    Hello *hello = data;
    char text[200];
    hello->start = time(NULL);
    snprintf(text, sizeof text, "in the room %s", room);
    hello->host->log(hello->host, JOOM_LOG_INFO, text);
}

static void came(void *data, const char *peer, const char *name) {
    Hello *hello = data;
    char text[200];
    (void)peer;
    snprintf(text, sizeof text, "Say hello to %s!", *name ? name : "your guest");
    hello->host->say(hello->host, text);
}

static void ended(void *data) {
    Hello *hello = data;
    char text[200];
    snprintf(text, sizeof text, "the call took %.0f s", difftime(time(NULL), hello->start));
    hello->host->log(hello->host, JOOM_LOG_INFO, text);
}

// The last call of all.
static void released(void *data) { free(data); }

static const char GLOW[] =
    "[Effect]\n"
    "Name=Glow\n"
    "Kind=video\n"
    "ApiVersion=1\n"
    "Pipeline=videobalance brightness=0.1 saturation=1.4\n";

int32_t joom_plugin_register(const JoomHost *host, uint32_t api) {
    if (api < 1) return 1;
    Hello *hello = calloc(1, sizeof *hello);
    if (!hello) return 2;
    hello->host = host;
    const JoomWatcher watcher = {
        .size = sizeof watcher,
        .data = hello,
        .joined = joined,
        .came = came,
        .ended = ended,
        .released = released,
    };
    if (host->watch_calls(host, &watcher) != JOOM_OK) {
        free(hello);
        return 3;
    }
    host->add_effect(host, "glow", GLOW);
    return 0;
}
