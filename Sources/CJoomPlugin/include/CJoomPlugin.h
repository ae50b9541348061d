// SPDX-License-Identifier: GPL-3.0-or-later
// Calls into plugins, which may throw C++ exceptions: Swift frames cannot be unwound, so they end here.
#pragma once
#include <stdbool.h>
#include "joom-plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t (*JoomRegister)(const JoomHost *_Nullable host, uint32_t api);

// What a call came to. `words` holds what was thrown, cut to fit, or is empty.
typedef struct {
    bool threw;
    int32_t result;
    char words[160];
} JoomOutcome;

// Each calls one function; one that is NULL counts as called.
JoomOutcome joom_call_register(JoomRegister _Nonnull function, const JoomHost *_Nonnull host, uint32_t api);
JoomOutcome joom_call_function(JoomFunction _Nullable function, void *_Nullable data);
JoomOutcome joom_call_text(void (*_Nullable function)(void *_Nullable, const char *_Nullable), void *_Nullable data,
                           const char *_Nonnull text);
JoomOutcome joom_call_texts(void (*_Nullable function)(void *_Nullable, const char *_Nullable, const char *_Nullable),
                            void *_Nullable data, const char *_Nonnull first, const char *_Nonnull second);
JoomOutcome joom_call_statistics(void (*_Nullable function)(void *_Nullable, const char *_Nullable,
                                                            const JoomStatistics *_Nullable),
                                 void *_Nullable data, const char *_Nonnull peer,
                                 const JoomStatistics *_Nonnull statistics);

#ifdef __cplusplus
}
#endif
