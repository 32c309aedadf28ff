import Dispatch
import Glibc
import Synchronization

/// SIGTERM and SIGINT: the first asks for a clean end, a second one ends at once.
final class Interruption {
    private let asked = DispatchSemaphore(value: 0)
    private let sources: [any DispatchSourceSignal]

    init() {
        let queue = DispatchQueue(label: "signals")
        let asked = asked
        let count = Mutex(0)
        sources = [SIGTERM, SIGINT].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                let isRepeated = count.withLock { count in
                    count += 1
                    return count > 1
                }
                if isRepeated { _exit(130) }
                asked.signal()
            }
            source.activate()
            return source
        }
    }

    /// Waits until somebody asks for the end.
    func wait() { asked.wait() }
}
