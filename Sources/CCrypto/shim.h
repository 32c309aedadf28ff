#pragma once
// The plain SHA functions are marked deprecated since OpenSSL 3 in favour of EVP. They are used on purpose: they cannot fail,
// allocate nothing and keep their state in a plain struct, so that a hash in Swift is a value. Ciphers go through EVP.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/timex.h>

/// Whether the kernel has lately been told the time by somebody who knows it.
static inline int yishi_clock_is_synchronised(void) {
    struct timex state = {0};
    return adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

/// Residents' words and the keys must not come to lie on a disk with the process' memory: no core file, none for a program that takes dumps
/// either (those do not ask for the limit), and nobody of the same account reads the memory. `prctl` takes varying arguments, so Swift
/// cannot call it.
static inline void yishi_forbid_core_dumps(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/// The calling thread's name, as `top` shows it; its first 15 bytes.
static inline void yishi_name_thread(const char *_Nonnull name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/// Whether the kernel would write the memory out.
static inline int yishi_may_dump_core(void) {
    struct rlimit limit;
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0 || getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0;
}

/// A context for sealing with AES-256-GCM under one key, to be freed by `yishi_gcm_end`; NULL when libcrypto refuses. Making it costs
/// several times what sealing a name does.
static inline EVP_CIPHER_CTX *_Nullable yishi_gcm_begin(const uint8_t *_Nonnull key) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (context == NULL) return NULL;
    if (EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, NULL) == 1) return context;
    EVP_CIPHER_CTX_free(context);
    return NULL;
}

static inline void yishi_gcm_end(EVP_CIPHER_CTX *_Nonnull context) { EVP_CIPHER_CTX_free(context); }

/// With a 96-bit nonce and a 128-bit tag. Writes `length` bytes to `output` and the tag behind them. 1 on success.
static inline int yishi_gcm_seal(
    EVP_CIPHER_CTX *_Nonnull context, const uint8_t *_Nonnull nonce, const uint8_t *_Nullable associated, size_t associated_length,
    const uint8_t *_Nullable input, size_t length, uint8_t *_Nonnull output) {
    if (length > 0x7fffffff || associated_length > 0x7fffffff) return 0;
    int written = 0;
    int good = EVP_EncryptInit_ex(context, NULL, NULL, NULL, nonce) == 1;
    if (good && associated_length > 0) good = EVP_EncryptUpdate(context, NULL, &written, associated, (int)associated_length) == 1;
    if (good && length > 0) good = EVP_EncryptUpdate(context, output, &written, input, (int)length) == 1;
    if (good) good = EVP_EncryptFinal_ex(context, output + length, &written) == 1;
    if (good) good = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, output + length) == 1;
    return good;
}

/// The reverse: `input` is `length` bytes with the tag behind them. 1 when the tag fits, otherwise the output is worthless.
static inline int yishi_gcm_open(
    const uint8_t *_Nonnull key, const uint8_t *_Nonnull nonce, const uint8_t *_Nullable associated, size_t associated_length,
    const uint8_t *_Nonnull input, size_t length, uint8_t *_Nonnull output) {
    if (length > 0x7fffffff || associated_length > 0x7fffffff) return 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (context == NULL) return 0;
    int written = 0;
    int good = EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1;
    if (good && associated_length > 0) good = EVP_DecryptUpdate(context, NULL, &written, associated, (int)associated_length) == 1;
    if (good && length > 0) good = EVP_DecryptUpdate(context, output, &written, input, (int)length) == 1;
    if (good) good = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, (void *)(input + length)) == 1;
    if (good) good = EVP_DecryptFinal_ex(context, output + length, &written) == 1;
    EVP_CIPHER_CTX_free(context);
    // A failed check leaves an entry in the thread's error queue, which nobody reads.
    if (!good) ERR_clear_error();
    return good;
}
