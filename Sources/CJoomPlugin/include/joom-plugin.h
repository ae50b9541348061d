// SPDX-License-Identifier: GPL-3.0-or-later
// The interface between Joom and a plugin that is a shared library; docs/plugins.md shows how to make one.
//
// The rules, for all that follows:
// - Texts are UTF-8, end with a zero, and belong to the caller; whoever wants to keep one copies it.
// - Functions of JoomHost may be called on any thread, from joom_plugin_register on, and return at once. After the plugin
//   was switched off they do nothing and return JOOM_OFF.
// - Functions of the plugin are called one at a time, in order, never on the program's main thread, and not always on the
//   same thread. One that does not return keeps nothing of Joom waiting but is never called again; Joom then
//   switches the plugin off. The same goes for C++ exceptions that leave one.
// - A table begins with its size as its maker knows it. Later versions only add members at the end, so a member is there
//   if the size covers it: JOOM_HAS(host, leave).
// - A library stays loaded until the program ends. One that is switched on again gets another call of
//   joom_plugin_register.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The version of this interface. The manifest says which one a plugin needs at least: X-Joom-Api=1, or 2 for what is marked
// with "Since 2". A plugin that can do without is loaded by older Jooms too, if it says 1 and looks at host->api.
#define JOOM_PLUGIN_API 2

// Whether a table that somebody else made has a member.
#define JOOM_HAS(table, member) \
    ((table)->size >= (uint32_t)(offsetof(__typeof__(*(table)), member) + sizeof((table)->member)))

// What functions of JoomHost return.
enum {
    // It will be done.
    JOOM_OK = 0,
    // The plugin was switched off.
    JOOM_OFF = 1,
    // An argument makes no sense; the log says what is wrong with it.
    JOOM_INVALID = 2,
    // Too much was asked for at once: this was dropped.
    JOOM_BUSY = 3,
};

// What JoomHost's log takes.
enum {
    JOOM_LOG_INFO = 0,
    JOOM_LOG_WARNING = 1,
    JOOM_LOG_ERROR = 2,
};

typedef void (*JoomFunction)(void *data);

// Since 2. What was measured of the connection to one peer since it began: by the names and in the units of W3C
// webrtc-stats, but for audio_level. What is not known yet is not a number.
typedef struct JoomStatistics {
    // sizeof(JoomStatistics) where Joom was built.
    uint32_t size;
    // Of the last decoded picture, in px.
    uint32_t frame_width;
    uint32_t frame_height;
    uint32_t reserved;
    // RTP payload, in bytes.
    uint64_t bytes_received;
    uint64_t bytes_sent;
    uint64_t packets_received;
    // May be negative: duplicates count against it.
    int64_t packets_lost;
    uint64_t frames_decoded;
    // Over the last second.
    double frames_per_second;
    // Times that the picture stood, and how long in all, in s.
    uint64_t freeze_count;
    double total_freezes_duration;
    // In s.
    double jitter;
    double round_trip_time;
    // In bit/s.
    double available_outgoing_bitrate;
    // Loudness over the last second, in dBFS: 0 or less.
    double audio_level;
} JoomStatistics;

// What a plugin wants to hear of calls. Every function may be NULL. `data` is handed to each of them.
typedef struct JoomWatcher {
    // sizeof(JoomWatcher).
    uint32_t size;
    // The plugin's own.
    void *data;
    // We are in a room.
    void (*joined)(void *data, const char *room);
    // Somebody is there. `peer` is their id, empty on a server that gives none; `name` is empty for the nameless.
    void (*came)(void *data, const char *peer, const char *name);
    // Media flows to and from them; again after each new connection.
    void (*connected)(void *data, const char *peer);
    // They are gone.
    void (*went)(void *data, const char *peer);
    // The call is over.
    void (*ended)(void *data);
    // The plugin was switched off, or the program ends: the last call with this `data`, which may be freed.
    void (*released)(void *data);
    // Since 2. Once a second, for each peer whose connection has figures; while no plugin has this, nothing is measured.
    void (*measured)(void *data, const char *peer, const JoomStatistics *statistics);
} JoomWatcher;

// What Joom does for a plugin. The table lives as long as the program.
typedef struct JoomHost JoomHost;
struct JoomHost {
    // sizeof(JoomHost) where Joom was built.
    uint32_t size;
    // The interface that Joom has: JOOM_PLUGIN_API where it was built.
    uint32_t api;
    // Joom's own.
    void *joom;
    // Joom's version, for messages.
    const char *version;
    // Writes a line to the log, with the plugin's name. `level` is one of JOOM_LOG_....
    int32_t (*log)(const JoomHost *host, int32_t level, const char *text);
    // Shows a sentence to the person, with the plugin's name: at most 200 characters, and three in a row or one in five
    // seconds; others are dropped.
    int32_t (*say)(const JoomHost *host, const char *text);
    // Calls `function` once, after so many milliseconds, as one of the plugin's own functions. Up to 64 may be waiting.
    // It is called even when the plugin was switched off meanwhile, so that `data` can be freed.
    int32_t (*schedule)(const JoomHost *host, uint32_t milliseconds, JoomFunction function, void *data);
    // Hears of calls from now on. The table is copied. One for each joom_plugin_register, and within it.
    int32_t (*watch_calls)(const JoomHost *host, const JoomWatcher *watcher);
    // Offers an effect, described as in a .joom-effect file. Within joom_plugin_register. `id` is made of lower-case
    // letters, digits and -.
    int32_t (*add_effect)(const JoomHost *host, const char *id, const char *text);
    // Mutes the microphone (0) or not (1); Joom tells the person. The same for the camera. Of these and leave together, ten
    // in a row or one a second; others return JOOM_BUSY.
    int32_t (*set_microphone)(const JoomHost *host, int32_t on);
    int32_t (*set_camera)(const JoomHost *host, int32_t on);
    // Leaves the room.
    int32_t (*leave)(const JoomHost *host);
};

// What every plugin has: called once when it is switched on. `api` is host->api. To return anything but 0 is to refuse;
// Joom then shows the number. It has five seconds.
#define JOOM_EXPORT __attribute__((visibility("default")))
JOOM_EXPORT int32_t joom_plugin_register(const JoomHost *host, uint32_t api);

#ifdef __cplusplus
}
#endif
