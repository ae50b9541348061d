// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomPlugin.h"

#include <cstring>
#include <exception>

namespace {

template <typename Call>
JoomOutcome run(Call call) {
    JoomOutcome outcome = {};
    try {
        outcome.result = call();
    } catch (const std::exception &error) {
        outcome.threw = true;
        const char *words = error.what();
        if (words) std::strncpy(outcome.words, words, sizeof outcome.words - 1);
    } catch (...) {
        outcome.threw = true;
    }
    return outcome;
}

}  // namespace

JoomOutcome joom_call_register(JoomRegister function, const JoomHost *host, uint32_t api) {
    return run([=] { return function(host, api); });
}

JoomOutcome joom_call_function(JoomFunction function, void *data) {
    return run([=] {
        if (function) function(data);
        return 0;
    });
}

JoomOutcome joom_call_text(void (*function)(void *, const char *), void *data, const char *text) {
    return run([=] {
        if (function) function(data, text);
        return 0;
    });
}

JoomOutcome joom_call_texts(void (*function)(void *, const char *, const char *), void *data, const char *first,
                            const char *second) {
    return run([=] {
        if (function) function(data, first, second);
        return 0;
    });
}

JoomOutcome joom_call_statistics(void (*function)(void *, const char *, const JoomStatistics *), void *data,
                                 const char *peer, const JoomStatistics *statistics) {
    return run([=] {
        if (function) function(data, peer, statistics);
        return 0;
    });
}
