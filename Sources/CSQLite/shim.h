#pragma once
#include <sqlite3.h>
#include <sys/syscall.h>

// SQLITE_TRANSIENT is a cast, which Swift does not import: SQLite copies what is bound.
// Nothing at all is bound as an empty value, never as NULL.
static inline int yishi_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int length) {
    return sqlite3_bind_text(statement, index, length == 0 ? "" : bytes, length, SQLITE_TRANSIENT);
}

static inline int yishi_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int length) {
    return sqlite3_bind_blob(statement, index, length == 0 ? "" : bytes, length, SQLITE_TRANSIENT);
}

// Without its statistics of memory, SQLite takes no lock for every piece it asks for. To be called before anything is opened; takes varying
// arguments, so Swift cannot call it.
static inline int yishi_sqlite_without_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

// Two files change names in one stroke (Linux 3.15). `renameat2` is not in what Swift is shown of the C library, and `syscall` takes varying
// arguments. No header of the C library here: what it declares would be this module's in Swift's eyes.
extern long syscall(long number, ...);
static inline int yishi_exchange(const char *one, const char *other) {
    const int here = -100, exchange = 2; // AT_FDCWD, RENAME_EXCHANGE
    return (int)syscall(SYS_renameat2, here, one, here, other, exchange);
}
