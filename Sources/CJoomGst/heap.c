// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGst.h"
#include <malloc.h>

void joom_heap_share(int parts) {
#ifdef M_ARENA_MAX
    mallopt(M_ARENA_MAX, parts);
#endif
}

void joom_heap_give_back(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
