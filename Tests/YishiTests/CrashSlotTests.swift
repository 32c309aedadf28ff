import Deliberation
import Foundation
import Gateways
import Glibc
import Procedure
import Record
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

    @Test(
        "a message that kills the real process twice is set aside at the third start, and the next one is taken; the officers hear where and when"
    )
    func poison() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let folder = folder
        for _ in 1...2 {
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                try Life.live(folder, dies: .saying("m1")) { _ = try $0.hear("建议：东门路灯不亮", id: "m1") }
            }
        }
        let line = "3月2日（周一）09:00群g1里有一条消息没能处理，没有回话，也没有留下原话。请看看那时是谁发的，请他换个说法再发一次，或者直接告诉联络员。"
        try Life.live(folder, dies: .saying("m1")) { third throws in
            #expect(try third.hear("建议：东门路灯不亮", id: "m1") == .setAside)
            #expect(try third.asides == 1)
            #expect(try third.waiting(to: "g2") == [line])
        }
        // Again it is known, and nothing else is suspected; it is told once.
        try Life.live(folder) { next throws in
            #expect(try next.hear("建议：东门路灯不亮", id: "m1") == .duplicate)
            #expect(try next.hear("建议：西门路灯不亮", id: "m2") == .decided)
            #expect(try next.asides == 1)
            #expect(try next.waiting(to: "g2").filter { $0.contains("没能处理") } == [line])
        }
    }

    @Test("a timer that kills the real process twice is set aside, told with what to do by hand, and those behind it fire")
    func poisonousTimer() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let folder = folder
        try Life.live(folder) { first throws in
            #expect(try first.hear("建议：东门路灯不亮", id: "m1") == .decided)
            try first.set("poll.closes", on: 1)
        }
        // By then the daily look at what lies still is due as well, behind it.
        for _ in 1...2 {
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                try Life.live(folder, days: 8, dies: .timer("poll.closes", on: 1)) { try $0.waitFor { try $0.timers("poll.closes") == 0 } }
            }
        }
        try Life.live(folder, days: 8, dies: .timer("poll.closes", on: 1)) { third throws in
            try third.waitFor { try $0.timers("poll.closes") == 0 && $0.waiting(to: "g2").contains { $0.contains("登记8天了") } }
            #expect(try third.hear("建议：西门路灯不亮", id: "m2") == .decided)
            #expect(try third.asides == 1)
            let told = try third.waiting(to: "g2")
            #expect(told.contains("1号的投票到时间了，没能自动截止，票都还在，请告诉运维人员。急着报审的，请手工办：发“筛选 1 直接对话”另记一次筛选。"), "\(told)")
        }
    }

    @Test("what a unit does every day and kills is told, and comes again on the next day; where telling it kills as well, it is only noted")
    func poisonousDay() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let folder = folder
        try Life.live(folder) { first throws in
            let outcome = try first.hear("建议：东门路灯不亮", id: "m1")
            #expect(outcome == .decided)
        }
        for _ in 1...2 {
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                try Life.live(folder, days: 8, dies: .timer("chase", on: 0)) { try $0.waitFor { try $0.asides == 1 } }
            }
        }
        try Life.live(folder, days: 8, dies: .timer("chase", on: 0)) { third throws in
            try third.waitFor { try $0.asides == 1 }
            #expect(try third.waiting(to: "g2").contains("东园社区放着没动的事，今天没能一件件提醒，请发“待办 全部”看。明天照常提醒。"))
            #expect(try third.timers("chase") == 1)
        }
        try Life.live(folder, days: 9) { next throws in
            try next.waitFor { try $0.waiting(to: "g2").contains { $0.hasPrefix("1号「东门路灯不亮」登记9天了，还没有看。") } }
        }
        for _ in 1...4 {
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                try Life.live(folder, days: 17, dies: .timer("chase", on: 0, alsoTold: true)) { try $0.waitFor { try $0.asides == 2 } }
            }
        }
        try Life.live(folder, days: 17, dies: .timer("chase", on: 0, alsoTold: true)) { last throws in
            try last.waitFor { try $0.asides == 2 }
            #expect(try last.waiting(to: "g2").count { $0.contains("今天没能一件件提醒") } == 1)
            #expect(try last.hear("建议：西门路灯不亮", id: "m2") == .decided)
        }
    }

    @Test("a send that kills the real process twice is set aside, told, and those behind it go out")
    func poisonousSend() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let folder = folder
        try Life.live(folder) { first throws in
            let outcome = try first.hear("建议：东门路灯不亮", id: "m1")
            #expect(outcome == .decided)
        }
        for _ in 1...2 {
            await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
                try Life.live(folder, dies: .sending("receipt")) { _ = try $0.send() }
            }
        }
        try Life.live(folder, dies: .sending("receipt")) { third throws in
            let sent = try third.send()
            #expect(try third.asides == 1)
            #expect(sent.contains { $0.hasPrefix("g2 新建议 1号（东园社区）") })
            #expect(
                sent.contains("g2 1号的“登记回执”没能发到群g1，处理这一条时出了错，不再试了。请在群里转告；是公示的，请张贴出来，再发“已张贴 1 地点”。"), "\(sent)")
            #expect(!sent.contains { $0.hasPrefix("g1") })
            #expect(try third.hear("建议：西门路灯不亮", id: "m2") == .decided)
            #expect(try third.send().contains { $0.hasPrefix("g1 收到，已登记为2号。") })
        }
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
