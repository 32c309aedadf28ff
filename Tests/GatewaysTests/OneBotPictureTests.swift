import Testing
import Wire

@testable import Gateways

@Suite struct OneBotPictureTests {
    private func words(_ form: String) throws -> OneBotWords {
        try JSONCursor.read(Array(form.utf8)) { cursor throws(Malformed) in try OneBotWords(&cursor, account: "10001") }
    }

    @Test func bothFormsOfAMessageNameTheirPictures() throws {
        let forms = [
            #"[{"type":"text","data":{"text":"建议：路灯"}},{"type":"image","data":{"file":"a.jpg","url":"https://c.example.com/a?x=1&y=2"}},{"type":"image","data":{"file":"b.jpg"}}]"#,
            #""建议：路灯[CQ:image,file=a.jpg,url=https://c.example.com/a?x=1&amp;y=2][CQ:image,file=b.jpg]""#,
        ]
        for form in forms {
            let words = try self.words(form)
            #expect(words.attachments == 2 && words.pictureCount == 2 && words.pictures == ["https://c.example.com/a?x=1&y=2"])
            #expect(words.text == "建议：路灯")
        }
    }

    @Test func noMoreThanAFew() throws {
        let one = #"{"type":"image","data":{"url":"https://c.example.com/a"}}"#
        let long = #"{"type":"image","data":{"url":"https://c.example.com/\#(String(repeating: "a", count: 3000))"}}"#
        let words = try self.words("[\(long),\(Array(repeating: one, count: 9).joined(separator: ","))]")
        #expect(words.pictures.count == Said.mostPictures && words.attachments == 10 && words.pictureCount == 10)
    }

    @Test func nothingInsideTheHouseIsAskedFor() {
        let api = "http://127.0.0.1:3000"
        for place in [
            "https://multimedia.nt.qq.com.cn/download?appid=1", "http://gchat.qpic.cn/a", "http://127.0.0.1:3000/file",
            "https://GCHAT.QPIC.CN:443/a", "https://a_b.example.xn--fiqs8s/a",
        ] {
            #expect(OneBotPicture.mayAsk(place, api: api), "\(place)")
        }
        for place in [
            "http://127.0.0.1:8082/metrics", "http://localhost/a", "http://10.0.0.1/a", "http://169.254.169.254/latest", "http://[::1]/a",
            "http://2130706433/", "http://0x7f.1/", "file:///etc/passwd", "ftp://a.cn/", "http://user@a.cn/", "http://printer.local/",
            "http:///a",
            "base64://AAAA", "http://a.cn\r\nX: 1/", "http://router/", "http://127.0.0.0x1/", "http://169.254.169.0xfe/latest",
            "http://0x7f.0.0.0x1:80/", "http://127.0.0.1.:80/", "http://a.cn:0x50/", "http://a.cn:80:80/", "http://a.cn:/",
            "http://127%2e0.0.1%23.cn/", "http://127.0.0.1\\.cn/", "http://a.c0m/",
        ] { #expect(!OneBotPicture.mayAsk(place, api: api), "\(place)") }
    }

    @Test func onlyTheImplementationsOwnAddressMayLieInside() throws {
        let api = "http://127.0.0.1:3000"
        #expect(OneBotPicture.isOwn("http://127.0.0.1:3000/file", api: api))
        for place in ["http://127.0.0.1/file", "http://127.0.0.1:3001/", "https://gchat.qpic.cn/a", "file:///"] {
            #expect(!OneBotPicture.isOwn(place, api: api), "\(place)")
        }
        let peer = try OneBotPeer { _ in .text("a picture") }
        let gateway = OneBotSendTests.gateway(peer.api)
        #expect(gateway.picture(peer.api + "/a.jpg", maximumBytes: 100) == Array("a picture".utf8))
        #expect(OneBotSendTests.gateway(api).picture(peer.api + "/a.jpg", maximumBytes: 100) == nil)
    }
}
