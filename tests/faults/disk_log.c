/* Writes down what a process changes in the files of a folder, and what it flushes. Loaded before the C library (LD_PRELOAD), and asks the
   kernel itself.

   DISK_LOG_FOLDER names the folder, DISK_LOG_FILE the log. A record is: kind (1 byte), length of the path (2), position (8), length of the
   data (4), path, data; numbers as the processor has them. It is written when the kernel has done what it says. What SQLite keeps in memory
   that processes share (-shm) is never flushed, and not written down. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 'W', TRUNCATE = 'T', FLUSHING = 'B', FLUSHED = 'S', UNLINK = 'U', RENAME = 'R' };
enum { MOST_FILES = 65536 };

static const char *folder;
static size_t folder_length;
static int log_file = -1;
/* The paths of open files of the folder, by descriptor. */
static _Atomic(char *) paths[MOST_FILES];
static atomic_ullong flushes;

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("DISK_LOG_FILE");
    folder = getenv("DISK_LOG_FOLDER");
    if (file == NULL || folder == NULL)
        return;
    folder_length = strlen(folder);
    log_file = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_watched(const char *path) {
    size_t length = strlen(path);
    if (log_file < 0 || strncmp(path, folder, folder_length) != 0)
        return 0;
    return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

static void note(uint8_t kind, const char *path, uint64_t position, const void *data, uint32_t length) {
    uint16_t path_length = (uint16_t)strlen(path);
    struct iovec parts[] = {
        {&kind, sizeof kind}, {&path_length, sizeof path_length}, {&position, sizeof position}, {&length, sizeof length},
        {(void *)path, path_length}, {(void *)data, length},
    };
    /* One call, so that the records of several threads are not mixed. */
    if (syscall(SYS_writev, log_file, parts, sizeof parts / sizeof *parts) < 0)
        abort();
}

static const char *path_of(int file) {
    return file >= 0 && file < MOST_FILES ? atomic_load(&paths[file]) : NULL;
}

static void remember(int file, const char *path) {
    if (file >= 0 && file < MOST_FILES && is_watched(path))
        free(atomic_exchange(&paths[file], strdup(path)));
}

static int open_at(int at, const char *path, int flags, int mode) {
    int file = (int)syscall(SYS_openat, at, path, flags, mode);
    remember(file, path);
    if (file >= 0 && (flags & O_TRUNC) && path_of(file) != NULL)
        note(TRUNCATE, path, 0, NULL, 0);
    return file;
}

#define MODE(flags) \
    int mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, int); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags | O_LARGEFILE, mode); }

int close(int file) {
    if (file >= 0 && file < MOST_FILES)
        free(atomic_exchange(&paths[file], NULL));
    return (int)syscall(SYS_close, file);
}

static uint64_t position_of(int file) {
    int whence = syscall(SYS_fcntl, file, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR;
    return (uint64_t)syscall(SYS_lseek, file, 0, whence);
}

ssize_t write(int file, const void *data, size_t length) {
    const char *path = path_of(file);
    uint64_t position = path != NULL ? position_of(file) : 0;
    ssize_t written = syscall(SYS_write, file, data, length);
    if (path != NULL && written > 0)
        note(WRITE, path, position, data, (uint32_t)written);
    return written;
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t position) {
    ssize_t written = syscall(SYS_pwrite64, file, data, length, position);
    const char *path = path_of(file);
    if (path != NULL && written > 0)
        note(WRITE, path, (uint64_t)position, data, (uint32_t)written);
    return written;
}

ssize_t pwrite(int file, const void *data, size_t length, off_t position) { return pwrite64(file, data, length, position); }

int ftruncate64(int file, off64_t length) {
    int done = (int)syscall(SYS_ftruncate, file, length);
    const char *path = path_of(file);
    if (path != NULL && done == 0)
        note(TRUNCATE, path, (uint64_t)length, NULL, 0);
    return done;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

/* What was written before a flush began is on the disk when it has ended. */
static int flush(long call, int file) {
    const char *path = path_of(file);
    uint64_t number = atomic_fetch_add(&flushes, 1);
    if (path != NULL)
        note(FLUSHING, path, number, NULL, 0);
    int done = (int)syscall(call, file);
    if (path != NULL && done == 0)
        note(FLUSHED, path, number, NULL, 0);
    return done;
}

int fsync(int file) { return flush(SYS_fsync, file); }
int fdatasync(int file) { return flush(SYS_fdatasync, file); }

int unlink(const char *path) {
    int done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (done == 0 && is_watched(path))
        note(UNLINK, path, 0, NULL, 0);
    return done;
}

int rename(const char *from, const char *to) {
    int done = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (done == 0 && is_watched(from))
        note(RENAME, from, 0, to, (uint32_t)strlen(to));
    return done;
}
