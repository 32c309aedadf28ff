import Deliberation
import Foundation
import Gateways
import Procedure
import Record
import Synchronization
import Testing
import Wire

@testable import Board
@testable import Desk

/// The forms staff print, over the pages' own door: from the link in private to the sheet.
@Suite("Forms to print")
struct PaperTests {
    /// A town in which a conversation was held, and its pages.
    struct Office {
        let script: Script
        let site: PaperSite

        init(script: Script, site: PaperSite) {
            self.script = script
            self.site = site
        }

        init(_ name: String, base: String? = "http://127.0.0.1:8083") throws {
            (script, _) = try RecordOfConversations.played(name)
            site = PaperSite(script.stage.desk, base: base)
        }

        /// 李明, as the record knows him.
        func officer() throws -> PersonID { try PaperTests.officer(script.stage) }

        /// A link as 打印 gives it out.
        func link(_ form: PaperForm, _ serial: Int = 1) throws -> String {
            let unit = try #require(UnitID("dongyuan"))
            let grant = PageGrant(unit: unit, matter: MatterNumber(year: 2026, serial: serial), form: form, person: try officer())
            let now = script.stage.clock.now
            return "/p/" + (try script.stage.desk.store.write { ledger throws(StoreFailure) in try grant.issue(now: now, &ledger) })
        }

        func ask(_ method: String, _ path: String, _ headers: [HTTPField] = [], host: String? = "127.0.0.1:8083") -> HTTPResponse {
            site.answer(
                HTTPRequest(method: method, path: path, headers: (host.map { [HTTPField("Host", $0)] } ?? []) + headers))
        }

        /// Uses a link up; gives the session's cookie.
        func open(_ link: String) throws -> HTTPField {
            let answer = ask("POST", link)
            #expect(answer.status == 303)
            let cookie = try #require(answer.headers.first { $0.isNamed("Set-Cookie") }?.value)
            #expect(cookie.contains("; HttpOnly; SameSite=Strict; Max-Age=900"))
            return HTTPField("Cookie", String(cookie.prefix { $0 != ";" }))
        }

        func sheet(_ form: PaperForm, _ serial: Int = 1) throws -> String {
            let answer = ask("GET", "/p", [try open(try link(form, serial))])
            #expect(answer.status == 200, "\(form)")
            return String(decoding: answer.body, as: UTF8.self)
        }
    }

    static func officer(_ stage: Rehearsal) throws -> PersonID {
        let unit = try #require(UnitID("dongyuan")), now = stage.clock.now, library = stage.desk.library
        let view = try stage.desk.store.read { ledger throws(StoreFailure) in
            try MatterView.read(MatterKey(unit, MatterNumber(year: 2026, serial: 1)), library, now: now, &ledger)
        }
        return try #require(view?.state.unit.holders(of: .liaisonOfficer).first)
    }

