// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGst.h"
#include <malloc.h>

#ifdef M_ARENA_MAX
// All threads share two parts of the heap. By default there are up to eight for each processor, and every call's threads
// find others: what one call left unused the next does not use, which came to 13 MiB a call. Before main, since the limit is
// obeyed only while there are fewer: Swift's, GTK's and the drawing's threads had made eleven before the first pipeline.
__attribute__((constructor)) static void share_heap(void) { mallopt(M_ARENA_MAX, 2); }
#endif

void joom_heap_give_back(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
