/* Makes chosen fsync and fdatasync calls of a program fail with EIO; for LD_PRELOAD.
 *
 *   FAILSYNC_FILE=NAME   the calls on files whose path ends in NAME
 *   FAILSYNC_FIRST=N     the N-th of them, from 1, is the first to fail
 *   FAILSYNC_COUNT=N     so many fail in a row; 1 when unset
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long calls;

static int ends_in(const char *path, const char *name) {
    size_t length = strlen(path), end = strlen(name);
    return length >= end && strcmp(path + length - end, name) == 0;
}

static int fails(int file) {
    const char *name = getenv("FAILSYNC_FILE"), *first = getenv("FAILSYNC_FIRST"), *count = getenv("FAILSYNC_COUNT");
    if (name == NULL || first == NULL) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!ends_in(path, name)) return 0;
    long call = atomic_fetch_add(&calls, 1) + 1, from = atol(first);
    return call >= from && call < from + (count == NULL ? 1 : atol(count));
}

static int passed_on(int file, const char *function) {
    if (fails(file)) {
        errno = EIO;
        return -1;
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, function);
    return real(file);
}

int fsync(int file) { return passed_on(file, "fsync"); }
int fdatasync(int file) { return passed_on(file, "fdatasync"); }
