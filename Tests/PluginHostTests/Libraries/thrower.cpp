// SPDX-License-Identifier: GPL-3.0-or-later
// Throws where it is told to: -DAT_ONCE, or in a call.
#include <joom-plugin.h>
#include <stdexcept>

#if defined(WITHOUT_WORDS)
struct Wordless : std::exception {
    const char *what() const noexcept override { return nullptr; }
};
static void joined(void *, const char *) { throw Wordless(); }
#else
static void joined(void *, const char *) { throw std::runtime_error("no room for me"); }
#endif

int32_t joom_plugin_register(const JoomHost *host, uint32_t) {
#if defined(AT_ONCE)
    throw 5;
#endif
    JoomWatcher watcher = {};
    watcher.size = sizeof watcher;
    watcher.joined = joined;
    return host->watch_calls(host, &watcher);
}
