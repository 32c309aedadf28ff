import Board
import Deliberation
import Foundation
import Gateways
import Procedure
import Reading
import Record
import Synchronization
import Testing
import Wire

@testable import Desk

/// The attack list of the third issue, a test a row; the rows shown elsewhere say where.
///
///     replayed push          here and OneBotDoorTests (age); Tests/Daemon/test_kill.py (every push once more)
///     wrong self_id          OneBotDoorTests
///     forged quote           here
///     display names          here; OneBotSendTests for what leaves the house
///     second bot             here
///     code guessing          BindingTests
///     stolen officer phone   here; Scenarios/Voices for what the account is still good for
///     CSRF, foreign Host     Tests/Daemon/test_demo_http.py; PaperTests and PagesTests for the forms
///     HTML injection         Tests/Browser/demo_page.py; PaperTests for the forms
///     formula injection      ExportTests
///     header, log injection  HTTPClientTests and HTTPServerTests (headers), InjectionTests (log)
///     endorsing from outside here
///     one voice, many times  PeopleTests (forgotten and back, linked voters, an account linked to a post)
///     looking at a ballot    BallotSecrecyTests
///     neighbour's officer    here
///     half a request, for ever  HTTPServerTests
@Suite("Attacks", .serialized)
struct AttackTests {
    private func events(_ stage: Rehearsal) throws -> [EventRow] {
        try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.events(after: 0, limit: 100_000) }
    }

    private func hear(_ stage: Rehearsal, _ said: Said) -> Outcome {
        let outcome = Mutex(Outcome.failed)
        let done = DispatchSemaphore(value: 0)
        stage.desk.hear(said) { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        stage.settle()
        return outcome.withLock { $0 }
    }

    private func said(_ text: String, as sender: String, name: String, in group: Town.Group?, id: String, at: Instant) -> Said {
        Said(
            id: id, messageID: id, chat: Chat(endpoint: "demo", kind: group == nil ? .direct : .group, id: group?.id ?? sender),
            sender: sender,
            displayName: name, at: at, text: text)
    }

    /// Whoever has the phone says it is theirs: a colleague ends it, with what was open on it, and it cannot end the colleague's in turn.
    @Test("an officer's phone is stolen: 停用 by a second officer, and nothing said from it counts any more")
    func stolenPhone() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        func person(_ name: String) throws -> Town.Person { try #require(stage.town.person(named: name)) }
        let thief = try person("李明"), convenor = try person("陈华"), work = try #require(stage.town.group(named: "东园社区工作群"))
        let residents = try #require(stage.town.group(named: "东园社区居民群"))
        stage.say("建议：东门路灯不亮", as: try person("张三"), in: residents)
        stage.say("通过 1 直接对话", as: thief, in: work)
        stage.say("打印 1 审批表", as: thief, in: nil)
        let link = try #require(stage.sandbox.messages.last { $0.text.contains("/p/") }?.text.split(separator: "/").last)
        let site = PaperSite(stage.desk, base: nil)
        let opened = site.answer(HTTPRequest(method: "POST", path: "/p/" + link))
        let cookie = try #require(opened.headers.first { $0.isNamed("Set-Cookie") }?.value.prefix { $0 != ";" })
        func form() -> Int {
            site.answer(HTTPRequest(method: "GET", path: "/p", headers: [HTTPField("Cookie", String(cookie))])).status
        }
        #expect(form() == 200)
        // An account of the thief's own does not become the officer's, from whichever side the code is asked for.
        let own = try person("郑红")
        func code(to person: Town.Person) -> String {
            String((stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == person.id }?.text ?? "").filter(\.isNumber).suffix(8))
        }
        func linkBoth() {
            stage.say("关联账号", as: thief, in: nil)
            stage.say(code(to: thief), as: own, in: nil)
            stage.say("关联账号", as: own, in: nil)
            stage.say(code(to: own), as: thief, in: nil)
            stage.say(code(to: thief), as: own, in: nil)
        }
        linkBoth()
        #expect(try events(stage).allSatisfy { $0.kind != "joined" })
        #expect(stage.say("停用 李明", as: convenor, in: work).outcome == .decided)
        let count = try events(stage).count
        #expect(form() == 404, "what was open on the phone shows nothing any more")
        for verb in [
            "通过 1", "解释 1 不办了", "转 1 物业办", "停用 陈华", "任命 李明 联络员", "打印 1 审批表", "转私下 1", "补录 3月1日 报审 1", "待办", "待纠正", "撤销",
        ] {
            stage.say(verb, as: thief, in: work)
            stage.say(verb, as: thief, in: nil)
        }
        linkBoth()
        #expect(try events(stage).count == count)
        #expect(
            try stage.desk.store.read { ledger throws(StoreFailure) in
                try ledger.person(of: Account(endpoint: "demo", id: own.id)) != ledger.person(of: Account(endpoint: "demo", id: thief.id))
            })
        #expect(!stage.sandbox.messages.suffix(30).contains { $0.sender == nil && $0.text.contains("/p/") && $0.chat.id == thief.id })
    }

    /// 停用 said in private, where the thief does not read it. What the officer did before it stands, as theirs; its notice cannot be stopped
    /// or hurried from the phone any more. Work goes on by a stand-in, and the officer comes back by a new code, on another account.
    @Test("a stolen phone, suspended in private by whoever leads: the open undo is closed, a stand-in works, a new code restores")
    func stolenPhoneAfterwards() throws {
        for leader in ["陈华", "刘国强"] {
            let script = try Script()
            defer { script.end() }
            let stage = script.stage
            func person(_ name: String) throws -> Town.Person { try #require(stage.town.person(named: name)) }
            func digits(to person: Town.Person) -> String {
                let text =
                    stage.sandbox.messages.last { $0.sender == nil && $0.chat.kind == .direct && $0.chat.id == person.id }?.text ?? ""
                return text.split { !$0.isASCII || !$0.isNumber }.last { $0.count == 8 }.map(String.init) ?? ""
            }
            let thief = try person("李明"), work = try #require(stage.town.group(named: "东园社区工作群"))
            let residents = try #require(stage.town.group(named: "东园社区居民群")), proposer = try person("张三")
            for place in ["东", "西", "南", "北"] { stage.say("建议：\(place)门路灯不亮", as: proposer, in: residents) }
            stage.say("通过 1 直接对话", as: thief, in: work)
            let told = stage.sandbox.messages.count
            #expect(stage.say("停用 李明", as: try person(leader), in: nil).outcome == .decided)
            #expect(!stage.sandbox.messages.dropFirst(told).contains { $0.chat.id == thief.id }, "the phone is not told")
            let count = try events(stage).count
            for verb in ["撤销", "撤销 1", "立即 1", "改 1 实事", "通过 2", "解释 3 不办了", "我的资料", "是", "待办"] {
                for place in [work, nil] { stage.say(verb, as: thief, in: place) }
            }
            #expect(try events(stage).count == count, "\(leader)")
            // What was done before stands in the record as theirs, and goes out when its time has come.
            stage.advance(to: stage.clock.now + .minutes(3))
            #expect(stage.sandbox.messages.contains { $0.sender == nil && $0.chat.id == residents.id && $0.text.contains("已列为议题") })
            // A stand-in, from an account that never had a post.
            stage.say("任命 王芳 联络员 到3月15日", as: try person("陈华"), in: work)
            let first = digits(to: try person("陈华"))
            #expect(first.count == 8)
            #expect(stage.say("绑定 " + first, as: try person("王芳"), in: nil).outcome == .decided)
            #expect(stage.say("通过 2 直接对话", as: try person("王芳"), in: work).outcome == .decided)
            // The code that was given out for somebody else is of no use on the phone, nor is guessing.
            #expect(stage.say("绑定 " + first, as: thief, in: nil).outcome != .decided)
            // The officer comes back on another account.
            stage.say("任命 李明 联络员", as: try person("陈华"), in: nil)
            let now = stage.clock.now
            #expect(
                hear(stage, said("绑定 " + digits(to: try person("陈华")), as: "li-new", name: "李明", in: nil, id: "b1", at: now)) == .decided)
            #expect(hear(stage, said("通过 3 直接对话", as: "li-new", name: "李明", in: work, id: "b2", at: now)) == .decided)
            let after = try events(stage).count
            stage.say("通过 4 直接对话", as: thief, in: work)
            #expect(try events(stage).count == after, "the old account stays what it became")
            for report in try Verifying.run(stage.desk.store, stage.desk.library) { #expect(report.conforms, "\(report.differences)") }
        }
    }

    /// Nobody in chat is above the party secretary: the operator suspends, and a code binds the post to another account. Were the thief never
    /// suspended, the binding alone would end what the old account may do.
    @Test(
        "the party secretary's phone is stolen: nobody in chat ends it, the operator does; a new account takes over",
        arguments: [true, false])
    func stolenSecretary(suspends: Bool) throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        func person(_ name: String) throws -> Town.Person { try #require(stage.town.person(named: name)) }
        let thief = try person("刘国强"), convenor = try person("陈华"), unit = try #require(stage.town.units.first { $0.name == "东园社区" }).id
        let work = try #require(stage.town.group(named: "东园社区工作群")), residents = try #require(stage.town.group(named: "东园社区居民群"))
        // Beside the daemon, as the command is.
        let identity = try stage.desk.store.read { ledger throws(StoreFailure) in ledger.identity }
        let beside = try Store.open(path: script.directory.appendingPathComponent("talk.db").path, identity: identity)
        let office = Desk(library: stage.desk.library, store: beside, clock: stage.clock)
        stage.say("建议：东门路灯不亮", as: try person("张三"), in: residents)
        stage.say("通过 1 直接对话", as: try person("李明"), in: work)
        stage.say("报审 1", as: convenor, in: work)
        #expect(stage.say("停用 刘国强", as: convenor, in: work).outcome == .refused)
        #expect(stage.sandbox.messages.last { $0.sender == nil }?.text.contains("请找运维人员") == true)
        if suspends {
            #expect(try office.take(.partySecretary, from: "陈华", of: unit, suspending: true) == .nobody(holders: ["刘国强"]))
            let taken = try office.take(.partySecretary, from: "刘国强", of: unit, suspending: true)
            #expect(taken == .taken(posts: [.partySecretary], told: 1))
            stage.advance(to: stage.clock.now + .minutes(1))
            let told = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == convenor.id })
            #expect(told.text.contains("刘国强（党组织书记）的职务由运维人员停用了"))
        } else {
            let code = try office.giveCode(.post(.partySecretary, name: "刘国强"), unit: unit)
            #expect(hear(stage, said(code, as: "liu-new", name: "刘", in: nil, id: "s1", at: stage.clock.now)) == .decided)
            let told = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == thief.id })
            #expect(told.text == "东园社区的党组织书记已由另一个账号认领，您这个账号不再担任。不是您换号，也没有交接的，请马上找运维人员。")
        }
        let count = try events(stage).count
        for verb in ["停用 陈华", "同意 1 3月2日支委会", "同意成员 张三 3月1日支委会", "免去 陈华 召集人", "异议 1", "待办", "打印 1 审批表"] {
            for place in [work, nil] { stage.say(verb, as: thief, in: place) }
        }
        #expect(try events(stage).count == count)
        if suspends {
            let code = try office.giveCode(.post(.partySecretary, name: "刘国强"), unit: unit)
            #expect(hear(stage, said(code, as: "liu-new", name: "刘", in: nil, id: "s1", at: stage.clock.now)) == .decided)
        }
        // The new account decides, its name means one person, and there is one party secretary.
        let now = stage.clock.now
        #expect(hear(stage, said("同意 1 3月2日支委会", as: "liu-new", name: "刘", in: nil, id: "s2", at: now)) == .decided)
        #expect(try office.take(.partySecretary, from: "刘国强", of: unit, suspending: false) == .taken(posts: [.partySecretary], told: 0))
        #expect(try office.take(.partySecretary, from: "刘国强", of: unit, suspending: false) == .nobody(holders: []))
        #expect(hear(stage, said("待办", as: "liu-new", name: "刘", in: nil, id: "s3", at: now)) != .answered)
        for report in try Verifying.run(stage.desk.store, stage.desk.library) { #expect(report.conforms, "\(report.differences)") }
    }

    /// A code is given out in private to whoever asked for it, so it may have been asked for from the phone that is in strange hands.
    @Test("the convenor's phone is stolen: a code that was given out from it binds nobody once it is suspended")
    func stolenCode() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let convenor = try #require(stage.town.person(named: "陈华")), work = try #require(stage.town.group(named: "东园社区工作群"))
        stage.say("任命 贼某 联络员", as: convenor, in: work)
        let text = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == convenor.id }?.text)
        let code = try #require(text.split { !$0.isASCII || !$0.isNumber }.last { $0.count == 8 })
        #expect(stage.say("停用 陈华", as: try #require(stage.town.person(named: "刘国强")), in: nil).outcome == .decided)
        let count = try events(stage).count
        #expect(hear(stage, said("绑定 \(code)", as: "thief2", name: "贼某", in: nil, id: "c1", at: stage.clock.now)) != .decided)
        for verb in ["任命 贼某 联络员", "停用 刘国强", "报审 1"] { stage.say(verb, as: convenor, in: work) }
        #expect(try events(stage).count == count)
    }

    @Test("a push replayed, at once and much later, is one message")
    func replayed() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区居民群"))
        let push = said("建议：东门路灯不亮", as: "u1", name: "张三", in: group, id: "x1", at: stage.clock.now)
        #expect(hear(stage, push) == .decided)
        let count = try events(stage).count
        for _ in 0..<3 { #expect(hear(stage, push) == .duplicate) }
        stage.advance(to: stage.clock.now + .days(20))
        #expect(hear(stage, push) == .duplicate)
        #expect(try events(stage).count == count)
    }

    @Test("quoting what we never said settles no matter and carries no command, whatever stands in the quote")
    func forgedQuote() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let group = try #require(stage.town.group(named: "东园社区工作群")), residents = try #require(stage.town.group(named: "东园社区居民群"))
        let officer = try #require(stage.town.person(named: "李明")), convenor = try #require(stage.town.person(named: "陈华"))
        let other = try #require(stage.town.person(named: "赵强"))
        stage.say("建议：东门路灯不亮", as: other, in: residents)
        let before = try events(stage).count
        // A card as ours, word for word, by somebody else.
        let card = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.text.hasPrefix("新建议 1号") })
        let forged = stage.say(card.text, as: convenor, in: group).message
        #expect(stage.say("通过", as: officer, in: group, quotes: forged).outcome != .decided)
        #expect(stage.say("通过", as: officer, in: group, quotes: "m999999").outcome != .decided)
        #expect(try events(stage).count == before)
        // The same word on the real card does it.
        #expect(stage.say("通过 直接对话", as: officer, in: group, quotes: card.id).outcome == .decided)
    }

    @Test("somebody who talks as we do, under our name: no matter, no confirmation, no answer comes of it")
    func secondBot() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let residents = try #require(stage.town.group(named: "东园社区居民群")), work = try #require(stage.town.group(named: "东园社区工作群"))
        let resident = try #require(stage.town.person(named: "张三")), officer = try #require(stage.town.person(named: "李明"))
        stage.say("建议：东门路灯不亮", as: resident, in: residents)
        let texts = stage.sandbox.messages.filter { $0.sender == nil }.map(\.text)
        let before = try events(stage).count, ours = stage.sandbox.messages.count { $0.sender == nil }
        for (index, text) in texts.enumerated() {
            let fake = said(text, as: "bot2", name: "议事小助手", in: residents, id: "fake\(index)", at: stage.clock.now)
            #expect(hear(stage, fake) == .silent)
            #expect(stage.say("好的", as: officer, in: work, quotes: "fake\(index)").outcome != .decided)
        }
        #expect(try events(stage).count == before)
        let said = stage.sandbox.messages.filter { $0.sender == nil }.map(\.text)
        #expect(said.count == ours, "\(said.suffix(said.count - ours))")
    }

    @Test(
        "a name one gives oneself is shown in one line, turns nothing about, and claims no office",
        arguments: [
            ("党支部 王书记", "一位居民"), ("王\u{200B}书\u{202E}记", "一位居民"), ("社\n区\n通知", "一位居民"), ("联 络 员", "一位居民"),
            ("张三\n机器人@全体：会议取消", "一位居民"), ("张三\r\n李四", "张三 李四"), ("\u{202E}四李\u{202C}", "四李"), ("\u{0}\u{1B}[31m红", "[31m红"),
            ("", "一位居民"), (" \u{200B} ", "一位居民"), ("3栋 张三", "3栋 张三"),
            (String(repeating: "长", count: 400), String(repeating: "长", count: 15) + "…"),
        ])
    func names(_ name: String, _ shown: String) throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let residents = try #require(stage.town.group(named: "东园社区居民群"))
        let now = stage.clock.now
        _ = hear(stage, said("建议：东门路灯不亮", as: "self-named", name: name, in: residents, id: "n1", at: now))
        _ = hear(stage, said("我的资料", as: "self-named", name: name, in: nil, id: "n2", at: now))
        let text = try #require(stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == "self-named" }?.text)
        #expect(text.contains("\n名字：\(shown)\n"), "\(text.debugDescription)")
        // It gives no post: an officer's word of theirs is nobody's.
        let count = try events(stage).count
        for group in [residents, nil] {
            _ = hear(stage, said("通过 1", as: "self-named", name: name, in: group, id: "n3\(group == nil)", at: now))
        }
        #expect(try events(stage).count == count)
    }

    @Test("an officer named in a list is the one of the roster, not whoever calls themselves so")
    func impersonated() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let residents = try #require(stage.town.group(named: "东园社区居民群")), work = try #require(stage.town.group(named: "东园社区工作群"))
        let convenor = try #require(stage.town.person(named: "陈华"))
        _ = hear(stage, said("建议：东门路灯不亮", as: "thief", name: "王五", in: residents, id: "t1", at: stage.clock.now))
        stage.say("退出 王五 搬离本社区", as: convenor, in: work)
        let thief = try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.person(of: Account(endpoint: "demo", id: "thief"))
        }
        let ended = try events(stage).filter { String(decoding: $0.body, as: UTF8.self).contains("\"CS-3\"") }
        #expect(
            !ended.isEmpty
                && thief.map { id in !ended.contains { String(decoding: $0.body, as: UTF8.self).contains(id.description) } } == true)
    }

    @Test("a voice from outside: a stranger in private supports nothing; the same words in the group do")
    func outside() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let residents = try #require(stage.town.group(named: "东园社区居民群"))
        let resident = try #require(stage.town.person(named: "张三"))
        stage.say("建议：东门路灯不亮", as: resident, in: residents)
        let now = stage.clock.now
        let before = try events(stage).count
        _ = hear(stage, said("东园 附议 1", as: "out1", name: "外人", in: nil, id: "o1", at: now))
        _ = hear(stage, said("附议 东园1", as: "out1", name: "外人", in: nil, id: "o2", at: now))
        // A suggestion in private makes nobody a member either.
        _ = hear(stage, said("建议：在东园开一家店", as: "out1", name: "外人", in: nil, id: "o3", at: now))
        _ = hear(stage, said("附议 1", as: "out1", name: "外人", in: nil, id: "o4", at: now))
        // Nor do neighbours in their own group support what is ours, nor vote on it; they are told where it is done.
        let away = try #require(stage.town.groups.first { $0.unit.name == "nanhu" && $0.purpose == .residents })
        func answer(_ text: String, _ id: String, _ place: Town.Group?) throws -> String {
            let heard = stage.sandbox.messages.last?.sequence ?? 0
            #expect(hear(stage, said(text, as: "out2", name: "邻村", in: place, id: id, at: now)) == .refused, "\(text)")
            return try #require(stage.sandbox.messages(after: heard).first { $0.sender == nil }).text
        }
        #expect(try answer("附议 东园1", "o6", away) == "附议只算本社区居民群里的，在这里说不作数。东园的事，请在东园的居民群里发“附议 1”。")
        #expect(try answer("投票 东园1 赞成", "o8", away) == "投票只算本社区居民群的成员，在这里投不作数。东园的事，请在东园的居民群里发“投票 1”，再私聊我投。")
        #expect(try answer("附议 1", "o7", away) == "南湖社区没有1号。")
        // In private it is the same: whoever is of their group is not of ours.
        _ = hear(stage, said("建议：南湖修一条路", as: "out2", name: "邻村", in: away, id: "o9", at: now))
        #expect(try answer("附议 东园1", "o10", nil) == "附议只算本社区居民群里的，在这里说不作数。东园的事，请在东园的居民群里发“附议 1”。")
        let dongyuan = try #require(UnitID("dongyuan"))
        #expect(try !events(stage).dropFirst(before).contains { $0.kind == "endorsed" && $0.unit == dongyuan })
        #expect(hear(stage, said("附议 1", as: "in1", name: "邻居", in: residents, id: "o5", at: now)) == .decided)
        #expect(try events(stage).contains { $0.kind == "endorsed" })
    }

    @Test("a neighbour's officer with every verb, in every place, moves nothing of ours")
    func neighbour() throws {
        let script = try Script()
        defer { script.end() }
        let stage = script.stage
        let residents = try #require(stage.town.group(named: "东园社区居民群")), work = try #require(stage.town.group(named: "东园社区工作群"))
        let neighbours = stage.town.people.filter { $0.unit.name == "nanhu" && !$0.posts.isEmpty }
        #expect(neighbours.count >= 2)
        let resident = try #require(stage.town.person(named: "张三")), officer = try #require(stage.town.person(named: "李明"))
        for number in 1...12 { stage.say("建议：东门第\(number)盏路灯不亮", as: resident, in: residents) }
        stage.say("通过 12 直接对话", as: officer, in: work)
        let dongyuan = try #require(UnitID("dongyuan"))
        let before = try events(stage).filter { $0.unit == dongyuan }.count
        var tried = 0
        /// Says it, and gives back what we say to it, by chat.
        func answers(to text: String, by person: Town.Person, in place: Town.Group?) -> [Sandbox.Message] {
            let heard = stage.sandbox.messages.last?.sequence ?? 0
            stage.say(text, as: person, in: place)
            tried += 1
            return stage.sandbox.messages(after: heard).filter { $0.sender == nil }
        }
        let ours = Set(stage.town.people.filter { $0.unit == dongyuan }.map(\.id) + [residents.id, work.id])
        let examples = stage.desk.library.verbs.verbs.map(\.example).filter { !$0.isEmpty }
        // In private first: nothing of ours is known to them there, and nobody of ours hears anything.
        for text in examples.flatMap({ [$0, $0.replacingOccurrences(of: "12", with: "东园12")] }).uniqued() {
            for person in neighbours {
                let told = answers(to: text, by: person, in: nil)
                let toThem = told.filter { $0.chat.id == person.id }
                #expect(toThem.count <= 1, "\(text): one refusal, or silence")
                #expect(!told.contains { ours.contains($0.chat.id) }, "\(text)")
                for answer in toThem {
                    #expect(!answer.text.contains("盏路灯") && !answer.text.contains("筛选中"), "\(text) gave away: \(answer.text)")
                    guard text.contains("东园12") else { continue }
                    let isRefused =
                        (answer.text.contains("东园") && answer.text.contains("请")) || answer.text.hasPrefix("没")
                        || answer.text.hasPrefix("收到，已登记为") || answer.text.hasPrefix("南湖社区没有")
                        // Who may, or the form of their own word.
                        || answer.text.hasPrefix("“")
                    #expect(isRefused, "\(text): \(answer.text)")
                }
            }
        }
        // Then where our officers and our residents speak: what is answered stands there, where everybody reads along, or is a refusal.
        for place in [work, residents] {
            for text in examples {
                for person in neighbours {
                    let told = answers(to: text, by: person, in: place)
                    #expect(told.count { $0.chat.id == place.id } <= 1, "\(text) in \(place.name)")
                    for answer in told where answer.chat.id == person.id {
                        #expect(!answer.text.contains("盏路灯") && !answer.text.contains("筛选中"), "\(text) gave away: \(answer.text)")
                    }
                }
            }
        }
        #expect(tried > 300)
        // What anybody may say as a resident in a residents' group is theirs as well; nothing else is, and no step was taken.
        let after = try events(stage).filter { $0.unit == dongyuan }.dropFirst(before)
        let residentsOwn: Set<String> = ["suggested", "endorsed", "endorsementTakenBack", "supplemented", "replied"]
        for event in after where !residentsOwn.contains(event.kind) {
            let isWithdrawal = event.post == Post.proposer.rawValue
            let body = String(decoding: event.body, as: UTF8.self)
            // Nor does it take a post to stand for others, or to stop doing so.
            let isMandate = event.post == Post.resident.rawValue && (body.contains("SM-1") || body.contains("SM-3"))
            // What they said themselves as residents they may take back.
            let isTakenBack = event.kind == "undone" && event.post == Post.resident.rawValue
            #expect(
                isWithdrawal || isMandate || isTakenBack,
                "\(event.kind) as \(event.post ?? "-"): \(String(decoding: event.body, as: UTF8.self))")
        }
    }
}
