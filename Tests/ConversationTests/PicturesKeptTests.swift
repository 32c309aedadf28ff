import Deliberation
import Gateways
import Procedure
import Record
import Testing
import Wire

@testable import Board
@testable import Desk

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
}
