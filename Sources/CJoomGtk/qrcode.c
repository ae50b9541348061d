// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGtk.h"
#include <dlfcn.h>

// What qrencode.h of libqrencode 4 declares; its ABI has the number in the library's name.
typedef struct {
    int version;
    int width;
    unsigned char *data;
} Code;
typedef Code *(*Encode)(const char *text, int version, int level, int mode, int case_sensitive);
typedef void (*Free)(Code *code);

enum { LEVEL_L = 0, LEVEL_M = 1, MODE_8 = 2 };
// Beyond that a code that mends more would have more modules than a camera tells apart on a screen.
enum { LONG_TEXT = 200 };

static Encode encode;
static Free free_code;

static void load(void) {
#ifdef JOOM_QRCODE
    void *library = dlopen("libqrencode.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
    encode = (Encode)dlsym(library, "QRcode_encodeString");
    free_code = (Free)dlsym(library, "QRcode_free");
#endif
}

int joom_qrcode_encode(const char *text, guint8 **modules) {
    static gsize is_loaded;
    if (g_once_init_enter(&is_loaded)) {
        load();
        g_once_init_leave(&is_loaded, 1);
    }
    *modules = NULL;
    if (encode == NULL || free_code == NULL) return 0;
    Code *code = encode(text, 0, strlen(text) > LONG_TEXT ? LEVEL_L : LEVEL_M, MODE_8, 1);
    if (code == NULL) return 0;
    int width = code->width;
    gsize count = (gsize)width * (gsize)width;
    *modules = g_malloc(count);
    // The lowest bit is the colour; the others say what a module is for.
    for (gsize index = 0; index < count; index++) (*modules)[index] = code->data[index] & 1;
    free_code(code);
    return width;
}
