import Deliberation
import Gateways
import Glibc
import Procedure
import Record
import Synchronization

/// Notes what is being worked on in a page of memory that outlives the process: what it was in the middle of when it was killed is known at
/// the next start. What has killed it twice is set aside (design section 3).
///
/// The page is a file of 4,096 bytes mapped as shared memory and never synchronised: a store of eight bytes an arrival, and the kernel keeps
/// the page when the process dies. After a loss of power it may be empty, and then the power was to blame. It holds hashes, no ids.
///
///     0     `yishi slot 1`
///     64    32 lanes of 8 bytes: what a thread is working on, 0 for nothing; lane 0 is the writer's
///     1024  32 suspects of 16 bytes: its number, and how often it was in a lane when the process died
public final class CrashSlot: @unchecked Sendable {
    /// How often something may be there when the process dies before it is set aside.
    public static let patience = 2
    private static let size = 4096
    private static let lanes = 32
    private static let opening = Array("yishi slot 1".utf8)

    private let page: UnsafeMutableRawPointer
    private let file: Int32
    /// Lanes in use, as bits; lane 0 is never given out.
    private let taken = Atomic<UInt32>(1)
    private let hasSuspects: Atomic<Bool>
    private let suspects: Mutex<[UInt64: Int]>
    /// How many things the last process was in the middle of when it ended.
    public let leftOver: Int

    /// Opens the file, making it when there is none, and takes note of what the last process left. The file is locked as long as this lives:
    /// one daemon a data folder.
    public init(path: String) throws(StoreFailure) {
        let operation = "open the crash slot"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreFailure(operation, .file(path: path, errno: errno)) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw StoreFailure(operation, .inUse(path: path))
        }
        // The blocks are asked for now: a store into a page the disk has no room for would end the process.
        let room = posix_fallocate(file, 0, off_t(CrashSlot.size))
        guard room == 0, let page = mmap(nil, CrashSlot.size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), page != MAP_FAILED else {
            let number = room == 0 ? errno : room
            close(file)
            throw StoreFailure(operation, .file(path: path, errno: number))
        }
        self.page = page
        self.file = file
        let (suspects, leftOver) = CrashSlot.read(page)
        self.suspects = Mutex(suspects)
        self.leftOver = leftOver
        hasSuspects = Atomic(!suspects.isEmpty)
        CrashSlot.write(suspects, page)
        if leftOver > 0 { msync(page, CrashSlot.size, MS_SYNC) }
    }

    deinit {
        munmap(page, CrashSlot.size)
        close(file)
    }

    // MARK: - Working

    /// On any thread but the writer's: notes what it begins with. Nil when 31 threads are at it already; then it goes unnoted.
    func enter(_ number: UInt64) -> Int? {
        var free = taken.load(ordering: .relaxed)
        while free != .max {
            let lane = (~free).trailingZeroBitCount
            let (won, now) = taken.compareExchange(expected: free, desired: free | 1 << lane, ordering: .acquiring)
            if won {
                put(number, lane)
                return lane
            }
            free = now
        }
        return nil
    }

    func leave(_ lane: Int?) {
        guard let lane else { return }
        put(0, lane)
        taken.bitwiseAnd(~(1 << UInt32(lane)), ordering: .releasing)
    }

    /// Does something with raw bytes nobody has read yet, noted while it lasts.
    public func during<Value, Failure: Error>(_ bytes: [UInt8], _ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        let lane = enter(CrashSlot.number(of: bytes))
        defer { leave(lane) }
        return try body()
    }

    /// On the writer's thread.
    func write(_ number: UInt64) { put(number, 0) }
    func written() { put(0, 0) }

    private func put(_ number: UInt64, _ lane: Int) { page.storeBytes(of: number, toByteOffset: 64 + lane * 8, as: UInt64.self) }

    // MARK: - Suspects

    /// Whether anything is suspected at all: mostly not, and then nobody need ask further.
    var isSuspicious: Bool { hasSuspects.load(ordering: .relaxed) }

    /// Whether it was being worked on when the process died, twice.
    func isPoisonous(_ number: UInt64) -> Bool {
        guard hasSuspects.load(ordering: .relaxed) else { return false }
        return suspects.withLock { $0[number, default: 0] >= CrashSlot.patience }
    }

    public func isPoisonous(_ bytes: [UInt8]) -> Bool {
        hasSuspects.load(ordering: .relaxed) && isPoisonous(CrashSlot.number(of: bytes))
    }

    /// It went well, or has been set aside: no suspicion is left.
    func settled(_ number: UInt64) {
        guard hasSuspects.load(ordering: .relaxed) else { return }
        suspects.withLock { suspects in
            guard suspects.removeValue(forKey: number) != nil else { return }
            CrashSlot.write(suspects, page)
            hasSuspects.store(!suspects.isEmpty, ordering: .relaxed)
        }
    }

    /// The suspects with what the lanes add to them, and how many lanes were in use.
    private static func read(_ page: UnsafeMutableRawPointer) -> ([UInt64: Int], Int) {
        defer {
            for (index, byte) in opening.enumerated() { page.storeBytes(of: byte, toByteOffset: index, as: UInt8.self) }
            for lane in 0..<lanes { page.storeBytes(of: 0, toByteOffset: 64 + lane * 8, as: UInt64.self) }
        }
        guard (0..<opening.count).allSatisfy({ page.load(fromByteOffset: $0, as: UInt8.self) == opening[$0] }) else { return ([:], 0) }
        var suspects: [UInt64: Int] = [:]
        for place in 0..<lanes {
            let number = page.load(fromByteOffset: 1024 + place * 16, as: UInt64.self)
            let count = page.load(fromByteOffset: 1032 + place * 16, as: UInt64.self)
            if number != 0 { suspects[number] = Int(clamping: count) }
        }
        let found = Set((0..<lanes).map { page.load(fromByteOffset: 64 + $0 * 8, as: UInt64.self) }).subtracting([0])
        for number in found { suspects[number, default: 0] += 1 }
        return (suspects, found.count)
    }

    /// Those most often suspected, as many as there is room for.
    private static func write(_ suspects: [UInt64: Int], _ page: UnsafeMutableRawPointer) {
        let kept = suspects.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(lanes)
        for place in 0..<lanes {
            let one = place < kept.count ? kept[place] : (key: 0, value: 0)
            page.storeBytes(of: one.key, toByteOffset: 1024 + place * 16, as: UInt64.self)
            page.storeBytes(of: UInt64(one.value), toByteOffset: 1032 + place * 16, as: UInt64.self)
        }
    }

    /// Eight bytes at a time: some sixty nanoseconds for a push.
    static func number(of bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { number(of: $0, 0xcbf2_9ce4_8422_2325) } }

    static func number(of bytes: UnsafeRawBufferPointer, _ start: UInt64) -> UInt64 {
        var hash = start ^ UInt64(bytes.count)
        func mix(_ word: UInt64) {
            hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
            hash ^= hash >> 29
        }
        var place = 0
        while place + 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        var rest: UInt64 = 0
        while place < bytes.count {
            rest = rest << 8 | UInt64(bytes[place])
            place += 1
        }
        mix(rest)
        return hash == 0 ? 1 : hash
    }
}

