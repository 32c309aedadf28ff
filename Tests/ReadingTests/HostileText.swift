import Dice
import Testing
import Wire

@testable import Reading

/// Nothing that can be typed traps, and the work grows with the length only.
@Suite struct HostileText {
    static let pieces = [
        "通过 12、", "\u{202E}\u{2066}\u{200F}", "[CQ:at,qq=all]", "请", "补录会议 12\n", "加 张三、", "12-13、", "从今天起", "下", "下周三晚7点", "一千",
        "到会 16 代表", "（", "《", "3月", "每周三",
        "代表议事会", "不对，", "王芳赞成换灯，", "没投票", "缺 ", "0", "9", "@", "#", "👨‍👩‍👧", "e\u{301}", "\u{0}", "\r\n", "半", "十", "第", "东园", "开会 12 ",
        "宣布 16比", "由李四替我",
    ]

    static let places: [(Role, Context)] = [
        (.resident, .group), (.resident, .direct), (.liaisonOfficer, .workGroup), (.convenor, .direct), (.partySecretary, .replyToApproval),
        (.chair, .liveMeeting), (.secretary, .workGroup), (.member, .replyToMeetingCall), (.resident, .replyToPoll),
        (.resident, .replyToBotLast),
    ]

    static func steps(_ text: String, _ role: Role, _ context: Context) -> Int {
        var steps = 0
        _ = Fixtures.reader.read(Utterance(text, at: Fixtures.at(), role: role, context: context), steps: &steps)
        return steps
    }

    @Test(arguments: pieces) func repetitionCostsNoMoreThanItsLength(_ piece: String) {
        for lead in ["", "通过 12 ", "开会 12 ", "转 12 ", "到会 ", "同意 12 ", "名单 12 ", "建议：", "补录会议 12\n"] {
            for (role, context) in Self.places {
                let short = lead + String(repeating: piece, count: 50)
                let long = lead + String(repeating: piece, count: 300)
                let least = Self.steps(short, role, context)
                // Six times the length may cost six times the work, and a fixed amount more.
                #expect(Self.steps(long, role, context) <= 7 * least + 9000, "\(lead)\(piece) \(role) \(context)")
            }
        }
    }

    @Test func aHundredKilobytesAreRead() {
        for piece in ["建议", "通过 12 ", "\u{202E}", "下周三晚7点，不对，"] {
            let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
            for (role, context) in Self.places { _ = Fixtures.read(text, role, context) }
            #expect(Fixtures.read(text, .resident, .group).action == .silence || Fixtures.read(text, .resident, .group).name == .suggest)
        }
        let long = "建议：" + String(repeating: "路灯不亮。", count: 6_000)
        guard case .text(let kept)? = Fixtures.read(long).slots[.text] else {
            Issue.record("a long suggestion is still one")
            return
        }
        #expect(kept.unicodeScalars.count == 30_000)
    }

    @Test func onlyInvisibleCharactersAreSilence() {
        for text in ["\u{202E}\u{202D}\u{2066}\u{2069}", "\u{200B}", "\u{FEFF}\u{FE0F}", "\u{E0041}\u{E007F}"] {
            #expect(Fixtures.read(text).action == .silence)
            #expect(Fixtures.read(text, .resident, .direct).action == .silence)
        }
    }

    /// Random sentences from the pieces of commands: every place, no trap, spans inside the text, numbers within their limits.
    @Test func randomMixturesHold() {
        var random = SplitMix64(seed: 20_260_310)
        let words =
            Self.pieces + [
                "12", " ", "物业办", "4月底前", "应到18", "张三", "理由", "：", "，", "达成共识", "15:2", "三楼", "12号", "2月30日", "晚", "会", "《通知》",
                "徐委发〔2020〕26号",
            ]
        for _ in 0..<4000 {
            let text = (0..<Int(random.next() % 9) + 1).map { _ in words[Int(random.next() % UInt64(words.count))] }.joined()
            let (role, context) = Self.places[Int(random.next() % UInt64(Self.places.count))]
            let intent = Fixtures.read(text, role, context)
            let length = text.unicodeScalars.count
            for date in intent.dates { #expect(0 <= date.start && date.start < date.end && date.end <= length, "\(text)") }
            if case .integers(let numbers)? = intent.slots[.numbers] {
                #expect(numbers.count <= 100 && numbers.allSatisfy { (1...999_999).contains($0) } && Set(numbers).count == numbers.count)
            }
            #expect(!String(decoding: intent.json.bytes(), as: UTF8.self).isEmpty)
        }
    }

    /// A forged number: only the number that was said may come out, whatever stands around it.
    @Test func noNumberIsInvented() {
        for said in ["通过 12\u{200B}3", "通过 12 3"] {
            guard case .integers(let numbers)? = Fixtures.read(said, .liaisonOfficer, .workGroup).slots[.numbers] else {
                Issue.record("expected numbers in \(said)")
                continue
            }
            #expect(numbers == [123] || numbers == [12, 3])
        }
        #expect(Fixtures.read("通过 1000000", .liaisonOfficer, .workGroup).action != .act)
        #expect(Fixtures.read("通过 1-900000", .liaisonOfficer, .workGroup).action != .act)
    }
}
