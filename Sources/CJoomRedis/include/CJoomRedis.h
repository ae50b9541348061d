// SPDX-License-Identifier: GPL-3.0-or-later
// Redis' protocol as libhiredis reads and writes it. The library is looked for when first asked for, so that a server
// without Redis does not need it; sockets are the caller's.
#ifndef C_JOOM_REDIS_H
#define C_JOOM_REDIS_H

#include <stdbool.h>
#include <stddef.h>

/// True when libhiredis is here. Nothing else may be called before it said so. Any thread.
bool joom_redis_is_available(void);

/// What a reply is; the numbers are the library's.
typedef enum {
    JOOM_REDIS_STRING = 1,
    JOOM_REDIS_ARRAY = 2,
    JOOM_REDIS_INTEGER = 3,
    JOOM_REDIS_NIL = 4,
    JOOM_REDIS_STATUS = 5,
    JOOM_REDIS_ERROR = 6
} JoomRedisKind;

/// Puts replies together from what comes in pieces; one for each connection.
typedef struct JoomRedisReader JoomRedisReader;
JoomRedisReader *joom_redis_reader_new(void);
void joom_redis_reader_free(JoomRedisReader *reader);
/// Takes bytes; false when they, or some before, are not Redis' protocol.
bool joom_redis_reader_feed(JoomRedisReader *reader, const char *bytes, size_t count);
/// The next whole reply, to be freed, or NULL when it is still on its way; false as above.
bool joom_redis_reader_next(JoomRedisReader *reader, void **reply);
void joom_redis_reply_free(void *reply);

JoomRedisKind joom_redis_reply_kind(const void *reply);
long long joom_redis_reply_integer(const void *reply);
/// The bytes of a string, status or error, which are the reply's.
const char *joom_redis_reply_bytes(const void *reply, size_t *count);
/// The parts of an array, which are the reply's.
size_t joom_redis_reply_count(const void *reply);
const void *joom_redis_reply_part(const void *reply, size_t index);

/// Writes a command; the result is freed with `joom_redis_command_free`. Negative when there is no memory for it.
long long joom_redis_command_new(char **command, int count, const char **words, const size_t *lengths);
void joom_redis_command_free(char *command);

#endif
