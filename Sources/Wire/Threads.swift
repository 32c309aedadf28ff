import CCrypto
import Glibc

/// Starts a thread of its own, for work that lasts as long as the process does. Foundation's `Thread` would do the same, and bring the
/// tables of every language of the world into memory with it.
///
/// - Parameters:
///   - name: as `top` and a debugger show it; its first 15 bytes.
///   - stack: in bytes; at least 64 KB.
public func startThread(_ name: String, stack: Int = 1 << 20, _ work: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, max(stack, 64 << 10))
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let box = Unmanaged.passRetained(ThreadWork(name: name, work))
    var thread = pthread_t()
    let refused = pthread_create(
        &thread, &attributes,
        { argument in
            guard let argument else { return nil }
            let box = Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue()
            yishi_name_thread(box.name)
            box.work()
            return nil
        }, box.toOpaque())
    guard refused != 0 else { return }
    // Only a machine out of memory or at its limit of tasks refuses one. A daemon with a part of itself missing would be worse than none: it
    // ends with one line, and the service manager starts it again.
    let line = Array("yishi: cannot start the thread \(name): \(String(cString: strerror(refused)))\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(EX_OSERR)
}

private final class ThreadWork: Sendable {
    let name: String
    let work: @Sendable () -> Void

    init(name: String, _ work: @escaping @Sendable () -> Void) {
        self.name = name
        self.work = work
    }
}
