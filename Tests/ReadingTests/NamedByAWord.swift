import Testing

@testable import Reading

/// A matter is called by a word of its own, anywhere in a sentence, where nobody says its number.
@Suite("Named by a word of its own") struct NamedByAWord {
    static let matters = [
        Reader.Nameable(number: 1, words: "东门路灯不亮，晚上看不清"), Reader.Nameable(number: 2, words: "小区里建个电动车充电棚"),
        Reader.Nameable(number: 3, words: "会所漏水"), Reader.Nameable(number: 4, words: "夜市一条街太吵"),
        Reader.Nameable(number: 5, words: "南门路口没有斑马线"),
    ]

    private func numbered(_ text: String) -> Reader.Numbered? {
        Fixtures.reader.numbered(text, NamedByAWord.matters, common: ["小区", "晚上"], tails: ["这个"])
    }

    @Test(
        "the name gives way to the number, with what points at it",
        arguments: [
            ("充电棚收下", "2号收下"), ("路灯那个期限放宽到4月10号", "1号期限放宽到4月10号"), ("给路灯记个筛选 昨天当面谈的", "给1号记个筛选 昨天当面谈的"),
            ("路灯和充电棚都收了", "1号和2号都收了"), ("路灯充电棚都报审", "1号2号都报审"), ("充电棚3月2号支委会定的", "2号 3月2号支委会定的"), ("修了2充电棚", "修了2 2号"),
        ])
    func names(_ said: String, _ read: String) { #expect(numbered(said)?.text == read) }

    /// 会 and 一条 point at a matter behind its name, and begin the next one here.
    @Test("of two names beside each other neither takes from the other", arguments: ["路灯会所都报审", "充电棚一条街都报审", "路灯、会所都报审"])
    func besideEachOther(_ said: String) { #expect(numbered(said)?.numbers.count == 2, "\(String(describing: numbered(said)))") }

    @Test("what names nothing, or may name two", arguments: ["小区晚上很吵", "今天吃啥", "", "路"])
    func nobody(_ said: String) { #expect(numbered(said) == nil) }

    @Test("a name of two characters is plain only where something points at the matter")
    func plain() {
        #expect(numbered("路灯怎么样了")?.isPlain == false)
        #expect(numbered("路灯那个怎么样了")?.isPlain == true)
        #expect(numbered("充电棚怎么样了")?.isPlain == true)
    }

    @Test("words that are kept are kept as they were said")
    func asSaid() throws {
        let read = try #require(numbered("问下王芳充电棚那个是放楼门口还是放单元里"))
        #expect(read.text == "问下王芳2号是放楼门口还是放单元里")
        #expect(read.asSaid("2号是放楼门口还是放单元里") == "充电棚那个是放楼门口还是放单元里")
        #expect(read.asSaid("12号楼门口") == "12号楼门口")
    }

    @Test("no text of these characters is refused with a trap")
    func anyOrder() {
        let words = ["路灯", "会", "会所", "一条", "一条街", "的事", "那个", "和", "充电棚", "1号", "晚上"]
        for first in words {
            for second in words {
                for third in words { _ = numbered(first + second + third) }
            }
        }
    }
}
