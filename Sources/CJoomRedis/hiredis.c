// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomRedis.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

// What hiredis.h and read.h declare; the ABI is that of the number in the library's name.
typedef struct {
    int type;
    long long integer;
    size_t length;
    char *string;
    size_t count;
    void **parts;
} Reply0;
typedef struct {
    int type;
    long long integer;
    double number;
    size_t length;
    char *string;
    char subtype[4];
    size_t count;
    void **parts;
} Reply1;
enum { OK = 0 };

static void *(*create_reader)(void);
static void (*free_reader)(void *reader);
static int (*feed)(void *reader, const char *bytes, size_t count);
static int (*get_reply)(void *reader, void **reply);
static void (*free_reply)(void *reply);
// 1.x returns a long long; what 0.14 returns in the same register is an int.
static int (*format_0)(char **target, int count, const char **words, const size_t *lengths);
static long long (*format_1)(char **target, int count, const char **words, const size_t *lengths);
static bool has_old_replies;
static bool is_available;

static void load(void) {
#ifdef JOOM_REDIS
    static const char *const names[] = {"libhiredis.so.1.1.0", "libhiredis.so.1.0.0", "libhiredis.so.0.14"};
    void *library = NULL;
    for (size_t index = 0; index < sizeof names / sizeof *names && library == NULL; index++) {
        library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
        has_old_replies = index == 2;
    }
    if (library == NULL) return;
    create_reader = (void *(*)(void))dlsym(library, "redisReaderCreate");
    free_reader = (void (*)(void *))dlsym(library, "redisReaderFree");
    feed = (int (*)(void *, const char *, size_t))dlsym(library, "redisReaderFeed");
    get_reply = (int (*)(void *, void **))dlsym(library, "redisReaderGetReply");
    free_reply = (void (*)(void *))dlsym(library, "freeReplyObject");
    void *format = dlsym(library, "redisFormatCommandArgv");
    format_0 = (int (*)(char **, int, const char **, const size_t *))format;
    format_1 = (long long (*)(char **, int, const char **, const size_t *))format;
    is_available = create_reader && free_reader && feed && get_reply && free_reply && format;
#endif
}

bool joom_redis_is_available(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_available;
}

JoomRedisReader *joom_redis_reader_new(void) { return create_reader(); }

void joom_redis_reader_free(JoomRedisReader *reader) { free_reader(reader); }

bool joom_redis_reader_feed(JoomRedisReader *reader, const char *bytes, size_t count) {
    return feed(reader, bytes, count) == OK;
}

bool joom_redis_reader_next(JoomRedisReader *reader, void **reply) {
    *reply = NULL;
    return get_reply(reader, reply) == OK;
}

void joom_redis_reply_free(void *reply) { free_reply(reply); }

JoomRedisKind joom_redis_reply_kind(const void *reply) { return (JoomRedisKind)((const Reply0 *)reply)->type; }

long long joom_redis_reply_integer(const void *reply) { return ((const Reply0 *)reply)->integer; }

const char *joom_redis_reply_bytes(const void *reply, size_t *count) {
    *count = has_old_replies ? ((const Reply0 *)reply)->length : ((const Reply1 *)reply)->length;
    return has_old_replies ? ((const Reply0 *)reply)->string : ((const Reply1 *)reply)->string;
}

size_t joom_redis_reply_count(const void *reply) {
    return has_old_replies ? ((const Reply0 *)reply)->count : ((const Reply1 *)reply)->count;
}

const void *joom_redis_reply_part(const void *reply, size_t index) {
    return has_old_replies ? ((const Reply0 *)reply)->parts[index] : ((const Reply1 *)reply)->parts[index];
}

long long joom_redis_command_new(char **command, int count, const char **words, const size_t *lengths) {
    return has_old_replies ? format_0(command, count, words, lengths) : format_1(command, count, words, lengths);
}

void joom_redis_command_free(char *command) { free(command); }
