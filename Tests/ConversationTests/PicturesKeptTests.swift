import Deliberation
import Foundation
import Gateways
import Procedure
import Record
import Testing
import Wire

@testable import Board
@testable import Desk

/// A platform that gives out these pictures.
struct Album: KeepsPictures {
    var pictures: [String: [UInt8]]
    let endpoint = "demo"
    let abilities = Abilities(maximumBytes: nil, buttons: false, mentions: false, idempotentSends: false)

    func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] { throw Rejected(status: 404, reason: "none") }
    func send(_ message: Outgoing) -> SendOutcome { .impossible(reason: "none") }
    func picture(_ place: String, maximumBytes: Int) -> [UInt8]? { pictures[place] }
}

@Suite("Pictures that came with a suggestion")
struct PicturesKeptTests {
    /// A PNG of one grey pixel with a place written into it.
    static let png: [UInt8] = {
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            [0, 0, 0, UInt8(content.count)] + Array(name.utf8) + content + [0, 0, 0, 0]
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
            + chunk("tEXt", Array("GPS 34.26N".utf8)) + chunk("IDAT", [0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1]) + chunk("IEND", [])
    }()

    @Test("kept with the matter without what it says of its sender, shown to the officer who prints, and erased like words")
    func kept() throws {
        var script = try Script()
        defer { script.end() }
        try script.run("张三@东园社区居民群: 建议：东门路灯不亮\n李四@东园社区居民群: 今天天气好\n略")
        let stage = script.stage
        func said(_ words: String) throws -> Said {
            let message = try #require(stage.sandbox.messages.last { $0.text.contains(words) && $0.sender != nil })
            return Said(
                id: message.id, messageID: message.id, chat: message.chat, sender: message.sender ?? "", displayName: "张三", at: message.at,
                text: message.text, attachments: 1)
        }
        let fetcher = PictureFetcher(stage.desk, maximumBytes: 4096)
        #expect(fetcher.take(Self.png, of: try said("路灯")) == .decided)
        #expect(fetcher.take(Self.png, of: try said("天气")) == .silent, "chat leaves no picture either")
        #expect(fetcher.take(Array("<svg/>".utf8), of: try said("路灯")) == .refused)
        #expect(fetcher.take(Self.png + [UInt8](repeating: 0, count: 5000), of: try said("路灯")) == .refused)
        var stranger = try said("路灯")
        stranger.sender = "n1"
        #expect(fetcher.take(Self.png, of: stranger) != .decided)

        let unit = try #require(UnitID("dongyuan"))
        let key = MatterKey(unit, MatterNumber(year: 2026, serial: 1))
        let now = stage.clock.now, library = stage.desk.library
        let view = try #require(
            try stage.desk.store.read { ledger throws(StoreFailure) in try MatterView.read(key, library, now: now, &ledger) })
        #expect(view.matter.pictures.count == 1)

