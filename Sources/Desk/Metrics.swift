import Synchronization

/// Counters for `/metrics`. Of ordinary chat they are all that is kept.
public final class Metrics: Sendable {
    private let counters = Mutex<[String: Int64]>([:])

    public init() {}

    public func count(_ name: String, _ by: Int64 = 1) { counters.withLock { $0[name, default: 0] += by } }
    public var all: [String: Int64] { counters.withLock { $0 } }
}
