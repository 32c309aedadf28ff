// A clock that a test moves, put under a process by LD_PRELOAD: what a machine that slept sees when it wakes. The wall clock and the one that
// counts the sleep (CLOCK_REALTIME, CLOCK_BOOTTIME) read as the machine's own and what the file says; CLOCK_MONOTONIC stands still in a sleep and
// is left alone, as are all waits that go by it. The file, $SLEEPING_CLOCK, holds two numbers of 8 bytes: nanoseconds for each of the two.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { wall, boot };
static const int64_t second = 1000000000;
static volatile const int64_t *offsets;

__attribute__((constructor)) static void open_file(void) {
    const char *path = getenv("SLEEPING_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *page = file < 0 ? MAP_FAILED : mmap(NULL, 16, PROT_READ, MAP_SHARED, file, 0);
    if (page == MAP_FAILED) _exit(70);
    close(file);
    offsets = page;
}

static void add(struct timespec *time, int64_t nanoseconds) {
    int64_t all = (int64_t)time->tv_sec * second + time->tv_nsec + nanoseconds;
    time->tv_sec = all / second;
    time->tv_nsec = all % second;
}

int clock_gettime(clockid_t id, struct timespec *time) {
    int result = syscall(SYS_clock_gettime, id, time);
    if (result != 0 || !offsets) return result;
    if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE) add(time, offsets[wall]);
    if (id == CLOCK_BOOTTIME) add(time, offsets[boot]);
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *out) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}

// The kernel knows nothing of the file: a wait until a time of ours is one until the same time of its own.
static struct timespec of_the_kernel(const struct timespec *until) {
    struct timespec moved = *until;
    add(&moved, -offsets[wall]);
    if (moved.tv_sec < 0) moved = (struct timespec){0, 0};
    return moved;
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until) {
    static int (*real)(sem_t *, const struct timespec *);
    if (!real) real = (int (*)(sem_t *, const struct timespec *))dlsym(RTLD_NEXT, "sem_timedwait");
    struct timespec moved = of_the_kernel(until);
    return real(semaphore, &moved);
}

// By the wall clock or by the other one, whichever the condition was made with: the wall clock's numbers are years ahead.
int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex, const struct timespec *restrict until) {
    static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
    if (!real) real = (int (*)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *))dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    struct timespec now, moved = of_the_kernel(until);
    clock_gettime(CLOCK_MONOTONIC, &now);
    return real(condition, mutex, until->tv_sec > now.tv_sec + 10 * 365 * 24 * 3600 ? &moved : until);
}
