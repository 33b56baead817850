/* Has calls on files below a folder fail from the n-th on: FAULT_UNDER, FAULT_FROM, FAULT_KIND
   ("short", "EIO", "ENOSPC", "EMFILE"). At its end a process adds to the file FAULT_COUNT, where one
   is named, how many such calls it made. Loaded before the C library, as every program's own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int calls;

static int is(const char *kind) {
    const char *wanted = getenv("FAULT_KIND");
    return wanted && strcmp(wanted, kind) == 0;
}

static int below(const char *path) {
    const char *under = getenv("FAULT_UNDER");
    return under && strncmp(path, under, strlen(under)) == 0;
}

static int due(void) {
    const char *from = getenv("FAULT_FROM");
    return from && __sync_add_and_fetch(&calls, 1) >= atoi(from);
}

__attribute__((destructor)) static void count(void) {
    const char *to = getenv("FAULT_COUNT");
    FILE *file = to ? fopen(to, "a") : NULL;
    if (!file) return;
    fprintf(file, "%d\n", calls);
    fclose(file);
}

static int on(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

/* 0 where the call goes on, -1 where it fails; *size is how much of it is written. */
static int fails(int fd, size_t *size) {
    if (is("EMFILE") || !on(fd) || !due()) return 0;
    if (is("short")) {
        if (*size > 1) *size /= 2;
        return 0;
    }
    errno = is("EIO") ? EIO : ENOSPC;
    return -1;
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *buffer, size_t size) {
    REAL(write);
    return fails(fd, &size) ? -1 : real(fd, buffer, size);
}

ssize_t pwrite(int fd, const void *buffer, size_t size, off_t at) {
    REAL(pwrite);
    return fails(fd, &size) ? -1 : real(fd, buffer, size, at);
}

ssize_t pwrite64(int fd, const void *buffer, size_t size, off64_t at) {
    REAL(pwrite64);
    return fails(fd, &size) ? -1 : real(fd, buffer, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    size_t one = 1;
    return fails(fd, &one) ? -1 : real(fd, parts, is("short") && count > 1 && on(fd) ? 1 : count);
}

static int syncs(int fd) {
    size_t none = 0;
    return is("short") ? 0 : fails(fd, &none);
}

int fsync(int fd) {
    REAL(fsync);
    return syncs(fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return syncs(fd) ? -1 : real(fd);
}

int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64);
    return syncs(fd) ? -1 : real(fd, length);
}

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name);\
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list more; \
            va_start(more, flags); \
            mode = va_arg(more, mode_t); \
            va_end(more); \
        } \
        if (is("EMFILE") && below(path) && due()) { \
            errno = EMFILE; \
            return -1; \
        } \
        return real(path, flags, mode); \
    }
OPENS(open)
OPENS(open64)
