import Board
import Deliberation
import Dispatch
import Foundation
import Gateways
import Procedure
import Record
import Synchronization
import Testing

@testable import Desk

/// A command said more than ten minutes ago is asked back (design 5, *Who may*). Between the question and 是 others speak; what is then
/// decided bears the words of the one who was asked.
@Suite("Asked back, and answered after others have spoken", .serialized)
struct LateCommandTests {
    /// Runs by the hand of the test, and is taken for the real one: ages are judged.
    private final class HandClock: Clock {
        private let at: Mutex<Instant>
        init(at start: Instant) { at = Mutex(start) }
        var isSet: Bool { false }
        var now: Instant { at.withLock { $0 } }
        func pass(_ span: Span) { at.withLock { $0 = $0 + span } }
    }

    private final class Bench {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-late-\(UUID().uuidString)")
        let town: Town
        private(set) var desk: Desk
        let clock: HandClock
        private let identity = IdentityKey.random()
        private var said = 0

        init() throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Restarting.config + "/demo.json"))))
            clock = HandClock(at: town.start)
            desk = Desk(
                library: try Library(folder: Restarting.config).hearing(units: town.units),
                store: try Store.open(path: folder.path + "/desk.db", identity: identity), clock: clock)
            try town.settle(desk, endpoint: "demo")
            try desk.start()
        }

        /// Everything in memory is gone.
        func restart() throws {
            desk.stop()
            desk = Desk(
                library: desk.library, store: try Store.open(path: folder.path + "/desk.db", identity: identity), clock: clock)
            try desk.start()
        }

        deinit {
            desk.stop()
            try? FileManager.default.removeItem(at: folder)
        }

        @discardableResult
        func say(_ text: String, _ name: String, in group: String? = nil, ago: Span = .seconds(1)) throws -> Outcome {
            let person = try #require(town.person(named: name))
            let place = try group.map { try #require(town.group(named: $0)) }
            clock.pass(.seconds(1))
            said += 1
            let chat = Chat(endpoint: "demo", kind: place == nil ? .direct : .group, id: place?.id ?? person.id)
            let message = Said(
                id: "s\(said)", messageID: "m\(said)", chat: chat, sender: person.id, displayName: person.name, at: clock.now - ago,
                text: text)
            let outcome = Mutex(Outcome.failed)
            let done = DispatchSemaphore(value: 0)
            desk.hear(message) { result in
                outcome.withLock { $0 = result }
                done.signal()
            }
            done.wait()
            return outcome.withLock { $0 }
        }

        /// The words the last event of a matter of that kind bears.
        func words(of kind: String, _ serial: Int = 1) throws -> [String] {
            let key = MatterKey(try #require(UnitID("dongyuan")), MatterNumber(year: 2026, serial: serial))
            return try desk.store.read { ledger throws(StoreFailure) -> [String] in
                guard let row = try ledger.events(of: key).last(where: { $0.kind == kind }),
                    let what = try? Happening(kind: row.kind, version: row.version, body: row.body)
                else { return [] }
                var texts: [String] = []
                for ref in what.words { if let text = try ledger.words(ref.id)?.text { texts.append(text) } }
                return texts
            }
        }

        /// The key of what was said last.
        func told() throws -> String? {
            try desk.store.read { ledger throws(StoreFailure) in try ledger.outbox(try ledger.newestOutbox())?.draft.text }
        }

        func conforms() throws -> Bool {
            let reports = try Verifying.run(desk.store, desk.library)
            for report in reports { #expect(report.differences.isEmpty) }
            return reports.allSatisfy(\.conforms)
        }
    }

    private static let residents = "东园社区居民群", office = "东园社区工作群"

    /// Asked back, somebody else says much meanwhile, and it is done after all.
    private func late(_ bench: Bench, _ text: String, _ name: String, in group: String? = nil) throws {
        #expect(try bench.say(text, name, in: group, ago: .minutes(11)) == .asked, "\(text)")
        #expect(try bench.told() == "ask.late")
        for round in 1...3 { #expect(try bench.say("建议：西门第\(round)处护栏松了", "李四", in: Self.residents) == .decided) }
        #expect(try bench.say("是", name, in: group) == .decided, "\(text)")
        #expect(try bench.conforms(), "\(text)")
    }

    @Test("a move with its text, a screening with its reason, a merge with its reason")
    func moves() throws {
        let bench = try Bench()
        try bench.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try late(bench, "问 1 是哪一盏", "李明", in: Self.office)
        #expect(try bench.words(of: "stepped") == ["是哪一盏"])
        try bench.say("建议：东门的路灯要修", "王芳", in: Self.residents)
        #expect(try bench.say("并 5 到 1 理由 是同一处", "李明", in: Self.office, ago: .minutes(11)) == .asked)
        try bench.say("建议：西门垃圾桶不够", "李四", in: Self.residents)
        #expect(try bench.say("是", "李明", in: Self.office) == .decided)
        #expect(try bench.conforms())
    }

    @Test("several commands in one line are to be said again, and nothing is done")
    func several() throws {
        let bench = try Bench()
        try bench.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try bench.say("建议：西门垃圾桶不够", "李四", in: Self.residents)
        #expect(try bench.say("1通过，2转物业", "李明", in: Self.office, ago: .minutes(11)) == .asked)
        #expect(try bench.told() == "ask.late.again")
        #expect(try bench.say("是", "李明", in: Self.office) == .silent)
    }

    @Test("an objection to a record")
    func objection() throws {
        let bench = try Bench()
        try bench.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try bench.say("通过 1 直接对话", "李明", in: Self.office)
        try bench.say("报审 1", "陈华", in: Self.office)
        try bench.say("代录 同意 1 3月2日支委会", "李明", in: Self.office)
        try late(bench, "异议 1 那天没有开会", "刘国强")
        #expect(try bench.words(of: "objected") == ["那天没有开会"])
    }

    /// As many events as there are.
    private func events(_ bench: Bench) throws -> Int {
        try bench.desk.store.read { ledger throws(StoreFailure) in try ledger.events(after: 0, limit: 10_000).count }
    }

    @Test("what has no stored form is to be said again: 改, 任命, 催办, 撤销 and 立即 change nothing at that age")
    func others() throws {
        let bench = try Bench()
        try bench.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try bench.say("建议：西门垃圾桶不够", "李四", in: Self.residents)
        try bench.say("通过 1 直接对话", "李明", in: Self.office)
        try bench.say("通过 2", "李明", in: Self.office)
        try bench.say("报审 1", "陈华", in: Self.office)
        let before = try events(bench)
        for (text, name) in [("改 2 难事", "李明"), ("撤销 2", "李明"), ("立即 1", "陈华"), ("催办 1", "李明"), ("任命 王五 联络员", "陈华")] {
            #expect(try bench.say(text, name, in: Self.office, ago: .minutes(11)) == .asked, "\(text)")
            #expect(try bench.told() == "ask.late.again", "\(text)")
        }
        #expect(try events(bench) == before)
        // Said again, it is done.
        #expect(try bench.say("改 2 难事", "李明", in: Self.office) == .decided)
    }

    @Test("a second command is as old as the first: 「查1，1通过」 of yesterday shows the matter and passes nothing")
    func secondOfSeveral() throws {
        let bench = try Bench()
        try bench.say("建议：东门路灯不亮", "张三", in: Self.residents)
        let before = try events(bench)
        #expect(try bench.say("查1，1通过", "李明", in: Self.office, ago: .hours(20)) == .answered)
        #expect(try bench.told() == "ask.late.again")
        #expect(try events(bench) == before)
        #expect(try bench.say("查1，1通过", "李明", in: Self.office) == .answered)
        #expect(try events(bench) > before)
    }

    @Test("a 是 that was said before the question agrees to nothing, and a fresh one does")
    func olderThanTheQuestion() throws {
        let bench = try Bench()
        try bench.say("建议：东门路灯不亮", "张三", in: Self.residents)
        let before = try events(bench)
        #expect(try bench.say("通过 1", "李明", in: Self.office, ago: .hours(20)) == .asked)
        #expect(try bench.say("是", "李明", in: Self.office, ago: .hours(19)) == .silent)
        #expect(try events(bench) == before)
        #expect(try bench.say("是", "李明", in: Self.office) == .decided)
    }

    @Test("what was entered for somebody and asked back gets a number of its own: another's is never written over")
    func numberOfAnother() throws {
        let bench = try Bench()
        #expect(try bench.say("代录建议 王阿婆：北门台阶太陡", "李明", in: Self.office, ago: .minutes(11)) == .asked)
        try bench.restart()
        #expect(try bench.say("建议：东门路灯不亮", "张三", in: Self.residents) == .decided)
        #expect(try bench.say("是", "李明", in: Self.office) == .decided)
        #expect(try bench.words(of: "suggested", 1) == ["东门路灯不亮"])
        #expect(try bench.words(of: "suggestedFor", 1) == [])
        #expect(try bench.words(of: "suggestedFor", 2) == ["北门台阶太陡", "王阿婆"])
        #expect(try bench.conforms())
        // What is told back speaks of their words, not of whoever spoke meanwhile.
        let saying = try bench.desk.store.read { ledger throws(StoreFailure) -> String? in
            for id in 1...(try ledger.newestOutbox()) {
                guard let row = try ledger.outbox(id), row.draft.text.hasPrefix("done.suggestFor"), let saying = Saying(row) else {
                    continue
                }
                return try Rendering(bench.desk.library, now: bench.clock.now).render(saying, &ledger)
            }
            return nil
        }
        #expect(saying?.contains("王阿婆") == true && saying?.contains("2号") == true, "\(saying ?? "")")
        // Where nobody came between, no number is left out.
        #expect(try bench.say("代录建议 李大爷：南门没有坡道", "李明", in: Self.office, ago: .minutes(11)) == .asked)
        #expect(try bench.say("是", "李明", in: Self.office) == .decided)
        #expect(try bench.words(of: "suggestedFor", 3) == ["南门没有坡道", "李大爷"])
    }
}
