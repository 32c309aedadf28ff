import Glibc

/// What systemd is told over `$NOTIFY_SOCKET` (sd_notify(3)): one datagram a message, no library. Without the variable nothing happens.
struct ServiceManager: Sendable, Hashable {
    private let address: String
    /// How often the watchdog is fed: a third of `WATCHDOG_USEC`, in milliseconds; nil when it is off.
    let watchdogMilliseconds: Int64?

    init?(environment name: (String) -> String?) {
        guard let address = name("NOTIFY_SOCKET"), address.hasPrefix("/") || address.hasPrefix("@") else { return nil }
        self.address = address
        let isOurs = name("WATCHDOG_PID").map { Int32($0) == getpid() } ?? true
        watchdogMilliseconds = isOurs ? name("WATCHDOG_USEC").flatMap { Int64($0) }.map { max($0 / 3000, 1) } : nil
    }

    /// `READY=1`, `STATUS=…`, `WATCHDOG=1`, `STOPPING=1`; several joined by line ends. False when it did not go out.
    @discardableResult
    func tell(_ message: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        // A leading @ stands for the zero byte of an abstract address.
        let path = address.hasPrefix("@") ? [0] + Array(address.utf8.dropFirst()) : Array(address.utf8)
        let room = MemoryLayout.size(ofValue: target.sun_path)
        guard path.count < room else { return false }
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: path) }
        let offset = MemoryLayout<sockaddr_un>.size - room
        let length = socklen_t(offset + path.count)
        let bytes = Array(message.utf8)
        let sent = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { sendto(descriptor, bytes, bytes.count, 0, $0, length) }
        }
        return sent == bytes.count
    }
}
