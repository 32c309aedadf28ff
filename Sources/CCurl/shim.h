#pragma once
#include <curl/curl.h>
#include <sys/socket.h>
#include <stddef.h>

// The variadic functions, one for each exact type; and the header macro that hides them is a type checker Swift cannot see.

static inline CURLcode yishi_curl_long(CURL *_Nonnull handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode yishi_curl_offset(CURL *_Nonnull handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// Copied by the library, except for POSTFIELDS.
static inline CURLcode yishi_curl_text(CURL *_Nonnull handle, CURLoption option, const char *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode yishi_curl_pointer(CURL *_Nonnull handle, CURLoption option, void *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*yishi_curl_receive)(char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);

static inline CURLcode yishi_curl_receiver(CURL *_Nonnull handle, CURLoption option, yishi_curl_receive _Nonnull value) {
    return curl_easy_setopt(handle, option, value);
}

/// Called when a connection stands and the request is about to be sent. Anything but 0 ends the transfer before that.
typedef int (*yishi_curl_before)(
    void *_Nullable context, char *_Nullable peer, char *_Nullable local, int peer_port, int local_port);

static inline CURLcode yishi_curl_before_request(CURL *_Nonnull handle, yishi_curl_before _Nonnull value) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

/// Called for every connection before it is made. CURL_SOCKET_BAD refuses it.
static inline CURLcode yishi_curl_opener(CURL *_Nonnull handle, curl_opensocket_callback _Nonnull value) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}

/// A socket for an address curl has found; it is closed in programs we start.
static inline curl_socket_t yishi_curl_socket(const struct curl_sockaddr *_Nonnull found) {
    return socket(found->family, found->socktype | SOCK_CLOEXEC, found->protocol);
}

static inline curl_socket_t yishi_curl_no_socket(void) { return CURL_SOCKET_BAD; }

static inline int yishi_curl_go_on(void) { return CURL_PREREQFUNC_OK; }
static inline int yishi_curl_abort(void) { return CURL_PREREQFUNC_ABORT; }

static inline long yishi_curl_status(CURL *_Nonnull handle) {
    long status = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}

/// Bytes of the request sent in the last transfer.
static inline long yishi_curl_sent(CURL *_Nonnull handle) {
    long bytes = 0;
    return curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &bytes) == CURLE_OK ? bytes : 0;
}

static inline CURLcode yishi_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
