// SPDX-License-Identifier: GPL-3.0-or-later
#define _GNU_SOURCE
#include "CJoomGst.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static __thread gboolean is_hurried;

gint64 joom_thread_hurry(int niceness) {
    if (is_hurried) return 0;
    is_hurried = TRUE;
    // Threads that this one starts are to be among the others (sched(7)): libdispatch's, for all that is done elsewhere.
    const struct sched_param none = {0};
    sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &none);
    // Linux takes 0 for the thread that asks, not for the process (setpriority(2), "C library/kernel differences").
    return setpriority(PRIO_PROCESS, 0, niceness) == 0 ? 0 : (gint64)syscall(SYS_gettid);
}

void joom_thread_rest(void) {
    if (!is_hurried) return;
    is_hurried = FALSE;
    setpriority(PRIO_PROCESS, 0, 0);
}