        let site = PaperSite(stage.desk, base: nil)
        func open(_ form: PaperForm) throws -> HTTPField {
            let grant = PageGrant(unit: unit, matter: key.number, form: form, person: try PaperTests.officer(stage))
            let secret = try stage.desk.store.write { ledger throws(StoreFailure) in try grant.issue(now: now, &ledger) }
            let cookie = site.answer(HTTPRequest(method: "POST", path: "/p/" + secret)).headers.first { $0.isNamed("Set-Cookie") }?.value
            return HTTPField("Cookie", String(try #require(cookie).prefix { $0 != ";" }))
        }
        func get(_ path: String, _ cookie: HTTPField?) -> HTTPResponse {
            site.answer(HTTPRequest(method: "GET", path: path, headers: cookie.map { [$0] } ?? []))
        }
        let cookie = try open(.approval)
        #expect(String(decoding: get("/p", cookie).body, as: UTF8.self).contains("<img src=\"/p/picture/0\""))
        let picture = get("/p/picture/0", cookie)
        #expect(picture.status == 200 && picture.headers.first { $0.isNamed("Content-Type") }?.value == "image/png")
        #expect(picture.body == (try PictureBytes(cleaning: Self.png)).bytes && picture.body.count < Self.png.count)
        #expect(get("/p/picture/0", nil).status == 403)
        #expect(get("/p/picture/0", try open(.signIn)).status == 403, "another form's session shows no picture")
        for path in ["/p/picture/1", "/p/picture/-1", "/p/picture/", "/p/picture/00000", "/p/picture/x"] {
            #expect(get(path, cookie).status == 404)
        }

        // The sender takes the message back: its picture goes with its words, and the record says so.
        let sender = try #require(stage.town.person(named: "张三"))
        #expect(stage.recall(try said("路灯").messageID, by: sender))
        let words = view.matter.pictures[0].id
        #expect(try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.words(words) == nil })
        #expect(get("/p/picture/0", cookie).status == 404)
        #expect(!String(decoding: get("/p", cookie).body, as: UTF8.self).contains("<img"))
        #expect(try Verifying.run(stage.desk.store, library, unit: unit).allSatisfy { $0.conforms })
    }

    @Test("one that is not kept is told where its message was answered, once for all of the message, and nobody claims it is there")
    func notKept() throws {
        var script = try Script()
        defer { script.end() }
        try script.run("张三@东园社区居民群: 建议：东门路灯不亮\n李四@东园社区居民群: 附议 1\n李四@东园社区居民群: 今天天气好\n略")
        let stage = script.stage
        let fetcher = PictureFetcher(stage.desk, maximumBytes: 4096)
        let album = Album(pictures: [
            "png": Self.png, "gif": Array("GIF89a".utf8), "heic": Array("....ftypheic".utf8),
            "long": Self.png + [UInt8](repeating: 0, count: 5000),
        ])
        /// What we say because of the pictures of the last message with these words.
        func told(_ words: String, _ places: [String], count: Int? = nil) throws -> [String] {
            let message = try #require(stage.sandbox.messages.last { $0.text.contains(words) && $0.sender != nil })
            let said = Said(
                id: message.id, messageID: message.id, chat: message.chat, sender: message.sender ?? "", displayName: "", at: message.at,
                text: message.text, pictures: places, pictureCount: count ?? places.count)
            let before = stage.sandbox.messages.count
            fetcher.fetch(said, from: album)
            fetcher.finish()
            stage.settle()
            return stage.sandbox.messages.dropFirst(before).map { "\($0.chat.id) \($0.text)" }
        }
        func line(_ count: Int) -> String {
            "g1 1号有\(count)张照片没存下：只收JPEG、PNG，每张4MB以内，一次4张、一件事20张以内。请换一下，跟“补充 1 …”一起再发，或者交给联络员。"
        }
        #expect(try told("路灯", ["png", "png"]) == [])
        #expect(try told("路灯", ["gif", "heic", "long", "away"]) == [line(4)])
        #expect(try told("路灯", ["png"], count: 3) == [line(2)], "those beyond the fourth, or without an address")
        #expect(try told("附议", ["png"]) == ["g1 1号的照片由提出人和工作人员来发，您这1张没存下。要紧的请交给联络员。"])
        #expect(try told("天气", ["gif"]) == [], "chat")

        let key = MatterKey(try #require(UnitID("dongyuan")), MatterNumber(year: 2026, serial: 1))
        let now = stage.clock.now, library = stage.desk.library
        let view = try #require(
            try stage.desk.store.read { ledger throws(StoreFailure) in try MatterView.read(key, library, now: now, &ledger) })
        #expect(view.matter.pictures.count == 3)
        // One more than a matter takes.
        for _ in 0..<4 { #expect(try told("路灯", ["png", "png", "png", "png"]) == []) }
        #expect(try told("路灯", ["png", "png"]) == [line(1)])
        // Of what is private nothing stands in the group.
        let officer = try #require(stage.town.person(named: "李明")), work = try #require(stage.town.group(named: "东园社区工作群"))
        #expect(stage.say("转私下 1", as: officer, in: work).outcome == .decided)
        #expect(try told("路灯", ["gif"]) == ["u1" + line(1).dropFirst(2)])
    }

    /// A picture of many pages, so that it stands all over the file; nothing in it is like anything else.
    private static func large(_ seed: UInt64) -> [UInt8] {
        var state = seed
        let noise = (0..<60_000).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            withUnsafeBytes(of: UInt32(content.count).bigEndian) { Array($0) } + Array(name.utf8) + content + [0, 0, 0, 0]
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
            + chunk("IDAT", noise) + chunk("IEND", [])
    }

    /// Places of a stored picture, all through it after its head, as they would be found in a file.
    private static func marks(_ picture: [UInt8]) -> [Data] {
        let text = Array(picture.base64.utf8)
        return stride(from: 1000, to: text.count - 24, by: 3989).map { Data(text[$0..<($0 + 24)]) }
    }

    @Test("forgotten with their words, at one's own wish and by the office: in no file, no backup and on no page; the record says so")
    func forgotten() throws {
        var script = try Script()
        defer { script.end() }
        try script.run("张三@东园社区居民群: 建议：张家门口的路灯不亮\n李四@东园社区居民群: 建议：李家门口的车位紧张\n郑红@东园社区居民群: 建议：郑家门口的水管漏水\n略")
        let stage = script.stage, library = stage.desk.library
        let names = ["张三", "李四", "郑红"], words = ["张家门口的", "李家门口的", "郑家门口的"]
        let people = try names.map { try #require(stage.town.person(named: $0)) }
        let fetcher = PictureFetcher(stage.desk)
        let pictures = (1...3).map { Self.large(UInt64($0)) }
        func said(_ index: Int) throws -> Said {
            let message = try #require(stage.sandbox.messages.last { $0.text.contains(words[index]) && $0.sender == people[index].id })
            return Said(
                id: message.id, messageID: message.id, chat: message.chat, sender: people[index].id, displayName: names[index],
                at: message.at, text: message.text, attachments: 1)
        }
        let sayings = try (0..<3).map(said)
        for index in 0..<3 { #expect(fetcher.take(pictures[index], of: sayings[index]) == .decided) }
        // Taken up: it is not withdrawn with its proposer, it goes on without their words.
        let officer = try #require(stage.town.person(named: "李明")), work = try #require(stage.town.group(named: "东园社区工作群"))
        for number in 1...3 { #expect(stage.say("通过 \(number) 直接对话", as: officer, in: work).outcome == .decided) }

        func files() throws -> Data {
            var bytes = Data()
            for name in try FileManager.default.contentsOfDirectory(atPath: script.directory.path).sorted() {
                bytes += try Data(contentsOf: script.directory.appendingPathComponent(name))
            }
            return bytes
        }
        // One that lies across two pages of the file is in no one piece.
        let before = try files()
        let stored = try (0..<3).map { index in
            Self.marks(try PictureBytes(cleaning: pictures[index]).bytes).filter { before.range(of: $0) != nil }
        }
        #expect(stored.allSatisfy { $0.count >= 15 })
        func site(_ number: Int) throws -> (page: String, picture: Int) {
            let unit = try #require(UnitID("dongyuan"))
            let grant = PageGrant(
                unit: unit, matter: MatterNumber(year: 2026, serial: number), form: .approval, person: try PaperTests.officer(stage))
            let now = stage.clock.now
            let secret = try stage.desk.store.write { ledger throws(StoreFailure) in try grant.issue(now: now, &ledger) }
            let site = PaperSite(stage.desk, base: nil)
            let cookie = site.answer(HTTPRequest(method: "POST", path: "/p/" + secret)).headers.first { $0.isNamed("Set-Cookie") }?.value
            let field = HTTPField("Cookie", String(try #require(cookie).prefix { $0 != ";" }))
            func get(_ path: String) -> HTTPResponse { site.answer(HTTPRequest(method: "GET", path: path, headers: [field])) }
            return (String(decoding: get("/p").body, as: UTF8.self), get("/p/picture/0").status)
        }
        for index in 0..<3 {
            let shown = try site(index + 1)
            #expect(shown.page.contains(words[index]) && shown.picture == 200)
        }

        stage.say("忘记我", as: people[0], in: nil)
        #expect(stage.say("是", as: people[0], in: nil).outcome == .decided)
        let patience = Date() + 20
        func isSwept() throws -> Bool {
            try stage.desk.store.read { ledger throws(StoreFailure) in try ledger.mark("erased.unswept") } == 0
        }
        while try !isSwept(), Date() < patience { usleep(50_000) }
        #expect(try isSwept())
        #expect(try stage.desk.forget(Account(endpoint: "demo", id: people[1].id), really: true)?.words == 2)
        // One that was still being fetched is not kept any more.
        for index in 0...1 { #expect(fetcher.take(pictures[index], of: sayings[index]) == .silent) }

        let copy = script.directory.appendingPathComponent("copy").path
        _ = try stage.desk.store.backup(to: copy, at: stage.clock.now)
        let after = try files()
        for index in 0...1 {
            for mark in stored[index] { #expect(after.range(of: mark) == nil) }
            #expect(after.range(of: Data(words[index].utf8)) == nil)
            let shown = try site(index + 1)
            #expect(!shown.page.contains(words[index]) && !shown.page.contains("<img") && shown.picture == 404)
        }
        // Whoever was not forgotten has everything still.
        for mark in stored[2] { #expect(after.range(of: mark) != nil) }
        #expect(try site(3).picture == 200)
        let reports = try Verifying.run(stage.desk.store, library)
        for report in reports { #expect(report.conforms, "\(report.differences)") }
        #expect(reports.flatMap(\.erasures).map(\.why) == [.request, .office])
        #expect(reports.flatMap(\.erasures).map(\.words) == [2, 2])
    }
}