    @Test("every form of a matter that went its whole way, as offices write it")
    func forms() throws {
        let office = try Office("1-shortest-path.talk")
        defer { office.script.end() }
        let expected: [PaperForm: [String]] = [
            .questions: [
                "协商议题初审表", "东门路灯不亮，晚上看不清", "公共设施建设、管理和使用可以议", "明显带有歧视性、显失公平的事项不议", "核定（是/否）", "由初审人核定", "初审人（签字）",
                "见《实施意见（试行）》二（四）；本地办法没有这一项的，供参考",
            ],
            .approval: [
                "有事好商量", "协商议题审批表", "东园社区", "编号：2026年1号", "东门路灯不亮，晚上看不清", "张三", "9人", "直接对话",
                "经2026年3月2日支委会研究，同意作为上会协商议题。", "2026年3月2日已报备案。", "（盖章）", "徐委发〔2020〕26号", "第十一条",
            ],
            .notice: ["协商会议公示", "一、时间：2026年3月11日19:30", "二、地点：二楼", "应到20人", "四、主持人：陈华", "五、公示期：2026年3月2日至2026年3月11日"],
            .implementation: ["协商结果实施情况公示", "协商结果：东门加装六盏路灯，电费由公共收益出", "承办单位：物业办", "办理情况：六盏路灯已装好", "公示期：2026年3月11日至2026年3月18日"],
            .signIn: ["协商会议签到表", "议事会成员", "利益相关方代表", "<td>23</td>", "马会", "提出人"],
            .minutes: [
                "协商会议记录", "陈华", "王五", "20人，其中利益相关方代表10人", "1. 张三（正方）：晚上看不清", "2. 李四（反方）：电费谁出", "举手",
                "达成共识（赞成16，反对2）",
            ],
        ]
        for (form, words) in expected {
            let sheet = try office.sheet(form)
            for word in words { #expect(sheet.contains(word), "\(form): \(word)") }
            #expect(!sheet.contains("<script") && !sheet.contains("style=") && !sheet.contains("〔paper"), "\(form)")
        }
        // What hangs on a board names nobody who asked.
        for form in [PaperForm.notice, .implementation] { #expect(!(try office.sheet(form)).contains("张三"), "\(form)") }
    }

    @Test("ten questions with what is proposed: the two most doubtful first, no answer given, masked; nothing proposed of what is erased")
    func questions() throws {
        let office = try Office("31-questions.talk")
        defer { office.script.end() }
        /// The cells of a line: number, question, proposal, the resident's words, the answer.
        func lines(_ serial: Int) throws -> [[String]] {
            let sheet = try office.sheet(.questions, serial)
            let body = try #require(sheet.components(separatedBy: "<tbody>").dropFirst().first?.components(separatedBy: "</tbody>").first)
            return body.components(separatedBy: "<tr>").dropFirst().map { row in
                row.components(separatedBy: "<td>").dropFirst().map { $0.components(separatedBy: "</td>")[0] }
            }
        }
        let dogs = try lines(3)
        #expect(dogs.count == 10 && Set(dogs.map { $0[0] }) == Set((1...5).flatMap { ["议\($0)", "不议\($0)"] }))
        #expect(dogs[0].prefix(4) == ["议2", "公共事务可以议", "是", "流浪"] && dogs[1][0] == "议4")
        #expect(dogs.dropFirst(2).map { $0[0] } == ["议1", "议3", "议5", "不议1", "不议2", "不议3", "不议4", "不议5"])
        #expect(dogs.allSatisfy { $0.count == 5 && $0[4].isEmpty })
        #expect(try lines(5)[0][2] == "拿不准" && (try lines(5)).allSatisfy { $0[2] != "是" })
        #expect(try lines(1).filter { $0[2] == "是" }.map { $0[0] } == ["议3"])
        #expect(try lines(1).allSatisfy { !$0[3].contains("138") && !$0[3].contains("小三") })
        #expect(try lines(4).map { $0[0] }.first == "议1" && (try lines(4)).allSatisfy { $0[2].isEmpty && $0[3].isEmpty })
    }

    /// One sentence with a door, a name and a telephone in it, held on a day before the one it was called for.
    @Test("paper and tables show no more than a chat: the same sentence in all of them; the minutes bear the day the sitting was held")
    func masked() throws {
        let office = try Office("32-held-early.talk")
        defer { office.script.end() }
        let stage = office.script.stage
        let secrets = ["单元501", "张建国", "13812345678", "13987654321"]
        let said = stage.sandbox.messages.filter { $0.sender == nil && $0.chat.kind == .group }.map(\.text)
        #expect(said.contains { $0.contains("〔门牌〕") })
        for text in said { for secret in secrets { #expect(!text.contains(secret), "chat: \(text)") } }
        for form in PaperForm.allCases {
            let sheet = try office.sheet(form)
            #expect(sheet.contains("张某某家门口路灯不亮"), "\(form): the heading as the chat has it")
            if [.approval, .minutes, .questions].contains(form) { #expect(sheet.contains("〔门牌〕"), "\(form)") }
            for secret in secrets { #expect(!sheet.contains(secret), "\(form): \(secret)") }
        }
        let day = stage.clock.now.civil.date
        let table = try DeviationTable.csv(stage.desk.store, stage.desk.library, on: day).text
        #expect(table.contains("〔门牌〕") && table.contains("〔电话〕"))
        for secret in secrets { #expect(!table.contains(secret), "table: \(secret)") }
        #expect(table.contains("公示0天") && !table.contains("minutes"), "in days and hours, not in names of ours")
        let minutes = try office.sheet(.minutes)
        #expect(minutes.contains("2026年3月3日9:0") && !minutes.contains("2026年3月18日"))
        let notice = try office.sheet(.notice)
        #expect(notice.contains("一、时间：2026年3月18日19:30"))
        #expect(notice.components(separatedBy: "<td>一楼公告栏</td>").count == 2, "one place hangs there once")
    }

    @Test("a notice that was interrupted runs its days anew on paper, too")
    func interrupted() throws {
        let office = try Office("32-held-early.talk")
        defer { office.script.end() }
        let sheet = try office.sheet(.implementation)
        #expect(sheet.contains("公示期：2026年3月8日至2026年3月15日"))
    }

    @Test("a late record is marked on its form")
    func late() throws {
        let office = try Office("12-late-records.talk")
        defer { office.script.end() }
        #expect(try office.sheet(.minutes).contains("补录（2026年3月13日）"))
        #expect(try office.sheet(.approval).contains("补录（2026年3月3日）"))
        #expect(try office.sheet(.approval).contains("（由李明于2026年3月5日录入）"))
    }

    @Test("what was entered for somebody bears their name", arguments: [(1, "王阿婆（李明代录）"), (2, "居民（陈华代录）")])
    func enteredFor(_ serial: Int, _ people: String) throws {
        let office = try Office("32-at-the-counter.talk")
        defer { office.script.end() }
        #expect(try office.sheet(.questions, serial).contains(people))
    }

    @Test("a link works once, for a quarter of an hour; looking at it uses nothing up")
    func once() throws {
        let office = try Office("13-paper.talk")
        defer { office.script.end() }
        let link = try office.link(.notice)
        for _ in 0..<3 {
            let door = office.ask("GET", link)
            #expect(door.status == 200 && String(decoding: door.body, as: UTF8.self).contains("method=\"post\""))
        }
        let wrong = String(link.dropLast()) + (link.hasSuffix("A") ? "E" : "A")
        #expect(office.ask("GET", wrong).status == 200, "right and wrong look the same from outside")
        #expect(office.ask("POST", wrong).status == 410)
        for path in ["/p/", "/p/x", "/p/" + String(repeating: "A", count: 43), "/p/" + String(repeating: "A", count: 4000), link + "A"] {
            #expect(office.ask("POST", path).status == 410)
        }
        let cookie = try office.open(link)
        #expect(office.ask("POST", link).status == 410)
        #expect(office.ask("GET", "/p", [cookie]).status == 200)
        #expect(office.ask("GET", "/p").status == 403)
        #expect(office.ask("GET", "/p", [HTTPField("Cookie", "yishi=" + [UInt8](repeating: 0, count: 32).base64URL)]).status == 403)

        let second = try office.link(.notice)
        office.script.stage.clock.set(to: office.script.stage.clock.now + .minutes(15))
        #expect(office.ask("POST", second).status == 410, "run out")
        #expect(office.ask("GET", "/p", [cookie]).status == 403, "the session, too")
        #expect(try office.script.stage.desk.store.read { ledger throws(StoreFailure) in try ledger.outboxCounts().pending } == 0)
    }

    @Test("a guess is answered without the writer; after thirty in a minute guesses wait, and links that are right still open")
    func guesses() throws {
        let office = try Office("13-paper.talk")
        defer { office.script.end() }
        let store = office.script.stage.desk.store
        let link = try office.link(.notice)
        func guess() -> HTTPResponse { office.ask("POST", "/p/" + SecureRandom.bytes(32).base64URL) }
        // While somebody else holds the writer, a guess is answered all the same.
        let answered = DispatchSemaphore(value: 0)
        let statuses = Mutex<[Int]>([])
        let site = office.site
        let outcome: DispatchTimeoutResult = try store.write { _ throws(StoreFailure) in
            Thread.detachNewThread {
                let request = HTTPRequest(
                    method: "POST", path: "/p/" + SecureRandom.bytes(32).base64URL, headers: [HTTPField("Host", "127.0.0.1:8083")])
                statuses.withLock { $0.append(site.answer(request).status) }
                answered.signal()
            }
            return answered.wait(timeout: .now() + 10)
        }
        #expect(outcome == .success && statuses.withLock { $0 } == [410])
        for _ in 2...PaperSite.mostGuesses { #expect(guess().status == 410) }
        let limited = guess()
        #expect(limited.status == 429)
        #expect(limited.headers.contains { $0.isNamed("Retry-After") && (Int($0.value).map { (1...60).contains($0) } ?? false) })
        #expect(office.ask("GET", link).status == 200)
        #expect(office.ask("POST", link).status == 303, "nobody shuts the door by guessing")
        #expect(guess().status == 429)
        office.script.stage.clock.set(to: office.script.stage.clock.now + .minutes(1))
        #expect(guess().status == 410)
    }

    @Test("where a notice was put up, since when and with how many photographs stands on its page and in the matter's details")
    func postings() throws {
        var script = try Script()
        defer { script.end() }
        try script.run(try String(contentsOf: ConversationTests.folder.appendingPathComponent("13-paper.talk"), encoding: .utf8))
        let stage = script.stage
        let office = Office(script: script, site: PaperSite(stage.desk, base: "http://127.0.0.1:8083"))
        let officer = try #require(stage.town.person(named: "李明"))
        let work = Chat(endpoint: stage.sandbox.endpoint, kind: .group, id: try #require(stage.town.group(named: "东园社区工作群")).id)
        var said = stage.sandbox.say("已张贴 1 东门公告栏", as: officer.id, name: officer.name, in: work)
        said.pictures = ["a", "b", "c"]
        said.pictureCount = 3
        #expect(stage.desk.perform(.said(Heard(said))) == .decided)
        func last() throws -> String { try #require(stage.sandbox.messages.last { $0.sender == nil && $0.chat == work }).text }
        func details() throws -> String {
            stage.say("详情 1", as: officer, in: stage.town.group(named: "东园社区工作群"))
            return try last()
        }
        #expect(try details().contains("张贴公示（东门公告栏）"), "none is there yet")
        let fetcher = PictureFetcher(stage.desk)
        fetcher.fetch(said, from: Album(pictures: ["a": PicturesKeptTests.png, "b": Array("GIF89a".utf8), "c": PicturesKeptTests.png]))
        fetcher.finish()
        stage.settle()
        #expect(try last() == "1号有1张照片没存下：只收JPEG、PNG，每张4MB以内，一次4张、一件事20张以内。请换一下，照原来的话再发一次；要紧的请留好原件。")
        #expect(try details().contains("张贴公示（东门公告栏，照片2张）"))
        // Another picture of it, said once more of the same place, is taken.
        said.id = "again"
        said.messageID = "again"
        said.pictures = ["a", "b", "c"]
        #expect(stage.desk.perform(.said(Heard(said))) == .decided)
        let sheet = try office.sheet(.notice)
        #expect(sheet.contains("<td>东门公告栏</td>"))
        #expect(sheet.contains("张贴地点") && sheet.contains("<td>一楼公告栏</td>") && sheet.contains("<td>2张</td>"))
    }

    @Test("what stands in the database opens nothing")
    func stored() throws {
        let office = try Office("13-paper.talk")
        defer { office.script.end() }
        let link = try office.link(.approval)
        let unit = try #require(UnitID("dongyuan"))
        let timers = try office.script.stage.desk.store.read { ledger throws(StoreFailure) in
            try ledger.timers(of: MatterKey(unit, .unit)).filter { $0.kind == "page" }
        }
        #expect(!timers.isEmpty)
        for timer in timers {
            #expect(!link.contains(timer.occasion) && office.ask("POST", "/p/" + timer.occasion).status == 410)
        }
        #expect(office.ask("POST", link).status == 303)
    }

    /// Whatever opens something while it lives, and the names officers type, on the way out and after it has gone.
    @Test("no link, no code and no typed name stands open in the file, its log or a backup")
    func sealed() throws {
        let script = try Script()
        let office = Office(script: script, site: PaperSite(script.stage.desk, base: "http://127.0.0.1:8083"))
        defer { office.script.end() }
        let stage = office.script.stage
        func person(_ name: String) throws -> Town.Person { try #require(stage.town.person(named: name)) }
        let officer = try person("李明"), convenor = try person("陈华"), work = try #require(stage.town.group(named: "东园社区工作群"))
        func told(_ person: Town.Person) -> String {
            stage.sandbox.messages.last { $0.sender == nil && $0.chat.kind == .direct && $0.chat.id == person.id }?.text ?? ""
        }
        func digits(_ text: String) -> String {
            text.split { !$0.isASCII || !$0.isNumber }.last { $0.count == 8 }.map(String.init) ?? ""
        }
        let residents = try #require(stage.town.group(named: "东园社区居民群"))
        stage.say("建议：东门路灯不亮", as: try person("张三"), in: residents)
        stage.say("打印 1 初审表", as: officer, in: nil)
        let link = try #require(told(officer).split(separator: "/").last.map(String.init))
        stage.say("任命 欧阳清雪 联络员", as: convenor, in: work)
        let code = digits(told(convenor))
        stage.say("关联账号", as: try person("张三"), in: nil)
        let first = digits(told(try person("张三")))
        stage.say("停用 谭凤娇", as: convenor, in: work)
        let asked = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == work.id }?.text)
        #expect(
            asked.contains("谭凤娇") && code.count == 8 && first.count == 8 && link.count > 20,
            "\(asked) \(code) \(first) \(told(officer)) \(told(convenor))")
        let secrets = [link, code, first, "欧阳清雪", "谭凤娇"]

        // On their way, as a courier that is slow would leave them.
        let saying = Saying("lines", ["lines": .list([.text(key: "ask.person", ["person": .literal("司徒云帆")])], separator: "\n")])
        #expect(saying.isSecret && !Saying("receipt", ["number": .integer(1)]).isSecret)
        let waiting = try stage.desk.store.write { ledger throws(StoreFailure) in
            try ledger.queue(
                OutboxDraft(
                    to: .person(PersonID(77)), lane: 0, text: saying.key, arguments: try ledger.sealed(saying.json),
                    due: stage.clock.now + .days(9)))
        }
        let backup = office.script.directory.appendingPathComponent("copy.db").path
        _ = try stage.desk.store.backup(to: backup, at: stage.clock.now)
        for name in try FileManager.default.contentsOfDirectory(atPath: office.script.directory.path) {
            let bytes = try Data(contentsOf: office.script.directory.appendingPathComponent(name))
            #expect(!bytes.isEmpty || name.hasSuffix("-wal"))
            for secret in secrets + ["司徒云帆"] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) stands in \(name)")
            }
        }
        // They open what they are for, and what has gone is kept no more.
        let kept = try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.outbox(waiting) }
        #expect(kept?.draft.arguments == saying.bytes && kept?.isSealed == true)
        #expect(office.ask("POST", "/p/" + link).status == 303)
        #expect(stage.say(code, as: try person("冯军"), in: nil).outcome == .decided)
        #expect(told(try person("冯军")).contains("欧阳清雪"))
        let boxes = try stage.desk.store.read { ledger throws(StoreFailure) in
            var boxes = 0
            var id: Int64 = 1
            while let row = try ledger.outbox(id) {
                if row.isSealed { boxes += 1 }
                id += 1
            }
            return boxes
        }
        #expect(boxes == 1, "only the one that waits")
    }

    @Test("a foreign host, a foreign page and other methods are turned away; every answer bears the policy")
    func door() throws {
        let office = try Office("13-paper.talk")
        defer { office.script.end() }
        let link = try office.link(.notice)
        #expect(office.ask("GET", "/p", host: "evil.example").status == 421)
        #expect(office.ask("GET", "/p", host: nil).status == 421)
        #expect(office.ask("POST", link, [HTTPField("Origin", "https://evil.example")]).status == 403)
        #expect(office.ask("POST", link, [HTTPField("Origin", "http://127.0.0.1:8083")]).status == 303)
        #expect(office.ask("PUT", "/p").status == 405)
        #expect(office.ask("GET", "/demo/state").status == 404)
        for answer in [office.ask("GET", "/p"), office.ask("GET", "/p/x"), office.ask("POST", "/p/x"), office.ask("GET", "/paper.css")] {
            let policy = answer.headers.first { $0.isNamed("Content-Security-Policy") }?.value
            #expect(policy?.hasPrefix("default-src 'none'; style-src 'self'") == true && policy?.contains("script") == false)
            #expect(answer.headers.contains { $0.isNamed("Cache-Control") && $0.value == "no-store" })
        }
        let secure = PaperSite(office.script.stage.desk, base: "https://yishi.example.cn")
        let host = HTTPField("Host", "yishi.example.cn")
        let answer = secure.answer(HTTPRequest(method: "POST", path: try office.link(.notice), headers: [host]))
        #expect(answer.headers.contains { $0.isNamed("Set-Cookie") && $0.value.hasSuffix("; Secure") })
    }

    @Test(
        "no words of anybody become markup",
        arguments: [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'&lt;b&gt;粗", "a\u{202E}b\u{0}c", "=cmd|' /C calc'!A0",
        ])
    func injection(_ words: String) throws {
        var script = try Script()
        defer { script.end() }
        try script.run("张三@东园社区居民群: 建议：路灯不亮 \(words)\n略")
        let site = PaperSite(script.stage.desk, base: nil)
        let unit = try #require(UnitID("dongyuan"))
        let grant = PageGrant(
            unit: unit, matter: MatterNumber(year: 2026, serial: 1), form: .approval, person: try PaperTests.officer(script.stage))
        let now = script.stage.clock.now
        let secret = try script.stage.desk.store.write { ledger throws(StoreFailure) in try grant.issue(now: now, &ledger) }
        let answer = site.answer(HTTPRequest(method: "POST", path: "/p/" + secret))
        let cookie = try #require(answer.headers.first { $0.isNamed("Set-Cookie") }?.value)
        let sheet = String(
            decoding: site.answer(
                HTTPRequest(method: "GET", path: "/p", headers: [HTTPField("Cookie", String(cookie.prefix { $0 != ";" }))])
            ).body,
            as: UTF8.self)
        #expect(sheet.contains("路灯不亮"))
        #expect(!sheet.contains("<script") && !sheet.contains("<img") && !sheet.contains("\u{202E}") && !sheet.contains("\u{0}"))
        #expect(sheet.contains(Markup.escaped(words)))
    }
}
