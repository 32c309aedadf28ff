import Board
import Deliberation
import Foundation
import Gateways
import Glibc
import Procedure
import Record
import Synchronization
import Testing

@testable import Desk

/// What was being worked on when the process died.
@Suite("The crash slot", .serialized)
struct CrashSlotTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-slot-\(UUID().uuidString)").path
    private var path: String { folder + "/slot" }

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    /// As a process leaves it that dies now: the page stays as it is.
    private func died(_ work: (CrashSlot) -> Void) throws {
        let slot = try CrashSlot(path: path)
        work(slot)
    }

    @Test("in the middle of it twice is poison; once, or done in between, is not")
    func twice() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try died { $0.write(7) }
        try died { slot in
            #expect(slot.leftOver == 1)
            #expect(!slot.isPoisonous(7 as UInt64))
            slot.write(7)
        }
        try died { slot in
            #expect(slot.isPoisonous(7 as UInt64))
            #expect(!slot.isPoisonous(8 as UInt64))
            slot.settled(7)
            #expect(!slot.isPoisonous(7 as UInt64))
        }
        try died { slot in
            #expect(slot.leftOver == 0)
            slot.write(9)
        }
        try died { slot in
            slot.write(9)
            slot.written()
            slot.settled(9)
        }
        try died { $0.write(9) }
        try died { #expect(!$0.isPoisonous(9 as UInt64)) }
    }

    @Test("threads have lanes of their own, and more threads than lanes do no harm")
    func lanes() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try died { slot in
            let given = (1...40).map { slot.enter(UInt64($0)) }
            #expect(given.compactMap { $0 }.count == 31)
            #expect(Set(given.compactMap { $0 }).count == 31)
            given.dropFirst().forEach { slot.leave($0) }
            #expect(slot.enter(50) != nil)
        }
        try died { #expect($0.leftOver == 2) }
    }

    @Test("one daemon a data folder")
    func locked() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let slot = try CrashSlot(path: path)
        #expect(throws: StoreFailure.self) { try CrashSlot(path: path) }
        withExtendedLifetime(slot) {}
    }

    @Test("a file of something else is not taken for ours")
    func rubbish() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(repeating: 0x41, count: 4096).write(to: URL(fileURLWithPath: path))
        try died { #expect($0.leftOver == 0) }
    }

    /// Kills the process, as a fault in our code would, while the writer works on a message.
    private struct DeadlyClock: Clock {
        let slot: String
        let isDeadly: Bool
        var isSet: Bool { true }
        var now: Instant {
            if isDeadly, let page = FileManager.default.contents(atPath: slot), page.count >= 72, page[64..<72].contains(where: { $0 != 0 })
            {
                kill(getpid(), SIGKILL)
            }
            return Instant(milliseconds: 1_772_413_200_000)
        }
    }

    /// A process' life: opens the record, hears the message, ends.
    @discardableResult
    static func live(in folder: String, hears text: String, id: String, isDeadly: Bool) throws -> (Outcome, Int64?) {
        let library = try Library(folder: Folder.repository)
        let town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Folder.repository + "/demo.json"))))
        let key = folder + "/identity.key"
        let identity = FileManager.default.fileExists(atPath: key) ? try IdentityKey.load(key) : try IdentityKey.create(key)
        let store = try Store.open(path: folder + "/yishi.db", identity: identity)
        let slot = try CrashSlot(path: folder + "/slot")
        let clock = DeadlyClock(slot: folder + "/slot", isDeadly: isDeadly)
        let desk = Desk(library: library.hearing(units: town.units), store: store, clock: clock, slot: slot)
        try town.settle(desk, endpoint: "demo")
        try desk.start()
        defer { desk.stop() }
        let group = try #require(town.groups.first { $0.purpose == .residents })
        let person = try #require(town.people.first)
        let said = Said(
            id: id, messageID: id, chat: Chat(endpoint: "demo", kind: .group, id: group.id), sender: person.id, displayName: person.name,
            at: clock.now, text: text)
        let outcome = Mutex(Outcome.failed)
        let done = DispatchSemaphore(value: 0)
        desk.hear(said) { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        let aside = try store.read { ledger throws(StoreFailure) in try ledger.asideCount() }
        return (outcome.withLock { $0 }, Int64(aside))
    }

    @Test("a message that kills the real process twice is set aside at the third start, and the next one is taken")
    func poison() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let folder = folder
        for _ in 1...2 {
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                try CrashSlotTests.live(in: folder, hears: "建议：东门路灯不亮", id: "m1", isDeadly: true)
            }
        }
        let (outcome, asides) = try CrashSlotTests.live(in: folder, hears: "建议：东门路灯不亮", id: "m1", isDeadly: true)
        #expect(outcome == .setAside && asides == 1)
        // Again it is known, and nothing else is suspected.
        #expect(try CrashSlotTests.live(in: folder, hears: "建议：东门路灯不亮", id: "m1", isDeadly: false) == (.duplicate, 1))
        #expect(try CrashSlotTests.live(in: folder, hears: "建议：西门路灯不亮", id: "m2", isDeadly: false) == (.decided, 1))
    }

    @Test("what it costs is next to nothing")
    func cost() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let slot = try CrashSlot(path: path)
        let said = Said(
            id: "qq/group/20001/1772413200/998877", messageID: "998877", chat: Chat(endpoint: "qq", kind: .group, id: "20001"),
            sender: "500001", displayName: "张三", at: Instant(milliseconds: 1_772_413_200_000), text: "建议：东门路灯不亮")
        let clock = ContinuousClock()
        let count = 200_000
        let took = clock.measure {
            for _ in 0..<count {
                slot.write(Arrival.crashNumber(of: said))
                slot.written()
            }
        }
        // A debug build on a busy machine; released it is some 50 ns.
        #expect(took < .microseconds(20) * count, "\(took / count) each")
    }
}
