#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// What Swift cannot call or name: everything variadic, and enumeration constants that are imported without a usable name.

static inline enum MHD_Result yishi_mhd_yes(void) { return MHD_YES; }
static inline enum MHD_Result yishi_mhd_no(void) { return MHD_NO; }
static inline int yishi_mhd_is_yes(enum MHD_Result result) { return result == MHD_YES; }
static inline enum MHD_ValueKind yishi_mhd_headers(void) { return MHD_HEADER_KIND; }
static inline enum MHD_ValueKind yishi_mhd_arguments(void) { return MHD_GET_ARGUMENT_KIND; }

struct yishi_mhd_settings {
    uint16_t port;
    unsigned int idle_seconds;
    unsigned int connections;
    unsigned int connections_per_address;  // 0: no limit of its own
    unsigned int threads;
    size_t connection_memory;
};

/// Paths and queries are decoded by the caller, who can refuse what is malformed; the library would let it pass.
static inline size_t yishi_mhd_undecoded(void *_Nullable context, struct MHD_Connection *_Nullable connection, char *_Nonnull text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

/// Starts a listener on a numeric address. NULL on failure, with `*failure` an errno value, or 0 where the library says nothing.
static inline struct MHD_Daemon *_Nullable yishi_mhd_start(
    const char *_Nonnull address, const struct yishi_mhd_settings *_Nonnull settings, MHD_AccessHandlerCallback _Nonnull handle,
    MHD_RequestCompletedCallback _Nonnull completed, MHD_NotifyConnectionCallback _Nonnull connected, void *_Nonnull context,
    int *_Nonnull failure) {
    char port[8];
    size_t digits = 0;
    char reversed[8];
    unsigned int rest = settings->port;
    do { reversed[digits++] = (char)('0' + rest % 10); rest /= 10; } while (rest > 0);
    for (size_t index = 0; index < digits; index++) port[index] = reversed[digits - 1 - index];
    port[digits] = 0;

    struct addrinfo hints;
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
    struct addrinfo *found = NULL;
    if (getaddrinfo(address, port, &hints, &found) != 0 || found == NULL) {
        *failure = EADDRNOTAVAIL;
        return NULL;
    }
    // Neither a shared port (SO_REUSEPORT, what LISTENING_ADDRESS_REUSE asks for on Linux) nor waiting after a restart: without
    // that option the library sets SO_REUSEADDR alone, so a second daemon on the port fails and a restarted one does not.
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)completed, context},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connected, context},
        {MHD_OPTION_SOCK_ADDR, 0, found->ai_addr},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)&yishi_mhd_undecoded, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)settings->idle_seconds, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)settings->connections, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)settings->connection_memory, NULL},
        {MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t)settings->connections_per_address, NULL},
        {MHD_OPTION_END, 0, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    if (settings->threads > 1) {
        options[9].option = MHD_OPTION_THREAD_POOL_SIZE;
        options[9].value = (intptr_t)settings->threads;
    }
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    if (found->ai_family == AF_INET6) flags |= MHD_USE_IPv6;
    errno = 0;
    struct MHD_Daemon *daemon =
        MHD_start_daemon(flags, settings->port, NULL, NULL, handle, context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    *failure = daemon == NULL ? errno : 0;
    freeaddrinfo(found);
    return daemon;
}

/// The port really bound; 0 when it cannot be told.
static inline uint16_t yishi_mhd_port(struct MHD_Daemon *_Nonnull daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info == NULL ? 0 : info->port;
}

static inline unsigned int yishi_mhd_connections(struct MHD_Daemon *_Nonnull daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info == NULL ? 0 : info->num_connections;
}

/// Stops accepting; open connections go on. The listening socket is closed.
static inline void yishi_mhd_quiesce(struct MHD_Daemon *_Nonnull daemon) {
    MHD_socket listening = MHD_quiesce_daemon(daemon);
    if (listening != MHD_INVALID_SOCKET) close(listening);
}

static inline int yishi_mhd_is_beginning(enum MHD_ConnectionNotificationCode code) { return code == MHD_CONNECTION_NOTIFY_STARTED; }

/// The connection's socket; -1 when it cannot be told.
static inline int yishi_mhd_socket(struct MHD_Connection *_Nonnull connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

/// What was put beside the connection when it began; NULL for nothing.
static inline void *_Nullable yishi_mhd_beside(struct MHD_Connection *_Nonnull connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

/// The peer's address as text into `buffer` of at least INET6_ADDRSTRLEN bytes; 0 when unknown.
static inline int yishi_mhd_peer(struct MHD_Connection *_Nonnull connection, char *_Nonnull buffer, socklen_t size) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == NULL || info->client_addr == NULL) return 0;
    const struct sockaddr *address = info->client_addr;
    if (address->sa_family == AF_INET) {
        return inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, buffer, size) != NULL;
    }
    if (address->sa_family == AF_INET6) {
        return inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, buffer, size) != NULL;
    }
    return 0;
}

static inline struct MHD_Response *_Nullable yishi_mhd_response(const void *_Nullable body, size_t length) {
    return MHD_create_response_from_buffer(length, (void *)body, MHD_RESPMEM_MUST_COPY);
}

static inline struct MHD_Response *_Nullable yishi_mhd_stream(
    MHD_ContentReaderCallback _Nonnull read, void *_Nonnull context, MHD_ContentReaderFreeCallback _Nonnull release) {
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read, context, release);
}

static inline ssize_t yishi_mhd_end_of_stream(void) { return MHD_CONTENT_READER_END_OF_STREAM; }
