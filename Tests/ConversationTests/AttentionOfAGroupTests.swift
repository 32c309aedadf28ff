import Board
import Deliberation
import Desk
import Foundation
import Gateways
import Procedure
import Record
import Testing

/// The courier with a budget (design 2.7): what waits, what does not, and what a message of several pieces of news is worth as a quote.
@Suite("A group's attention")
struct AttentionOfAGroupTests {
    struct Town {
        private(set) var stage: Rehearsal
        let directory: URL
        private let identity = IdentityKey.random()

        init(_ terms: Attention.Terms, through: (Sandbox) -> any Gateway = { $0 }) throws {
            directory = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-attention-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            stage = try Self.begin(directory, identity, terms, at: nil, through)
        }

        private static func begin(
            _ directory: URL, _ identity: IdentityKey, _ terms: Attention.Terms, at start: Instant?,
            _ through: (Sandbox) -> any Gateway = { $0 }
        ) throws -> Rehearsal {
            let town = try Board.Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Script.config + "/demo.json"))))
            let store = try Store.open(path: directory.appendingPathComponent("talk.db").path, identity: identity)
            return try Rehearsal(
                library: try Library(folder: Script.config), town: town, store: store, from: start ?? town.start, runs: false, prefix: "",
                through: through, attention: terms)
        }

        /// Another process over the same record; the groups it speaks in are seen from the beginning.
        mutating func restart(_ terms: Attention.Terms) throws {
            let now = stage.clock.now
            stage.desk.stop()
            stage = try Self.begin(directory, identity, terms, at: now)
            stage.settle()
        }

        func end() {
            stage.desk.stop()
            try? FileManager.default.removeItem(at: directory)
        }

        @discardableResult
        func say(_ name: String, _ text: String, _ group: String? = nil, quoting message: String? = nil) throws -> Outcome {
            let person = try #require(stage.town.person(named: name))
            let place = try group.map { try #require(stage.town.group(named: $0)) }
            return stage.say(text, as: person, in: place, quotes: message).outcome
        }

        func heard(in group: String = "东园社区居民群") throws -> [Sandbox.Message] {
            let id = try #require(stage.town.group(named: group)).id
            return stage.sandbox.messages.filter { $0.sender == nil && $0.chat.id == id }
        }

        func until(_ iso: String) throws { stage.advance(to: try #require(CivilMoment(iso: iso)).instant) }
    }

    static let work = "东园社区工作群", residents = "东园社区居民群"

    /// Suggestions taken up as topics: each is one piece of ordinary news for the group.
    private func news(_ town: Town, _ count: Int) throws {
        for index in 1...count {
            try town.say("张三", "建议：第\(index)栋的路灯不亮", Self.residents)
            try town.say("李明", "通过 \(index) 直接对话", Self.work)
        }
    }

    @Test("at night news waits for the morning; answers do not, nor does a meeting's notice")
    func night() throws {
        let town = try Town(Attention.Terms(quiet: (22 * 60, 7 * 60), perDay: 10, spacing: .seconds(0), together: 5))
        defer { town.end() }
        try town.until("2026-03-02T23:00")
        try news(town, 2)
        #expect(try town.heard().count == 2, "two receipts, at once")
        try town.until("2026-03-03T06:59")
        #expect(try town.heard().count == 2)
        #expect(town.stage.nextDue == (try #require(CivilMoment(iso: "2026-03-03T07:00")).instant))
        try town.until("2026-03-03T07:00")
        let told = try town.heard().dropFirst(2)
        #expect(told.count == 1, "both in one, the newest first")
        let text = try #require(told.first?.text)
        let second = try #require(text.range(of: "2号")), first = try #require(text.range(of: "1号"))
        #expect(second.lowerBound < first.lowerBound)
        #expect(!text.contains("补发"), "it was to wait for the morning, and is not late then")
        // A lawful notice goes at night.
        for name in ["李四", "王芳", "赵强", "钱丽", "孙涛", "周敏", "吴刚", "郑红", "冯军"] { try town.say(name, "附议 1", Self.residents) }
        try town.say("陈华", "报审 1", Self.work)
        try town.say("刘国强", "同意 1 3月3日支委会")
        try town.until("2026-03-03T23:00")
        try town.say("陈华", "开会 1 3月12日19:30 二楼 应到20 代表已审定 秘书王五", Self.work)
        try town.until("2026-03-03T23:05")
        #expect(try town.heard().last?.text.contains("会前公示") == true)
    }

    /// A card asks for a screening, a form for a decision: neither is sent in the morning when it was made in the night; what was only said to
    /// have been, and was taken back, is asked for again.
    @Test("what waited for the morning and was overtaken is not sent; taken back in time it is; 立即 at night says when it goes")
    func overtaken() throws {
        let town = try Town(Attention.Terms(quiet: (22 * 60, 7 * 60), perDay: 10, spacing: .seconds(0), together: 5))
        defer { town.end() }
        func inPrivate(_ name: String) throws -> [String] {
            let id = try #require(town.stage.town.person(named: name)).id
            return town.stage.sandbox.messages.filter { $0.sender == nil && $0.chat.id == id }.map(\.text)
        }
        func office() throws -> [String] { try town.heard(in: Self.work).map(\.text) }
        try town.until("2026-03-02T23:00")
        for text in ["东门路灯不亮", "西门护栏松动", "南门积水"] { try town.say("张三", "建议：\(text)", Self.residents) }
        try town.say("张三", "撤回 2", Self.residents)
        try town.say("李明", "通过 1 直接对话", Self.work)
        try town.say("陈华", "报审 1", Self.work)
        try town.say("陈华", "立即 1", Self.work)
        #expect(try office().last == "好的，1号的不等两分钟了。公示和会议通知马上发出；现在是休息时间，其余的3月3日（周二）07:00发出。急的，请打电话告诉他。")
        // Passed and taken back within the undo time: its card is asked again.
        try town.say("李明", "通过 3 直接对话", Self.work)
        try town.say("李明", "撤销 3", Self.work)
        try town.say("刘国强", "同意 1 3月2日支委会")
        let before = try office().count
        try town.until("2026-03-03T07:00")
        let cards = try office().dropFirst(before).filter { $0.contains("新建议") }
        #expect(cards.count == 1)
        #expect(cards.first?.contains("新建议 3号") == true)
        #expect(try !inPrivate("刘国强").contains { $0.contains("【审批】") })
        #expect(try office().contains { $0.contains("1号「东门路灯不亮」已审定") })
        // By day 立即 is what it says.
        try town.say("李明", "通过 3 直接对话", Self.work)
        try town.say("李明", "立即 3", Self.work)
        #expect(try office().last { !$0.contains("列为议题") } == "好的，3号的通知马上发出。")
    }

    /// Whoever calls for help at three in the morning is answered then, and so are those who can come; the group's budget is used up as well.
    @Test("an emergency at night, over a used-up budget, goes out at once: the number to the group, the word to the officers")
    func emergencyAtNight() throws {
        let town = try Town(Attention.Terms(quiet: (22 * 60, 7 * 60), perDay: 1, spacing: .minutes(30), together: 1))
        defer { town.end() }
        try news(town, 3)
        try town.until("2026-03-02T21:00")
        try town.until("2026-03-03T03:00")
        let waiting = town.stage.nextDue
        let group = try town.heard().count, work = try town.heard(in: Self.work).count
        #expect(try town.say("张三", "着火了！5号楼冒烟了", Self.residents) == .answered)
        #expect(try town.heard().count == group + 1 && town.heard().last?.text.contains("119") == true)
        let told = try town.heard(in: Self.work).dropFirst(work)
        #expect(told.count == 1 && told.first?.text.contains("3:00") == true && told.first?.text.contains("5号楼") == false)
        #expect(town.stage.clock.now == (try #require(CivilMoment(iso: "2026-03-03T03:00")).instant), "without waiting for anything")
        #expect(town.stage.nextDue == waiting, "the news waits on")
    }

    @Test("no more than so many a day, some time apart; the rest comes the next morning, none is lost and none twice")
    func budget() throws {
        let town = try Town(Attention.Terms(quiet: (22 * 60, 7 * 60), perDay: 2, spacing: .minutes(30), together: 2))
        defer { town.end() }
        try news(town, 7)
        try town.until("2026-03-02T21:59")
        let today = try town.heard().filter { $0.text.contains("已列为议题") }
        #expect(today.count == 2)
        #expect(today.last.map { $0.at - (today.first?.at ?? $0.at) } == .minutes(30))
        try town.until("2026-03-05T12:00")
        let all = try town.heard().map(\.text).filter { $0.contains("已列为议题") }
        #expect(all.count == 4)
        for index in 1...7 { #expect(all.count { $0.contains("】\(index)号「") } == 1, "\(index)") }
        // The newest first.
        #expect(all[0].contains("7号") && all[0].contains("6号") && all[3].contains("1号"))
        let counts = try town.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.outboxCounts() }
        #expect(counts.pending == 0 && counts.unknown == 0 && counts.failed == 0)
    }

    @Test("what a group has heard today still counts after a restart; the next day begins anew")
    func budgetOutlivesTheProcess() throws {
        let terms = Attention.Terms(quiet: (22 * 60, 7 * 60), perDay: 2, spacing: .minutes(30), together: 1)
        var town = try Town(terms)
        defer { town.end() }
        func told() throws -> Int { try town.heard().count { $0.text.contains("已列为议题") } }
        try news(town, 4)
        try town.until("2026-03-02T10:00")
        let first = try told()
        #expect(first == 2, "the day's worth")
        try town.restart(terms)
        try town.until("2026-03-02T21:59")
        #expect(try told() == 0, "nothing more today")
        try town.restart(terms)
        try town.until("2026-03-03T21:59")
        #expect(try told() == 2, "the rest")
        let rows = try town.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.heard(since: .distantPast) }
        #expect(rows.count == 2, "what was yesterday is forgotten")
        #expect(rows.allSatisfy { $0.at.civil.date.iso == "2026-03-03" })
    }

    @Test("what a group did not take is not counted as heard: after an outage it hears its news on the same day")
    func outage() throws {
        var lossy: LossyPlatform?
        let town = try Town(Attention.Terms(quiet: (22 * 60, 7 * 60), perDay: 2, spacing: .minutes(30), together: 1)) { sandbox in
            let platform = LossyPlatform(sandbox)
            lossy = platform
            return platform
        }
        defer { town.end() }
        let platform = try #require(lossy)
        let group = Chat(endpoint: platform.endpoint, kind: .group, id: try #require(town.stage.town.group(named: Self.residents)).id)
        func told() throws -> Int { try town.heard().count { $0.text.contains("已列为议题") } }
        func counted() throws -> Int {
            try town.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.heard(since: .distantPast) }.count
        }
        try town.say("张三", "建议：东门的路灯不亮", Self.residents)
        platform.close(group)
        try town.say("李明", "通过 1 直接对话", Self.work)
        try town.until("2026-03-02T12:00")
        #expect(try told() == 0 && counted() == 0, "every few minutes it was tried")
        platform.close(group, false)
        try town.until("2026-03-02T12:10")
        #expect(try told() == 1 && counted() == 1)
        // Nobody knows whether this one arrived: it counts.
        platform.loseAnswer(in: group, to: "已列为议题", arrives: true)
        try town.say("张三", "建议：西门的护栏松了", Self.residents)
        try town.say("李明", "通过 2 直接对话", Self.work)
        try town.until("2026-03-02T13:00")
        #expect(try told() == 2 && counted() == 2)
    }

    @Test("news that was on its way when the process ended counts as heard, once for all pieces of it")
    func interrupted() throws {
        let terms = Attention.Terms(quiet: nil, perDay: 2, spacing: .minutes(30), together: 2)
        var town = try Town(terms)
        defer { town.end() }
        for index in 1...2 { try town.say("张三", "建议：第\(index)栋的路灯不亮", Self.residents) }
        for index in 1...2 { try town.say("李明", "通过 \(index) 直接对话", Self.work) }
        let later = town.stage.clock.now + .hours(1)
        try town.stage.desk.store.write { ledger throws(StoreFailure) in
            var news: [OutboxRow] = []
            for lane in 0...2 {
                news += try ledger.dueToSend(lane: lane, now: later, limit: 100).filter { $0.draft.text == "taken.inGroup" }
            }
            #expect(news.count == 2)
            for row in news { _ = try ledger.beginSending(row.id) }
        }
        try town.restart(terms)
        let rows = try town.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.heard(since: .distantPast) }
        #expect(rows.count == 1)
    }

    @Test("the first support is answered at once, those of the next minute in one line with the newest count")
    func supports() throws {
        let town = try Town(.standard)
        defer { town.end() }
        func told() throws -> [String] { try town.heard().map(\.text).filter { $0.contains("附议") && !$0.contains("登记") } }
        try town.say("张三", "建议：东门路灯不亮", Self.residents)
        for name in ["李四", "王芳", "赵强"] { #expect(try town.say(name, "附议 1", Self.residents) == .decided) }
        #expect(try told().count == 1 && told()[0].contains("共1人"))
        try town.until("2026-03-02T09:00")
        #expect(try told().count == 1)
        try town.until("2026-03-02T09:01")
        #expect(try told().count == 2)
        #expect(try told()[1].contains("又有2位") && told()[1].contains("共3人"))
        try town.until("2026-03-02T09:10")
        try town.say("钱丽", "附议 1", Self.residents)
        #expect(try told().count == 3 && told()[2].contains("共4人"))
        let counts = try town.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.outboxCounts() }
        #expect(counts.unknown == 0 && counts.failed == 0)
    }

    @Test("a message of several matters is nobody's to quote; one of a single matter is")
    func quoting() throws {
        let town = try Town(Attention.Terms(quiet: nil, perDay: 0, spacing: .minutes(30), together: 5))
        defer { town.end() }
        try news(town, 3)
        try town.until("2026-03-02T12:00")
        let told = try town.heard().filter { $0.text.contains("已列为议题") }
        let several = try #require(told.first { $0.text.contains("3号") && $0.text.contains("1号") })
        #expect(try town.say("王芳", "附议", Self.residents, quoting: several.id) != .decided)
        #expect(try town.say("王芳", "附议 3", Self.residents) == .decided)
        try town.say("李四", "建议：垃圾桶不够", Self.residents)
        try town.say("李明", "通过 4 直接对话", Self.work)
        try town.until("2026-03-02T15:00")
        let one = try #require(try town.heard().last { $0.text.contains("4号") && $0.text.contains("已列为议题") })
        #expect(try town.say("王芳", "附议", Self.residents, quoting: one.id) == .decided)
    }

    private func cards(_ town: Town) throws -> [Sandbox.Message] { try town.heard(in: Self.work).filter { $0.text.contains("新建议") } }

    @Test("many new suggestions are one list for the officers, the newest first; few are cards, each with its own number to quote")
    func manyCards() throws {
        let town = try Town(Attention.Terms(quiet: (22 * 60, 7 * 60), perDay: 10, spacing: .seconds(0), together: 5, cards: 5))
        defer { town.end() }
        try town.until("2026-03-02T23:00")
        for index in 1...8 { try town.say("张三", "建议：第\(index)栋的路灯不亮", Self.residents) }
        #expect(try cards(town).isEmpty)
        try town.until("2026-03-03T07:00")
        let list = try #require(try cards(town).first)
        #expect(try cards(town).count == 1)
        #expect(
            list.text == "新建议8件（东园社区），最新的在前：\n" + (1...8).reversed().map { "\($0)号「第\($0)栋的路灯不亮」" }.joined(separator: "\n")
                + "\n一件一件看，发“详情 8”；看过就可以办，一次办几件也行，例如“通过 8”“转 8 部门”。")
        // Quoted it asks which number; with one it is done.
        #expect(try town.say("李明", "通过", Self.work, quoting: list.id) == .asked)
        #expect(
            try town.heard(in: Self.work).last?.text.contains("哪一件") == true || town.heard(in: Self.work).last?.text.contains("号") == true)
        #expect(try town.say("李明", "通过 3 直接对话", Self.work, quoting: list.id) == .decided)
        // Five the next night go one by one, and a quote settles which.
        try town.until("2026-03-03T23:00")
        for index in 9...13 { try town.say("李四", "建议：第\(index)栋的楼道灯不亮", Self.residents) }
        try town.until("2026-03-04T07:00")
        let single = try cards(town).dropFirst()
        #expect(single.count == 5 && single.allSatisfy { $0.text.contains("拟按") })
        let last = try #require(single.last { $0.text.contains("12号") })
        #expect(try town.say("李明", "通过 直接对话", Self.work, quoting: last.id) == .decided)
    }

    @Test("a list holds so many at most, what does not fit waits for the next, and each stands on one of them")
    func veryManyCards() throws {
        let town = try Town(Attention.Terms(quiet: (22 * 60, 7 * 60), perDay: 10, spacing: .seconds(0), together: 5, cards: 5))
        defer { town.end() }
        try town.until("2026-03-02T23:00")
        for index in 1...40 { try town.say("张三", "建议：第\(index)栋的路灯不亮", Self.residents) }
        try town.until("2026-03-03T07:00")
        let texts = try cards(town).map(\.text)
        #expect(texts.count == 2 && texts[0].hasPrefix("新建议30件") && texts[1].hasPrefix("新建议10件"))
        for index in 1...40 { #expect(texts.count { $0.contains("\n\(index)号「") } == 1, "\(index)") }
        let counts = try town.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.outboxCounts() }
        #expect(counts.pending == 0 && counts.unknown == 0 && counts.failed == 0)
    }

    @Test("what is taken back before it left is not in the message")
    func undone() throws {
        let town = try Town(Attention.Terms(quiet: nil, perDay: 0, spacing: .minutes(30), together: 5))
        defer { town.end() }
        try news(town, 2)
        try town.say("李明", "撤销 2", Self.work)
        try town.until("2026-03-02T12:00")
        let told = try town.heard().filter { $0.text.contains("已列为议题") }
        #expect(told.count == 1 && told[0].text.contains("1号") && !told[0].text.contains("2号「"))
    }
}
