// SPDX-License-Identifier: GPL-3.0-or-later
#include "CJoomGst.h"
#include <dlfcn.h>

// webrtcbin has one stream for all sections, and one component where RTCP is multiplexed.
enum { STREAM = 1, COMPONENT = 1 };

// libnice is loaded wherever webrtcbin is; to link with it, its headers would have to be there too.
static void *function(const char *name) {
    static void *library;
    if (!library) library = dlopen("libnice.so.10", RTLD_LAZY | RTLD_NOLOAD);
    return library ? dlsym(library, name) : NULL;
}

static char *text_of(gpointer agent, gpointer candidate) {
    char *(*write)(gpointer, gpointer) = (char *(*)(gpointer, gpointer))function("nice_agent_generate_local_candidate_sdp");
    return write ? write(agent, candidate) : NULL;
}

char *joom_nice_candidates(gpointer agent, gboolean are_theirs) {
    const char *name = are_theirs ? "nice_agent_get_remote_candidates" : "nice_agent_get_local_candidates";
    GSList *(*list)(gpointer, guint, guint) = (GSList * (*)(gpointer, guint, guint)) function(name);
    void (*release)(gpointer) = (void (*)(gpointer))function("nice_candidate_free");
    if (!list || !release) return NULL;
    GString *lines = g_string_new(NULL);
    GSList *candidates = list(agent, STREAM, COMPONENT);
    for (GSList *item = candidates; item; item = item->next) {
        char *line = text_of(agent, item->data);
        if (line) g_string_append_printf(lines, "%s\n", line);
        g_free(line);
    }
    g_slist_free_full(candidates, release);
    return g_string_free(lines, FALSE);
}

char *joom_nice_selected_pair(gpointer agent) {
    gboolean (*get)(gpointer, guint, guint, gpointer *, gpointer *) =
        (gboolean (*)(gpointer, guint, guint, gpointer *, gpointer *))function("nice_agent_get_selected_pair");
    gpointer ours = NULL, theirs = NULL;
    if (!get || !get(agent, STREAM, COMPONENT, &ours, &theirs)) return NULL;
    char *first = text_of(agent, ours), *second = text_of(agent, theirs);
    char *both = first && second ? g_strdup_printf("%s\n%s", first, second) : NULL;
    g_free(first);
    g_free(second);
    return both;
}

gboolean joom_nice_select_pair(gpointer agent, const char *ours, const char *theirs) {
    gboolean (*set)(gpointer, guint, guint, const char *, const char *) =
        (gboolean (*)(gpointer, guint, guint, const char *, const char *))function("nice_agent_set_selected_pair");
    return set && set(agent, STREAM, COMPONENT, ours, theirs);
}
