import CCurl

/// What arrives during one call. The library calls back on the calling thread, inside `perform`.
final class Transfer {
    private let maximum: Int
    private(set) var headers: [HTTPField] = []
    private(set) var body: [UInt8] = []
    /// How often a request was about to be sent.
    private(set) var attempts = 0
    private(set) var stopped: Stop?
    /// Whether the empty line behind the headers has come: libcurl takes a connection that ends before it for a good answer.
    private(set) var headIsWhole = false
    private var headerBytes = 0

    enum Stop { case tooLong, secondAttempt }

    init(maximum: Int) { self.maximum = maximum }

    static let receiveBody: yishi_curl_receive = { bytes, size, count, context in
        guard let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        guard size * count <= transfer.maximum - transfer.body.count else {
            transfer.stopped = .tooLong
            return 0
        }
        transfer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: size * count))
        return size * count
    }

    static let receiveHeader: yishi_curl_receive = { bytes, size, count, context in
        guard let context else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        transfer.headerBytes += size * count
        guard transfer.headerBytes <= 64 << 10 else {
            transfer.stopped = .tooLong
            return 0
        }
        transfer.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count))
        return size * count
    }

    /// libcurl repeats a request by itself when a kept connection ends without an answer, also one that may have been carried out.
    static let beforeRequest: yishi_curl_before = { context, _, _, _, _ in
        guard let context else { return yishi_curl_abort() }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        transfer.attempts += 1
        guard transfer.attempts > 1 else { return yishi_curl_go_on() }
        transfer.stopped = .secondAttempt
        return yishi_curl_abort()
    }

    private func take(header line: UnsafeRawBufferPointer) {
        // A status line begins a head; that of an interim answer (100, 103) is followed by the one that counts.
        if line.starts(with: "HTTP/".utf8) {
            headers = []
            headIsWhole = false
        }
        if line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) { headIsWhole = true }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
        let value = line[(colon + 1)...].drop(while: isSpace)
        let end = value.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? value.startIndex
        headers.append(
            HTTPField(
                String(decoding: UnsafeRawBufferPointer(rebasing: line[..<colon]), as: UTF8.self),
                String(decoding: UnsafeRawBufferPointer(rebasing: value[..<end]), as: UTF8.self)))
    }
}