extension CrashSlot {
    /// What has killed the process twice is not tried a third time; what killed it while it was set aside is not told to anybody.
    func spared(_ arrival: Arrival) -> Arrival {
        guard isPoisonous(arrival.crashNumber) else { return arrival }
        if case .aside(let inner, let why, _) = arrival { return .aside(inner, why: why, isTold: false) }
        return spared(.aside(arrival, why: "the process died in the middle of it twice"))
    }

    /// With what was set aside, it is settled itself.
    func settled(_ arrival: Arrival) {
        settled(arrival.crashNumber)
        if case .aside(let inner, let why, let isTold) = arrival {
            settled(inner.crashNumber)
            if !isTold { settled(Arrival.aside(inner, why: why).crashNumber) }
        }
    }
}

extension Arrival {
    /// By which it is known again after the process has died, however it comes back.
    var crashNumber: UInt64 {
        switch self {
        case .said(let heard): return Arrival.crashNumber(of: heard.said)
        case .recalled(let recalled): return Arrival.mix("recalled", Arrival.mix(recalled.chat.endpoint, Arrival.mix(recalled.id, 2)))
        case .pictured(let pictured): return Arrival.mix("pictured", Arrival.crashNumber(of: pictured.said))
        case .unkept(let unkept): return Arrival.mix("unkept", Arrival.crashNumber(of: unkept.said))
        case .due(let timer):
            let place = UInt64(bitPattern: timer.due.milliseconds) ^ UInt64(bitPattern: timer.key.number.key) << 20
            return Arrival.mix(timer.kind, Arrival.mix(timer.occasion, Arrival.mix(timer.key.unit.name, place)))
        case .leaving(let row): return Arrival.mix("leaving", UInt64(bitPattern: row))
        case .delivered(let delivery): return Arrival.mix("delivered", UInt64(bitPattern: delivery.row))
        // Setting it aside is a thing of its own that may kill, and telling it is another.
        case .aside(let arrival, _, let isTold): return Arrival.mix(isTold ? "aside, told" : "aside", arrival.crashNumber)
        }
    }

    static func crashNumber(of said: Said) -> UInt64 { mix(said.chat.endpoint, mix(said.id, 1)) }

    private static func mix(_ text: String, _ start: UInt64) -> UInt64 {
        var text = text
        return text.withUTF8 { CrashSlot.number(of: UnsafeRawBufferPointer($0), start) }
    }
}
