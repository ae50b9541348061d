// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGtk.h"
#include <dlfcn.h>

#ifdef JOOM_ADWAITA
gboolean joom_adwaita_init(void) {
    // The name with the version of its ABI: 1.x of libadwaita, of which adw_init(void) is part for good.
    void *library = dlopen("libadwaita-1.so.0", RTLD_NOW | RTLD_GLOBAL);
    if (library == NULL) return FALSE;
    void (*init)(void) = (void (*)(void))dlsym(library, "adw_init");
    if (init == NULL) {
        dlclose(library);
        return FALSE;
    }
    // The library registers types, so it stays for the process's life.
    init();
    return TRUE;
}
#else
gboolean joom_adwaita_init(void) { return FALSE; }
#endif
