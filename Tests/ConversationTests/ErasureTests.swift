import Deliberation
import Foundation
import Gateways
import Procedure
import Reading
import Record
import Synchronization
import Testing
import Wire

@testable import Board
@testable import Desk

/// What is left of people who asked to be forgotten, after a whole deliberation in which they said all that one can say here; what they are
/// shown of it before; and what goes by itself when its time has run out.
@Suite("Erasure", .serialized)
struct ErasureTests {
    private final class Lines: Sendable {
        let lines = Mutex<[String]>([])
    }

    private static func holds(_ bytes: [UInt8], _ text: String) -> Bool { Data(bytes).range(of: Data(text.utf8)) != nil }

    /// Database, its log, and whatever else lies beside them.
    private static func files(_ folder: URL) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            bytes += [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
        }
        return bytes
    }

    /// Words of one person each, whoever wrote them down.
    private static let kept = [
        "独木桥边的夜灯灭了大半年", "老槐树下尤其黑", "豆腐坊到渡口那一截", "槐树巷租户", "桥头石阶也塌了一角", "外孙周岁要摆酒", "声控的更省电", "施工别挡了菜摊",
        "夜里噪声要管", "西头那盏还是闪", "灯杆招来蚊虫", "退休锅炉工", "搬去闺女家带孩子", "荷塘边添一排石凳",
        "磨坊弯道的护栏锈断两根", "下雨打滑更险", "旧粮站门口缺个垃圾箱", "渡口到镇上的末班车再晚半小时", "鲁婆婆", "尚大伯", "柴大娘", "佘小妹",
    ]
    /// Said beside what a rating and a vote take, and never kept.
    private static let dropped = ["修得马马虎虎", "坐久了容易着凉"]
    /// The office's, made known to everybody.
    private static let published = ["独木桥至渡口加装六盏路灯", "六盏路灯已装好", "西头那盏已换"]

    /// Every run of four Chinese characters or more that these people said, but for those that stand in our own texts and verbs.
    private static func runs(said by: Set<String>, _ stage: Rehearsal) throws -> Set<String> {
        var own = ""
        for name in ["texts/zh-Hans.json", "texts/verbs.zh-Hans.json", "rulebooks/base.json", "rulebooks/xuzhou.json", "demo.json"] {
            own += try String(contentsOfFile: Script.config + "/" + name, encoding: .utf8)
        }
        var found: Set<String> = []
        for message in stage.sandbox.messages where message.sender.map(by.contains) == true {
            for run in message.text.split(whereSeparator: { !("\u{4E00}"..."\u{9FFF}").contains($0) }) where run.count >= 4 {
                if !own.contains(run) { found.insert(String(run)) }
            }
        }
        return found
    }

    /// Every form of every matter, as an officer opens it.
    private static func pages(_ stage: Rehearsal) throws -> String {
        var text = ""
        let site = PaperSite(stage.desk, base: nil)
        for (name, serial) in [("dongyuan", 1), ("dongyuan", 2), ("nanhu", 1), ("yunlong", 1)] {
            let unit = try #require(UnitID(name)), number = MatterNumber(year: 2026, serial: serial)
            let now = stage.clock.now, library = stage.desk.library
            let officer = try stage.desk.store.read { ledger throws(StoreFailure) in
                try MatterView.read(MatterKey(unit, number), library, now: now, &ledger)?.state.unit.holders(of: .liaisonOfficer).first
            }
            for form in PaperForm.allCases {
                let grant = PageGrant(unit: unit, matter: number, form: form, person: try #require(officer))
                text += try Self.open(grant, site, stage)
            }
        }
        return text
    }

    private static func open(_ grant: PageGrant, _ site: PaperSite, _ stage: Rehearsal) throws -> String {
        let now = stage.clock.now
        let secret = try stage.desk.store.write { ledger throws(StoreFailure) in try grant.issue(now: now, &ledger) }
        return Self.get(try Self.use("/p/" + secret, site), site).text
    }

    private static func use(_ path: String, _ site: PaperSite) throws -> HTTPField {
        let cookie = site.answer(HTTPRequest(method: "POST", path: path)).headers.first { $0.isNamed("Set-Cookie") }?.value
        return HTTPField("Cookie", String(try #require(cookie).prefix { $0 != ";" }))
    }

    private static func get(_ cookie: HTTPField, _ site: PaperSite) -> (status: Int, text: String) {
        let answer = site.answer(HTTPRequest(method: "GET", path: "/p", headers: [cookie]))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    @Test(
        "everything residents said in a whole deliberation: gone from files, backup, exports, log and pages; counts, chain and the third turn stand"
    )
    func everything() throws {
        let log = Lines()
        var script = try Script(log: { line in log.lines.withLock { $0.append(line) } })
        defer { script.end() }
        let name = "25-everything-said.talk"
        try script.run(try String(contentsOf: ConversationTests.folder.appendingPathComponent(name), encoding: .utf8))
        let stage = script.stage
        let people = stage.town.people.filter { $0.posts.isEmpty && $0.seat == nil && $0.unit.name != "yunlong" }
        let words = Set(Self.kept).union(try Self.runs(said: Set(people.map(\.id)), stage))
        #expect(words.count > Self.kept.count)
        let before = try Self.files(script.directory)
        for word in Self.kept + Self.published { #expect(Self.holds(before, word), "\(word)") }
        for word in Self.dropped { #expect(!Self.holds(before, word), "\(word)") }
        #expect(try Self.pages(stage).contains("施工别挡了菜摊"), "the minutes tell the views")
        // Of what they said nothing stands in an event, from the first.
        let raw = RecordOfConversations.Raw(path: script.directory.appendingPathComponent("talk.db").path)
        let bodies = try raw.rows("SELECT CAST(body AS TEXT) FROM event").joined(separator: "\n")
        for word in words { #expect(!bodies.contains(word), "\(word)") }

        for person in people {
            stage.say("忘记我", as: person, in: nil)
            stage.say("是", as: person, in: nil)
            let account = Account(endpoint: "demo", id: person.id)
            #expect(try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.person(of: account) } == nil, "\(person.name)")
        }
        // Whoever has no account is forgotten by an officer.
        for (name, place, line) in [("李明", "东园社区工作群", "忘记 2 鲁婆婆"), ("袁洁", "云龙镇工作群", "忘记 1 柴大娘")] {
            let officer = try #require(stage.town.person(named: name)), group = try #require(stage.town.group(named: place))
            #expect(stage.say(line, as: officer, in: group).outcome == .asked)
            #expect(stage.say("是", as: officer, in: group).outcome == .decided)
        }
        let patience = Date() + 20
        func isSwept() throws -> Bool {
            try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.mark("erased.unswept") } == 0
        }
        while try !isSwept(), Date() < patience { usleep(50_000) }
        #expect(try isSwept())
        for (name, serial, heads) in [("dongyuan", 2, 3), ("yunlong", 1, 2)] {
            let key = MatterKey(try #require(UnitID(name)), MatterNumber(year: 2026, serial: serial)), now = stage.clock.now
            let view = try stage.desk.store.read { ledger throws(StoreFailure) in
                try MatterView.read(key, stage.desk.library, now: now, &ledger)
            }
            #expect(view?.matter.signatures.heads == heads, "as they were counted")
        }
        let copy = script.directory.appendingPathComponent("copy").path
        _ = try stage.desk.store.backup(to: copy, at: stage.clock.now)
        let library = stage.desk.library
        let exported = try DeviationTable.csv(stage.desk.store, library, on: stage.clock.now.civil.date).bytes
        let after: [(String, [UInt8])] = [
            ("files and backup", try Self.files(script.directory)), ("pages", Array(try Self.pages(stage).utf8)), ("export", exported),
            ("log", Array(log.lines.withLock { $0.joined(separator: "\n") }.utf8)),
        ]
        for (place, bytes) in after {
            for word in words.union(Self.dropped) { #expect(!Self.holds(bytes, word), "\(word) in \(place)") }
        }
        for word in Self.published { #expect(Self.holds(after[0].1, word), "\(word) is the office's") }
        for report in try Verifying.run(stage.desk.store, library) { #expect(report.conforms, "\(report.differences)") }
        #expect(try Verifying.foundations(stage.desk.store, library).isEmpty)
    }

    @Test(
        "我的资料: name, accounts, posts, matters with one's own words and that one voted, not what; longer than a chat takes, a page for once")
    func ownData() throws {
        var script = try Script()
        defer { script.end() }
        try script.run(
            try String(contentsOf: ConversationTests.folder.appendingPathComponent("25-everything-said.talk"), encoding: .utf8))
        let stage = script.stage
        func told(_ name: String) throws -> String {
            let person = try #require(stage.town.person(named: name))
            stage.say("我的资料", as: person, in: nil)
            return stage.sandbox.messages.last { $0.sender == nil && $0.chat.kind == .direct && $0.chat.id == person.id }?.text ?? ""
        }
        let li = try told("李四")
        #expect(
            li == """
                关于您，这里存着：
                名字：李四
                账号：demo u…
                1号「独木桥边的夜灯灭了大半年」，您附议的，实施情况公示中
                　3月2日（周一）代表：槐树巷租户
                　3月11日（周三）会上发言：施工别挡了菜摊
                　3月11日（周三）会上发言：夜里噪声要管
                办事记录里有您7次，只记编号，不记名字
                名字和账号加密存放，只在办事时用。想删掉，私聊我发“忘记我”，也可以请东园社区的工作人员办。
                """, "\(li)")
        #expect(try told("许晴").contains("投过票：1号，投了什么谁也查不到"))
        #expect(!(try told("许晴").contains("赞成")))
        #expect(try told("李明").contains("职务：联络员（东园社区）"))
        #expect(try told("马会").contains("议事会成员：东园社区") && told("马会").contains("东园社区名册上\n　3月2日（周一）成员类别：两委代表"))
        // Of a list on paper that they stand on it, not who else does.
        let zheng = try told("郑红")
        #expect(zheng.contains("记下您在纸上签名附议") && !zheng.contains("鲁婆婆") && !zheng.contains("尚大伯"), "\(zheng)")
        #expect(try told("吴刚").contains("提出：旧粮站门口缺个垃圾箱"))
        #expect(Rendering.ends(of: "1234567890") == "12…90" && Rendering.ends(of: "12345") == "1…")

        // A picture, and more words than a chat takes.
        let zhang = try #require(stage.town.person(named: "张三")), group = try #require(stage.town.group(named: "东园社区居民群"))
        for round in 0..<12 { stage.say("建议：第\(round)件，" + String(repeating: "巷子里的井盖松了响得整夜睡不着", count: 5), as: zhang, in: group) }
        let message = try #require(stage.sandbox.messages.last { $0.sender == zhang.id })
        let sent = Said(
            id: message.id, messageID: message.id, chat: message.chat, sender: zhang.id, displayName: "张三", at: message.at,
            text: message.text, attachments: 1)
        #expect(PictureFetcher(stage.desk, maximumBytes: 4096).take(PicturesKeptTests.png, of: sent) == .decided)
        let text = try told("张三")
        #expect(!text.contains("井盖") && text.contains("您的13件事和说过的话比较多"))
        let path = try #require(text.range(of: "/p/").map { String(text[$0.lowerBound...].prefix { !$0.isNewline }) })
        let site = PaperSite(stage.desk, base: nil)
        let cookie = try Self.use(path, site)
        #expect(site.answer(HTTPRequest(method: "POST", path: path)).status == 410, "once")
        let page = Self.get(cookie, site)
        #expect(page.status == 200)
        for words in ["名字：张三", "第11件", "第0件", "老槐树下尤其黑", "豆腐坊到渡口那一截", "声控的更省电", "西头那盏还是闪", "发来一张图片", "<img src=\"/p/picture/0\""] {
            #expect(page.text.contains(words), "\(words)")
        }
        for words in ["槐树巷租户", "施工别挡了菜摊", "灯杆招来蚊虫"] { #expect(!page.text.contains(words), "another's: \(words)") }
        let picture = site.answer(HTTPRequest(method: "GET", path: "/p/picture/0", headers: [cookie]))
        #expect(picture.status == 200 && picture.headers.first { $0.isNamed("Content-Type") }?.value == "image/png")
        #expect(site.answer(HTTPRequest(method: "GET", path: "/p/picture/1", headers: [cookie])).status == 404)
        // An open page shows nothing of somebody who is nobody any more.
        stage.say("忘记我", as: zhang, in: nil)
        stage.say("是", as: zhang, in: nil)
        #expect(Self.get(cookie, site).status == 404)
        #expect(site.answer(HTTPRequest(method: "GET", path: "/p/picture/0", headers: [cookie])).status == 404)
    }

    @Test("without pages the newest that fits is told, and how much there is besides")
    func withoutPages() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let zhang = try #require(stage.town.person(named: "张三")), group = try #require(stage.town.group(named: "东园社区居民群"))
        for round in 0..<12 { stage.say("建议：第\(round)件，" + String(repeating: "巷子里的井盖松了响得整夜睡不着", count: 5), as: zhang, in: group) }
        stage.desk.stop()
        let office = Office(library: stage.desk.library, clock: stage.clock, standing: Standing())
        let message = Said(
            id: "m", messageID: "m", chat: Chat(endpoint: "demo", kind: .direct, id: zhang.id), sender: zhang.id, displayName: "张三",
            at: stage.clock.now, text: "我的资料", attachments: 0)
        let saying = try stage.desk.store.write { ledger throws(StoreFailure) -> Saying? in
            try office.open(&ledger)
            guard let person = try ledger.person(of: Account(endpoint: "demo", id: zhang.id)), let id = UnitID("dongyuan") else {
                return nil
            }
            let resolve = Resolve(
                office: office, said: message, intent: .init(.act, .ownData), person: person, unit: try office.unit(id, &ledger),
                here: .person(person), now: stage.clock.now)
            return try office.ownData(resolve, &ledger)
        }
        guard case .text("data.more.earlier", let more)? = saying?.values["more"], case .integer(let count)? = more["count"],
            case .list(let lines, _)? = saying?.values["matters"]
        else {
            Issue.record("\(String(describing: saying))")
            return
        }
        #expect(lines.count == (12 - count) * 2 && (1..<12).contains(count))
    }

    @Test(
        "when its time has run out, to the day: residents' words, names and accounts of those who have nothing open; officers' reasons stay"
    )
    func boundary() throws {
        var script = try Script()
        defer { script.end() }
        try script.run(
            """
            过 1天
            张三@东园社区居民群: 建议：独木桥边的夜灯灭了大半年
            赵强@东园社区居民群: 建议：快递柜太少
            王芳@东园社区居民群: 附议 2
            张三@东园社区居民群: 附议 2
            略
            李明@东园社区工作群: 解释 2 柜子由公司管，已请他们加装
            略
            过 15天
            略
            李明@东园社区工作群: 办结 2
            略
            过 3分钟
            略
            """)
        let stage = script.stage, store = stage.desk.store
        stage.desk.stop()
        let raw = RecordOfConversations.Raw(path: script.directory.appendingPathComponent("talk.db").path)
        let last = try #require(try raw.rows("SELECT max(at) FROM event WHERE matter = 2026000002").first.flatMap { Int64($0) })
        #expect(try raw.rows("SELECT open FROM matter WHERE id & 1099511627775 = 2026000002") == ["0"])
        func retained(at now: Instant) throws {
            let clock = SetClock(at: now, runs: false)
            let office = Office(library: stage.desk.library, clock: clock, standing: Standing())
            try store.write { ledger throws(StoreFailure) in
                try office.open(&ledger)
                for _ in 0..<30 { _ = try office.retain(.days(1095), &ledger) }
            }
        }
        func isKnown(_ name: String) throws -> Bool {
            let account = Account(endpoint: "demo", id: try #require(stage.town.person(named: name)).id)
            return try store.read { ledger throws(StoreFailure) in try ledger.person(of: account) } != nil
        }
        func texts() throws -> [String] {
            try raw.rows("SELECT text FROM words WHERE text IS NOT NULL AND matter > 0 ORDER BY id")
        }
        let end = Instant(milliseconds: last) + .days(1095)
        try retained(at: Instant(milliseconds: end.milliseconds - 1))
        #expect(try texts() == ["独木桥边的夜灯灭了大半年", "快递柜太少", "柜子由公司管，已请他们加装"])
        #expect(try isKnown("赵强") && isKnown("王芳") && isKnown("张三"))
        #expect(try !isKnown("冯军"), "who never did anything is known since the first day, and no longer than that")
        try retained(at: end)
        #expect(try texts() == ["独木桥边的夜灯灭了大半年", "柜子由公司管，已请他们加装"])
        #expect(try !isKnown("赵强") && !isKnown("王芳"))
        #expect(try isKnown("张三"), "has something open")
        #expect(try isKnown("李明") && isKnown("马会"), "in office")
        let reports = try Verifying.run(store, stage.desk.library)
        for report in reports { #expect(report.conforms, "\(report.differences)") }
        #expect(Set(reports.flatMap(\.erasures).map(\.why)) == [.retention])
        #expect(try Verifying.foundations(store, stage.desk.library).isEmpty)
    }
}
