import Dice
import Testing

@testable import Gateways

@Suite struct CQCodeTests {
    @Test func theExamplesOfTheSpecification() {
        #expect(CQCode.segments(of: "[CQ:face,id=178]看看我刚拍的照片[CQ:image,file=123.jpg]").map(\.type) == ["face", "text", "image"])
        #expect(CQCode.segments(of: "&#91;CQ:at,qq=all&#93;") == [.text("[CQ:at,qq=all]")])
        #expect(CQCode.segments(of: "[CQ:share,url=http://x/?a=1&#44;2&amp;b=3]").first?["url"] == "http://x/?a=1,2&b=3")
        #expect(CQCode.segments(of: "[CQ:shake]") == [OneBotSegment("shake")])
    }

    /// Unescaping goes over a text once: an escaped escape stays one.
    @Test func anEscapedEscapeStays() {
        #expect(CQCode.segments(of: "&amp;#91;CQ:at&amp;amp;") == [.text("&#91;CQ:at&amp;")])
    }

    @Test(arguments: ["[CQ:", "[CQ:at", "[CQ:]", "[CQ:,qq=1]", "[cq:at,qq=1]", "[ CQ:at,qq=1]", "[CQ:at[", "[", "]", "&", "&#9", ""])
    func whatIsNoCodeIsText(_ string: String) {
        #expect(CQCode.segments(of: string) == (string.isEmpty ? [] : [.text(string)]))
    }

    @Test func aBrokenCodeDoesNotSwallowAWholeOne() {
        #expect(
            CQCode.segments(of: "[CQ:at,qq=[CQ:at,qq=1]") == [.text("[CQ:at,qq="), OneBotSegment("at", [.init(name: "qq", value: "1")])])
    }

    /// Ten thousand messages from a seeded generator, of the characters that matter.
    @Test func writingAndReadingIsARoundTrip() {
        var random = SplitMix64(seed: 42)
        let pieces = ["[", "]", ",", "&", "=", "CQ:", "[CQ:at,qq=all]", "&amp;", "&#44;", "#", "建议", "🌳", " ", "\n", "a", "\u{202E}"]
        func words() -> String {
            (0..<Int.random(in: 1...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        for _ in 0..<10_000 {
            var segments: [OneBotSegment] = []
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                if Bool.random(using: &random), segments.last?.type != "text" {
                    segments.append(.text(words()))
                } else {
                    let items = (0..<Int.random(in: 0...3, using: &random)).map { OneBotSegment.Item(name: "k\($0)", value: words()) }
                    segments.append(OneBotSegment(["at", "image", "reply"].randomElement(using: &random) ?? "at", items))
                }
            }
            #expect(CQCode.segments(of: CQString.of(segments)) == segments)
        }
    }
}

/// Segments written as the specification says a CQ string is written; the daemon itself sends arrays only.
private enum CQString {
    static func of(_ segments: [OneBotSegment]) -> String {
        segments.map { segment in
            if segment.type == "text" { return escaped(segment["text"] ?? "") }
            let items = segment.data.map { ",\($0.name)=\(escaped($0.value).replacing(",", with: "&#44;"))" }
            return "[CQ:\(segment.type)\(items.joined())]"
        }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("[", with: "&#91;").replacing("]", with: "&#93;")
    }
}
