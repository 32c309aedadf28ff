import Board
import Deliberation
import Foundation
import Gateways
import Procedure
import Record
import Testing

@testable import Desk

/// People own their words: what is left of them in the files, and two accounts as one voice.
@Suite("People", .serialized)
struct PeopleTests {
    private func files(_ folder: URL) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            bytes += [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
        }
        return bytes
    }

    private func holds(_ bytes: [UInt8], _ text: String) -> Bool { Data(bytes).range(of: Data(text.utf8)) != nil }

    private func digits(_ text: String) -> String { String(text.filter { $0.isASCII && $0.isNumber }.suffix(8)) }

    private func ours(_ stage: Rehearsal, to person: Town.Person) -> String {
        stage.sandbox.messages.last { $0.sender == nil && $0.chat.kind == .direct && $0.chat.id == person.id }?.text ?? ""
    }

    @Test("whoever only asks is answered and stored nowhere, in private and in a group; a suggestion is the first that is kept")
    func strangers() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区居民群")), zhou = try #require(stage.town.person(named: "周敏"))
        let account = Account(endpoint: "demo", id: zhou.id)
        func isKnown() throws -> Bool {
            try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.person(of: account) } != nil
        }
        // Everybody of the town is known from the start: this one is forgotten first.
        for line in ["忘记我", "是"] { stage.say(line, as: zhou, in: nil) }
        #expect(try !isKnown())
        let answers = [
            ("帮助", "有事好商量"), ("我的", "您还没有提过建议"), ("关联账号", "私聊我发“关联账号”"), ("我的资料", "您没有资料"), ("建议：修路", "请问您是哪里的"), ("查 1", "请问您是哪里的"),
            ("12345678", "这个数字不对"),
        ]
        for (question, answer) in answers {
            stage.say(question, as: zhou, in: nil)
            #expect(ours(stage, to: zhou).contains(answer), "\(question): \(ours(stage, to: zhou))")
            #expect(try !isKnown(), "\(question)")
        }
        for question in ["帮助", "查 1", "建议：", "忘记我"] {
            #expect(stage.say(question, as: zhou, in: group).outcome != .silent)
            #expect(try !isKnown(), "\(question)")
        }
        // Where to an answer went is let go with it.
        let left = try stage.desk.store.read { ledger throws(StoreFailure) in
            var left = 0
            for id in 1...Int64(60) { if case .stranger(let box)? = try ledger.outbox(id)?.draft.to, !box.isEmpty { left += 1 } }
            return left
        }
        #expect(left == 0)
        stage.say("建议：修路", as: zhou, in: group)
        #expect(try isKnown())
    }

    @Test("a backup from before an erasure: what was erased since is erased in it again, and only in a copy of the same record")
    func restored() throws {
        let script = try Script(), other = try Script()
        defer {
            script.end()
            other.end()
        }
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区居民群"))
        let zhang = try #require(stage.town.person(named: "张三")), li = try #require(stage.town.person(named: "李四"))
        stage.say("建议：独一无二的张家话头", as: zhang, in: group)
        stage.say("建议：李家的话", as: li, in: group)
        let copy = script.directory.appendingPathComponent("copy").path, place = script.directory.appendingPathComponent("restored").path
        _ = try stage.desk.store.backup(to: copy, at: stage.clock.now)
        stage.say("忘记我", as: zhang, in: nil)
        #expect(stage.say("是", as: zhang, in: nil).outcome == .decided)
        let identity = try stage.desk.store.read { ledger throws(StoreFailure) in ledger.identity }
        try Store.restore(copy, to: place, identity: identity)
        let restored = try Store.open(path: place, identity: identity)
        let erased = try #require(try restored.erased(in: stage.desk.store.path))
        #expect(erased.people.count == 1 && !erased.words.isEmpty)
        let desk = Desk(library: stage.desk.library, store: restored, clock: stage.clock)
        let done = try desk.forgetAgain(erased)
        #expect(done.people == 1 && done.words == 1 && done.left == 0)
        let known = try restored.read { ledger throws(StoreFailure) in
            (
                try ledger.person(of: Account(endpoint: "demo", id: zhang.id)) != nil,
                try ledger.person(of: Account(endpoint: "demo", id: li.id)) != nil
            )
        }
        #expect(known == (false, true))
        #expect(!holds([UInt8](try Data(contentsOf: URL(fileURLWithPath: place))), "独一无二的张家话头"))
        // In another record the same numbers are other people and other words.
        #expect(try restored.erased(in: other.stage.desk.store.path) == nil)
    }

    @Test("who is forgotten after a restore is erased in the record that was put aside, too; whoever held a post then is told as left")
    func putAside() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let residents = try #require(stage.town.group(named: "东园社区居民群")), work = try #require(stage.town.group(named: "东园社区工作群"))
        func person(_ name: String) throws -> Town.Person { try #require(stage.town.person(named: name)) }
        stage.say("建议：独一无二的张家话头", as: try person("张三"), in: residents)
        stage.say("建议：李家的话", as: try person("李四"), in: residents)
        let aside = stage.desk.store.path + ".before-1"
        _ = try stage.desk.store.backup(to: aside, at: stage.clock.now)
        #expect(Desk.putAside(beside: stage.desk.store.path) == [aside])
        stage.say("忘记我", as: try person("张三"), in: nil)
        stage.say("是", as: try person("张三"), in: nil)
        stage.say("免去 李明 联络员", as: try person("陈华"), in: work)
        stage.say("忘记我", as: try person("李明"), in: nil)
        #expect(stage.say("是", as: try person("李明"), in: nil).outcome == .decided)
        let seen = try stage.desk.forgetPutAside(really: false)
        #expect(seen.map(\.left) == [2] && seen.map(\.erased) == [0])
        #expect(holds([UInt8](try Data(contentsOf: URL(fileURLWithPath: aside))), "独一无二的张家话头"))
        let done = try stage.desk.forgetPutAside(really: true)
        #expect(done == [Desk.PutAside(path: aside, left: 1, erased: 1)])
        #expect(!holds([UInt8](try Data(contentsOf: URL(fileURLWithPath: aside))), "独一无二的张家话头"))
        #expect(holds([UInt8](try Data(contentsOf: URL(fileURLWithPath: aside))), "李家的话"))
        // Not looked for again; the one who stays is told as long as the file is there.
        #expect(try stage.desk.forgetPutAside(really: true) == [Desk.PutAside(path: aside, left: 1, erased: 0)])
    }

    @Test("a backup from before two accounts were linked: both are erased in it again")
    func restoredUnlinked() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区居民群"))
        let first = try #require(stage.town.person(named: "冯军")), second = try #require(stage.town.person(named: "郑红"))
        stage.say("建议：冯家的话头", as: first, in: group)
        stage.say("建议：郑家的话头", as: second, in: group)
        let copy = script.directory.appendingPathComponent("copy").path, place = script.directory.appendingPathComponent("restored").path
        _ = try stage.desk.store.backup(to: copy, at: stage.clock.now)
        stage.say("关联账号", as: first, in: nil)
        stage.say(digits(ours(stage, to: first)), as: second, in: nil)
        stage.say(digits(ours(stage, to: second)), as: first, in: nil)
        stage.say("忘记我", as: second, in: nil)
        #expect(ours(stage, to: second).contains("写过的2段话"))
        stage.say("是", as: second, in: nil)
        let identity = try stage.desk.store.read { ledger throws(StoreFailure) in ledger.identity }
        try Store.restore(copy, to: place, identity: identity)
        let restored = try Store.open(path: place, identity: identity)
        let erased = try #require(try restored.erased(in: stage.desk.store.path))
        #expect(erased.people.count == 2)
        let done = try Desk(library: stage.desk.library, store: restored, clock: stage.clock).forgetAgain(erased)
        #expect(done.people == 2 && done.words == 2 && done.left == 0)
        for one in [first, second] {
            let account = Account(endpoint: "demo", id: one.id)
            #expect(try restored.read { ledger throws(StoreFailure) in try ledger.person(of: account) } == nil)
        }
        for word in ["冯家的话头", "郑家的话头"] { #expect(!holds([UInt8](try Data(contentsOf: URL(fileURLWithPath: place))), word)) }
    }

    @Test("what a unit lacks so that something would reach nobody is told by unit")
    func gaps() throws {
        let script = try Script()
        defer { script.end() }
        let found = try script.stage.desk.gaps()
        #expect(found.map(\.kind) == [.council] && found.first?.unit.name == "nanhu")
    }

    @Test("forgotten: names, words and our messages are in no file and no later backup; the record conforms and says what was erased")
    func forgotten() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区居民群"))
        let zhang = try #require(stage.town.person(named: "张三")), li = try #require(stage.town.person(named: "李四"))
        let neighbours = ["王芳", "冯军", "郑红"].compactMap { stage.town.person(named: $0) }
        // Much that is moved about in the file's pages: long texts, corrections, votes of others.
        for round in 0..<40 {
            stage.say("建议：第\(round)处独一无二的张家话头，" + String(repeating: "路灯坏了很久没人管", count: round % 7), as: zhang, in: group)
            stage.say("建议：第\(round)处李家的话，" + String(repeating: "车位紧张", count: round % 9), as: li, in: group)
            for one in neighbours { stage.say("附议 \(round * 2 + 1)", as: one, in: group) }
        }
        stage.say("补充 1 独一无二的补充话头", as: zhang, in: group)
        let words = ["独一无二的张家话头", "独一无二的补充话头"]
        let before = try files(script.directory)
        for word in words { #expect(holds(before, word)) }
        let count = try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.events(after: 0, limit: 100_000).count }
        stage.say("忘记我", as: zhang, in: nil)
        #expect(ours(stage, to: zhang).contains("写过的41段话"))
        #expect(stage.say("是", as: zhang, in: nil).outcome == .decided)
        let account = Account(endpoint: "demo", id: zhang.id)
        #expect(try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.person(of: account) } == nil)
        // Asking what is kept does not write them in again.
        for question in ["我的资料", "忘记我"] {
            #expect(stage.say(question, as: zhang, in: nil).outcome == .asked)
            #expect(ours(stage, to: zhang).hasSuffix("您没有资料存在我们这里。"))
        }
        #expect(try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.person(of: account) } == nil)
        // The writer sweeps at the first quiet moment.
        let patience = Date() + 20
        func isSwept() throws -> Bool {
            try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.mark("erased.unswept") } == 0
        }
        while try !isSwept(), Date() < patience { usleep(50_000) }
        #expect(try isSwept())
        let after = try files(script.directory)
        for word in words { #expect(!holds(after, word), "\(word)") }
        #expect(holds(after, "李家的话"))
        let copy = script.directory.appendingPathComponent("copy").path
        _ = try stage.desk.store.backup(to: copy, at: stage.clock.now)
        let backup = [UInt8](try Data(contentsOf: URL(fileURLWithPath: copy)))
        for word in words { #expect(!holds(backup, word)) }
        // Nothing that was there is gone from the chain, and it says what was taken away.
        let reports = try Verifying.run(stage.desk.store, stage.desk.library)
        for report in reports { #expect(report.conforms, "\(report.differences)") }
        let erasures = reports.flatMap(\.erasures)
        #expect(erasures.map(\.why) == [.request] && erasures.map(\.words) == [41])
        let now = try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.events(after: 0, limit: 100_000).count }
        // Withdrawn: one event each of the forty; and the one that says what was erased.
        #expect(now == count + 41)
    }

    @Test("an erasure without an event is found, and so is a changed word")
    func tampered() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区居民群"))
        let zhang = try #require(stage.town.person(named: "张三"))
        for text in ["建议：东门路灯不亮", "建议：西门路灯不亮"] { stage.say(text, as: zhang, in: group) }
        stage.desk.stop()
        let raw = RecordOfConversations.Raw(path: script.directory.appendingPathComponent("talk.db").path)
        try raw.run("UPDATE words SET text = '北门路灯不亮' WHERE id = 1")
        try raw.run("UPDATE words SET text = NULL, salt = NULL WHERE id = 2")
        let kinds = try Verifying.run(stage.desk.store, stage.desk.library).flatMap(\.differences).map(\.kind)
        #expect(kinds == [.wordsAltered(WordsID(1)), .wordsMissing(WordsID(2))])
    }

    @Test("by the office: said first, then done; who holds a post is not")
    func byTheOffice() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区居民群"))
        let zhang = try #require(stage.town.person(named: "张三")), officer = try #require(stage.town.person(named: "李明"))
        stage.say("建议：东门路灯不亮", as: zhang, in: group)
        let account = Account(endpoint: "demo", id: zhang.id)
        let seen = try #require(try stage.desk.forget(account, really: false))
        #expect(seen.words == 1 && seen.withdrawn == 1 && !seen.holdsOffice)
        #expect(try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.person(of: account) } != nil)
        #expect(try stage.desk.forget(account, really: true)?.words == 1)
        #expect(try stage.desk.forget(account, really: true) == nil)
        #expect(try stage.desk.forget(Account(endpoint: "demo", id: officer.id), really: true)?.holdsOffice == true)
        #expect(
            try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.person(of: Account(endpoint: "demo", id: officer.id)) }
                != nil)
        // Heard again, they are somebody new.
        #expect(stage.say("建议：西门路灯不亮", as: zhang, in: group).outcome == .decided)
        #expect(try Verifying.run(stage.desk.store, stage.desk.library).flatMap(\.erasures).map(\.why) == [.office])
    }

    @Test(
        "whoever was only entered, by the office: said first, then done, list by list; heads stay, and titles of the office's go with the words"
    )
    func onPaper() throws {
        var script = try Script()
        defer { script.end() }
        try script.run(
            """
            李明@东园社区工作群: 代录建议 王阿婆：石桥栏杆松得能晃
            李明@东园社区工作群: 标题 1 石桥栏杆加固
            李四@东园社区居民群: 建议：东门路灯不亮
            李明@东园社区工作群: 代录附议 2 王阿婆、李大爷
            李明@东园社区工作群: 代录附议 2 王阿婆、张婶
            李明@东园社区工作群: 代录附议 2 孙大爷
            略
            """)
        let stage = script.stage, unit = try #require(UnitID("dongyuan"))
        func forget(_ name: String, in serial: Int, really: Bool = true) throws -> [Int]? {
            try stage.desk.forget(name, in: MatterKey(unit, MatterNumber(year: 2026, serial: serial)), really: really).map {
                [$0.words, $0.lists]
            }
        }
        #expect(try forget("王阿婆", in: 9) == nil)
        #expect(try forget("阿婆", in: 1) == [0, 0], "no part of a name")
        #expect(try forget("王阿婆", in: 1, really: false) == [3, 0])
        #expect(try forget("王阿婆", in: 1) == [3, 0])
        #expect(try forget("王阿婆", in: 1) == [0, 0])
        #expect(try forget("王阿婆", in: 2) == [0, 2])
        let now = stage.clock.now, library = stage.desk.library
        let (view, left) = try stage.desk.store.read { ledger throws(StoreFailure) in
            let view = try MatterView.read(MatterKey(unit, MatterNumber(year: 2026, serial: 2)), library, now: now, &ledger)
            var left: [String] = []
            for ref in view?.matter.signatures.lists ?? [] { if let words = try ledger.words(ref.id) { left.append(words.text) } }
            return (view, left)
        }
        #expect(view?.matter.signatures.heads == 4 && left == ["孙大爷"])
        let reports = try Verifying.run(stage.desk.store, library)
        for report in reports { #expect(report.conforms, "\(report.differences)") }
        #expect(reports.flatMap(\.erasures).map(\.why) == [.office, .office])
        #expect(reports.flatMap(\.erasures).map(\.words) == [3, 2])
    }

    @Test("kept as long as the setting says, and no longer: the record conforms, the counts stand")
    func retention() throws {
        let (script, raw) = try RecordOfConversations.played("1-shortest-path.talk")
        defer { script.end() }
        let stage = script.stage, store = stage.desk.store
        let texts = try #require(Int(try raw.rows("SELECT count(*) FROM words WHERE text IS NOT NULL").first ?? ""))
        #expect(texts > 3)
        func erased(after days: Int64) throws -> Int {
            let clock = SetClock(at: stage.clock.now + .days(days), runs: false)
            let office = Office(library: stage.desk.library, clock: clock, standing: Standing())
            return try store.write { ledger throws(StoreFailure) in
                try office.open(&ledger)
                // A round ends where nothing is left, and the next begins at the first matter; people are looked at few at a time.
                var count = 0
                for _ in 0..<20 { count += try office.retain(.days(1095), &ledger) }
                return count
            }
        }
        #expect(try erased(after: 1000) == 0)
        #expect(try erased(after: 1100) > 0)
        // The place has gone to the end and back: once more finds nothing.
        #expect(try erased(after: 1100) + erased(after: 1100) == 0)
        let kinds = try raw.rows(
            "SELECT DISTINCT kind FROM words w JOIN matter m ON m.id & 1099511627775 = w.matter WHERE w.matter > 0 AND m.open = 0 AND w.text IS NOT NULL"
        )
        #expect(Set(kinds) == ["revision", "text"], "what was agreed and what was done stays")
        for report in try Verifying.run(store, stage.desk.library) { #expect(report.conforms, "\(report.differences)") }
    }

    @Test("two accounts, a code from each side, one voice")
    func linked() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区居民群"))
        let zhang = try #require(stage.town.person(named: "张三"))
        let first = try #require(stage.town.person(named: "冯军")), second = try #require(stage.town.person(named: "郑红"))
        stage.say("建议：东门路灯不亮", as: zhang, in: group)
        stage.say("附议 1", as: first, in: group)
        stage.say("附议 1", as: second, in: group)
        stage.say("建议：西门路灯不亮", as: second, in: group)
        #expect(stage.sandbox.messages.contains { $0.text.contains("现在共2人附议") })
        stage.say("关联账号", as: first, in: nil)
        let code = digits(ours(stage, to: first))
        // Somebody else who says the second code joins nothing.
        stage.say(code, as: second, in: nil)
        let back = digits(ours(stage, to: second))
        #expect(code != back && back.count == 8)
        let stranger = try #require(stage.town.person(named: "王芳"))
        stage.say(back, as: stranger, in: nil)
        #expect(ours(stage, to: stranger) == "这个数字不对或者过期了，请重新要一个。")
        stage.say("关联账号", as: first, in: nil)
        stage.say(digits(ours(stage, to: first)), as: second, in: nil)
        stage.say(digits(ours(stage, to: second)), as: first, in: nil)
        #expect(ours(stage, to: first).contains("合成一个人"))
        stage.say("1号怎么样了", as: zhang, in: group)
        #expect(stage.sandbox.messages.last?.text.contains("附议1人") == true)
        // From either account they have spoken already, and what either proposed is theirs.
        for one in [first, second] {
            #expect(stage.say("附议 1", as: one, in: group).outcome == .refused)
            #expect(stage.say("附议 2", as: one, in: group).outcome == .refused)
        }
        let people = try stage.desk.store.read { ledger throws(StoreFailure) in
            let one = try ledger.person(of: Account(endpoint: "demo", id: first.id))
            let other = try ledger.person(of: Account(endpoint: "demo", id: second.id))
            return (one, other)
        }
        #expect(people.0 != nil && people.0 == people.1)
        // Whoever speaks is answered where they speak, and hears what comes later where they spoke last.
        for one in [second, first, second] {
            let before = stage.sandbox.messages.count
            stage.say("我的", as: one, in: nil)
            let told = stage.sandbox.messages.dropFirst(before).filter { $0.sender == nil }
            #expect(told.map(\.chat.id) == [one.id] && told.first?.text.contains("西门路灯不亮") == true)
        }
        stage.say("解释 2 西门归市政管，已转去", as: try #require(stage.town.person(named: "李明")), in: stage.town.group(named: "东园社区工作群"))
        stage.advance(to: stage.clock.now + .minutes(3))
        #expect(ours(stage, to: second).contains("西门归市政管") && !ours(stage, to: first).contains("西门归市政管"))
        // What is quoted is found in the chat it went to, though they have spoken elsewhere since.
        let told = try #require(stage.sandbox.messages.last { $0.chat.id == second.id && $0.text.contains("西门归市政管") })
        stage.say("我的", as: first, in: nil)
        #expect(stage.say("补充 还有一盏也坏了", as: second, in: nil, quotes: told.id).outcome == .decided)
        // Both are forgotten as one: what the second wrote before they were linked, too.
        stage.say("忘记我", as: first, in: nil)
        #expect(ours(stage, to: first).contains("写过的2段话"))
        stage.say("是", as: first, in: nil)
        for one in [first, second] {
            let account = Account(endpoint: "demo", id: one.id)
            #expect(try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.person(of: account) } == nil)
        }
        let raw = RecordOfConversations.Raw(path: script.directory.appendingPathComponent("talk.db").path)
        #expect(try raw.rows("SELECT count(*) FROM words WHERE text LIKE '%西门%' AND kind = 'suggestion'") == ["0"])
        #expect(try raw.rows("SELECT count(*) FROM words WHERE text LIKE '%还有一盏%'") == ["0"])
        for report in try Verifying.run(stage.desk.store, stage.desk.library) { #expect(report.conforms, "\(report.differences)") }
    }

    @Test("nobody is linked to an account with a post or a seat, whichever asks")
    func officers() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let officer = try #require(stage.town.person(named: "李明")), member = try #require(stage.town.person(named: "马会"))
        let resident = try #require(stage.town.person(named: "冯军"))
        for holder in [officer, member] {
            stage.say("关联账号", as: holder, in: nil)
            #expect(ours(stage, to: holder).contains("不能和别的账号合成一个人"))
            stage.say("关联账号", as: resident, in: nil)
            stage.say(digits(ours(stage, to: resident)), as: holder, in: nil)
            #expect(ours(stage, to: holder).contains("不能和别的账号合成一个人"))
        }
    }

    @Test("forgotten and back again, as often as one likes: one support, and one vote in a poll that runs")
    func oneVoice() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let raw = RecordOfConversations.Raw(path: script.directory.appendingPathComponent("talk.db").path)
        let east = try #require(stage.town.group(named: "东园社区居民群")), south = try #require(stage.town.group(named: "南湖社区居民群"))
        let li = try #require(stage.town.person(named: "李四")), zhang = try #require(stage.town.person(named: "张三"))
        let xu = try #require(stage.town.person(named: "许晴")), officer = try #require(stage.town.person(named: "韩磊"))
        stage.say("建议：东门路灯不亮", as: zhang, in: east)
        stage.say("建议：湖边装两张长椅", as: xu, in: south)
        stage.say("通过 1", as: officer, in: stage.town.group(named: "南湖社区工作群"))
        stage.say("投票 1 赞成", as: xu, in: south)
        for round in 0..<3 {
            stage.say("附议 1", as: li, in: east)
            #expect(stage.sandbox.messages.last?.text.contains("现在共1人附议") == true)
            stage.say("投票 1 反对", as: li, in: south)
            stage.say("忘记我", as: li, in: nil)
            #expect(ours(stage, to: li).contains("对1号的附议也一并撤回。"))
            #expect(ours(stage, to: li).contains("1号投过的票照算") == (round == 0), "whoever came back has cast no ballot of their own")
            stage.say("是", as: li, in: nil)
            stage.say("查 1", as: zhang, in: east)
            #expect(stage.sandbox.messages.last?.text.contains("附议") == false)
            #expect(stage.say("投票 1 反对", as: li, in: south).outcome == .refused)
            #expect(ours(stage, to: li).contains("一人一票"))
        }
        #expect(try raw.rows("SELECT count(*) FROM roll") == ["2"])
        #expect(try raw.rows("SELECT count(*) FROM ballot") == ["2"])
        #expect(try raw.rows("SELECT kind, count(*) FROM poll_note GROUP BY kind") == ["voted|1"])
        stage.advance(to: stage.clock.now + .days(3))
        #expect(try raw.rows("SELECT count(*) FROM poll_note") == ["0"], "of no use any more, and gone")
        for report in try Verifying.run(stage.desk.store, stage.desk.library) { #expect(report.conforms, "\(report.differences)") }
    }

    @Test("two accounts that both voted are linked: as many on the roll as ballots, and counting again raises no alarm")
    func linkedVoters() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let south = try #require(stage.town.group(named: "南湖社区居民群")), work = try #require(stage.town.group(named: "南湖社区工作群"))
        let first = try #require(stage.town.person(named: "冯军")), second = try #require(stage.town.person(named: "郑红"))
        let xu = try #require(stage.town.person(named: "许晴")), officer = try #require(stage.town.person(named: "韩磊"))
        stage.say("建议：湖边装两张长椅", as: xu, in: south)
        stage.say("通过 1", as: officer, in: work)
        for one in [first, second, xu] { stage.say("投票 1 赞成", as: one, in: south) }
        stage.say("关联账号", as: first, in: nil)
        stage.say(digits(ours(stage, to: first)), as: second, in: nil)
        stage.say(digits(ours(stage, to: second)), as: first, in: nil)
        #expect(ours(stage, to: first).contains("合成一个人"))
        stage.say("投票 1 反对", as: second, in: south)
        stage.advance(to: stage.clock.now + .days(3))
        stage.say("重新计票 1", as: officer, in: work)
        #expect(stage.sandbox.messages.last?.text.contains("3人投票，和公布的一致：赞成3票") == true)
    }

    @Test("a post is bound by one account: whatever was linked to it is somebody else from then on, and has nothing of it")
    func unlinked() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let east = try #require(stage.town.group(named: "东园社区居民群")), work = try #require(stage.town.group(named: "东园社区工作群"))
        let first = try #require(stage.town.person(named: "冯军")), second = try #require(stage.town.person(named: "郑红"))
        let convenor = try #require(stage.town.person(named: "陈华"))
        stage.say("建议：东门路灯不亮", as: first, in: east)
        stage.say("关联账号", as: first, in: nil)
        stage.say(digits(ours(stage, to: first)), as: second, in: nil)
        stage.say(digits(ours(stage, to: second)), as: first, in: nil)
        stage.say("任命 冯军 联络员", as: convenor, in: nil)
        stage.say("绑定 " + digits(ours(stage, to: convenor)), as: first, in: nil)
        #expect(ours(stage, to: first).contains("原来关联的1个账号不再算您的"))
        let count = try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.events(after: 0, limit: 100_000).count }
        for place in [work, nil] { stage.say("通过 1 直接对话", as: second, in: place) }
        #expect(try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.events(after: 0, limit: 100_000).count } == count)
        #expect(stage.say("通过 1 直接对话", as: first, in: work).outcome == .decided)
    }
}
