import CCurl

/// HTTP/1.1 to other machines, over libcurl. It makes one call at a time, blocks while it does, and keeps connections open for the
/// next one. It follows no redirect and repeats nothing by itself. Not Sendable: keep it on one thread, or in a `Mutex`.
public final class HTTPClient {
    private let handle: UnsafeMutableRawPointer
    private let configuration: Configuration

    /// How it reaches other machines; the same for all its calls.
    public struct Configuration: Sendable, Hashable {
        /// URL of a proxy; nil goes straight, whatever the environment says.
        public var proxy: String?
        /// A file of certificates (PEM) to trust instead of the system's.
        public var certificates: String?
        /// Idle connections older than this are not used again, in seconds: a shorter time than most servers keep theirs.
        public var maximumIdleSeconds = 15

        public init() {}
    }

    /// Fails only when libcurl cannot be set up at all, for want of memory or of its TLS library.
    public init(_ configuration: Configuration = Configuration()) throws(HTTPFailure) {
        guard Self.started == CURLE_OK, let handle = curl_easy_init() else {
            throw .notSent(HTTPFailure.Reason("libcurl cannot be set up", code: Int32(Self.started.rawValue)))
        }
        self.handle = handle
        self.configuration = configuration
    }

    deinit { curl_easy_cleanup(handle) }

    private static let started = yishi_curl_start()

    /// Makes the call and waits for its whole answer, whatever its status; at most `totalMilliseconds`. A method, URL or header with
    /// characters it must not have is never sent.
    public func perform(_ call: HTTPCall) -> Result<HTTPAnswer, HTTPFailure> {
        guard call.isSendable else {
            return .failure(.notSent(HTTPFailure.Reason("the method, the URL or a header has characters it must not have")))
        }
        curl_easy_reset(handle)
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        for line in call.headerLines {
            guard let longer = curl_slist_append(list, line) else {
                return .failure(.notSent(HTTPFailure.Reason("out of memory", code: Int32(CURLE_OUT_OF_MEMORY.rawValue))))
            }
            list = longer
        }
        let transfer = Transfer(maximum: call.maximumAnswer)
        let code = withExtendedLifetime(transfer) {
            call.body.withUnsafeBytes { body in
                let prepared = prepare(call, headers: list, body: body, transfer: Unmanaged.passUnretained(transfer).toOpaque())
                return prepared == CURLE_OK ? curl_easy_perform(handle) : prepared
            }
        }
        guard code == CURLE_OK else { return .failure(failure(code, transfer)) }
        guard transfer.headIsWhole else { return .failure(failure(CURLE_PARTIAL_FILE, transfer)) }
        return .success(HTTPAnswer(status: yishi_curl_status(handle), headers: transfer.headers, body: transfer.body))
    }

    private func failure(_ code: CURLcode, _ transfer: Transfer) -> HTTPFailure {
        let text =
            switch transfer.stopped {
            case .tooLong: "the answer is longer than allowed"
            case .secondAttempt: "the connection ended before an answer"
            case nil: String(cString: curl_easy_strerror(code))
            }
        let reason = HTTPFailure.Reason(text, code: Int32(code.rawValue))
        // A second attempt is stopped before it sends, but the first one had been sent.
        return transfer.attempts > 1 || yishi_curl_sent(handle) > 0 ? .uncertain(reason) : .notSent(reason)
    }

    /// Sets every option, and returns the first fault.
    private func prepare(
        _ call: HTTPCall, headers: UnsafeMutablePointer<curl_slist>?, body: UnsafeRawBufferPointer, transfer: UnsafeMutableRawPointer
    ) -> CURLcode {
        var settings = [
            yishi_curl_text(handle, CURLOPT_URL, call.url),
            yishi_curl_text(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
            // Without it name resolution would use signals, which a process of many threads does not survive.
            yishi_curl_long(handle, CURLOPT_NOSIGNAL, 1),
            yishi_curl_long(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1),
            yishi_curl_long(handle, CURLOPT_FOLLOWLOCATION, 0),
            yishi_curl_long(handle, CURLOPT_TCP_NODELAY, 1),
            // An empty name also switches off what the environment names.
            yishi_curl_text(handle, CURLOPT_PROXY, configuration.proxy ?? ""),
            yishi_curl_text(handle, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1"),
            yishi_curl_long(handle, CURLOPT_MAXAGE_CONN, max(configuration.maximumIdleSeconds, 1)),
            yishi_curl_long(handle, CURLOPT_CONNECTTIMEOUT_MS, max(call.connectMilliseconds, 1)),
            yishi_curl_long(handle, CURLOPT_TIMEOUT_MS, max(call.totalMilliseconds, 1)),
            yishi_curl_pointer(handle, CURLOPT_HTTPHEADER, headers),
            yishi_curl_pointer(handle, CURLOPT_WRITEDATA, transfer),
            yishi_curl_receiver(handle, CURLOPT_WRITEFUNCTION, Transfer.receiveBody),
            yishi_curl_pointer(handle, CURLOPT_HEADERDATA, transfer),
            yishi_curl_receiver(handle, CURLOPT_HEADERFUNCTION, Transfer.receiveHeader),
            yishi_curl_pointer(handle, CURLOPT_PREREQDATA, transfer),
            yishi_curl_before_request(handle, Transfer.beforeRequest),
        ]
        if call.onlyOutside { settings.append(yishi_curl_opener(handle, PeerAddress.openOutside)) }
        if let certificates = configuration.certificates { settings.append(yishi_curl_text(handle, CURLOPT_CAINFO, certificates)) }
        switch call.method {
        case "GET" where body.isEmpty: settings.append(yishi_curl_long(handle, CURLOPT_HTTPGET, 1))
        case "HEAD": settings.append(yishi_curl_long(handle, CURLOPT_NOBODY, 1))
        default:
            settings.append(yishi_curl_long(handle, CURLOPT_POST, 1))
            settings.append(yishi_curl_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            // Not copied: it lives until the call returns. An empty body must not be nil, or libcurl would ask for one to read.
            settings.append(
                body.isEmpty
                    ? yishi_curl_text(handle, CURLOPT_COPYPOSTFIELDS, "")
                    : yishi_curl_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress)))
            if call.method != "POST" { settings.append(yishi_curl_text(handle, CURLOPT_CUSTOMREQUEST, call.method)) }
        }
        return settings.first { $0 != CURLE_OK } ?? CURLE_OK
    }
}

extension HTTPCall {
    /// No control characters anywhere, and a method and header names of token characters (RFC 9110 section 5.6.2).
    fileprivate var isSendable: Bool {
        func isToken(_ text: String) -> Bool {
            !text.isEmpty
                && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
        }
        func isText(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }
        return isToken(method) && !url.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
            && headers.allSatisfy { isToken($0.name) && isText($0.value) }
    }

    /// As libcurl wants them: a header without value ends in a semicolon, and one ending in a colon is not sent.
    fileprivate var headerLines: [String] {
        var lines = headers.map { $0.value.utf8.allSatisfy { $0 <= 0x20 } ? "\($0.name);" : "\($0.name): \($0.value)" }
        // Otherwise a large body would wait a second for a leave to be sent, which few servers give.
        lines.append("Expect:")
        if !headers.contains(where: { $0.isNamed("Content-Type") }) { lines.append("Content-Type:") }
        return lines
    }
}
