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
        for place in ["https://multimedia.nt.qq.com.cn/download?appid=1", "http://gchat.qpic.cn/a", "http://127.0.0.1:3000/file"] {
            #expect(OneBotPicture.mayAsk(place, api: api), "\(place)")
        }
        for place in [
            "http://127.0.0.1:8082/metrics", "http://localhost/a", "http://10.0.0.1/a", "http://169.254.169.254/latest", "http://[::1]/a",
            "http://2130706433/", "http://0x7f.1/", "file:///etc/passwd", "ftp://a.cn/", "http://user@a.cn/", "http://printer.local/",
            "http:///a",
            "base64://AAAA", "http://a.cn\r\nX: 1/", "http://router/",
        ] { #expect(!OneBotPicture.mayAsk(place, api: api), "\(place)") }
    }
}
