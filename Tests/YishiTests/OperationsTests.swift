import Desk
import Foundation
import Glibc
import Procedure
import Record
import Synchronization
import Testing
import Wire

@testable import yishi

@Suite("Operations")
struct OperationsTests {
    /// A desk on a database of its own.
    struct Place {
        let folder: Folder
        let desk: Desk
        let heart: Heart

        init(running: Bool) throws {
            folder = try Folder()
            let library = try Library(folder: folder.path)
            let store = try Store.open(path: folder.path + "/yishi.db", identity: .random())
            let heart = Heart(nil)
            self.heart = heart
            desk = Desk(library: library, store: store, clock: WallClock(), pulse: { heart.beat() })
            if running { try desk.start() }
        }

        func operations() -> Operations { Operations(desk: desk, heart: heart) { [("webhooks", 3, 1)] } }

        func remove() {
            desk.stop()
            folder.remove()
        }
    }

    @Test("healthy while the loop turns and the database can be written")
    func healthy() throws {
        let place = try Place(running: true)
        defer { place.remove() }
        #expect(place.operations().health() == .text("ok\n"))
    }

    @Test("metrics name what happened and what waits")
    func metrics() throws {
        let place = try Place(running: true)
        defer { place.remove() }
        place.desk.metrics.count("said_decided", 4)
        place.desk.metrics.count("odd\"name\n")
        let page = place.operations().metrics()
        #expect(page.contains("yishi_events_total{name=\"said_decided\"} 4\n"))
        #expect(page.contains("yishi_outbox_rows{state=\"unknown\"} 0\n"))
        #expect(page.contains("yishi_connections{listener=\"webhooks\"} 3\n"))
        #expect(page.contains("yishi_held_requests{listener=\"webhooks\"} 1\n"))
        #expect(page.contains("yishi_events_total{name=\"odd_name_\"} 1\n"))
        let resident = try #require(Operations.residentBytes)
        #expect(resident > 1 << 20)
        for line in page.split(separator: "\n") where !line.hasPrefix("#") {
            let value = try #require(line.split(separator: " ").last)
            #expect(Int64(value) != nil, "\(line)")
        }
    }

    @Test("a writer that hangs is told without asking the database")
    func silentWriter() throws {
        let place = try Place(running: false)
        defer { place.folder.remove() }
        let late = Heart(nil, lastBeat: -20_000)
        let answer = Operations(desk: place.desk, heart: late) { [] }.health()
        #expect(answer.status == 503)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("has not turned for 20 s"))
    }

    @Test("systemd's datagrams, on a path and in the abstract", arguments: [false, true])
    func notifications(_ isAbstract: Bool) throws {
        let name = FileManager.default.temporaryDirectory.appendingPathComponent("yn-\(UUID().uuidString.prefix(8))").path
        let listener = try #require(NotifyListener(name, isAbstract: isAbstract))
        defer { listener.end() }
        let variables = ["NOTIFY_SOCKET": (isAbstract ? "@" : "") + name, "WATCHDOG_USEC": "30000000"]
        let manager = try #require(ServiceManager { variables[$0] })
        #expect(manager.watchdogMilliseconds == 10_000)
        #expect(manager.tell("READY=1\nSTATUS=2 endpoints"))
        #expect(listener.next() == "READY=1\nSTATUS=2 endpoints")
        // The heart feeds the watchdog at its first beat, and not again before a third of the time.
        let heart = Heart(manager)
        heart.beat()
        heart.beat()
        #expect(listener.next() == "WATCHDOG=1")
        #expect(listener.next() == nil)
    }

    @Test("without systemd nothing is told")
    func noManager() {
        #expect(ServiceManager { _ in nil } == nil)
        #expect(ServiceManager { $0 == "NOTIFY_SOCKET" ? "relative" : nil } == nil)
        let foreign = ["NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]
        #expect(ServiceManager { foreign[$0] }?.watchdogMilliseconds == nil)
    }

    @Test("a log entry is one line whatever its values hold")
    func log() {
        let lines = Mutex<[String]>([])
        let log = Log { line in lines.withLock { $0.append(line) } }
        log.warning("part", "two\nlines", ["a": "x y", "b": "say \"hi\"\n2026 error desk: no", "c": ""])
        let written = lines.withLock { $0 }
        #expect(written.count == 1)
        #expect(written[0].hasSuffix(" warning part: two lines a=\"x y\" b=\"say 'hi' 2026 error desk: no\" c=\"\"\n"))
        #expect(written[0].dropLast().allSatisfy { $0 != "\n" })
    }
}

/// The other end of `$NOTIFY_SOCKET`.
final class NotifyListener {
    private let descriptor: Int32
    private let path: String?

    init?(_ name: String, isAbstract: Bool) {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        path = isAbstract ? nil : name
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = (isAbstract ? [0] : []) + Array(name.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path) + bytes.count)
        let descriptor = descriptor
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        if bound != 0 { return nil }
    }

    func next() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    func end() {
        close(descriptor)
        if let path { unlink(path) }
    }
}
