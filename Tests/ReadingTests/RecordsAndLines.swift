import Procedure
import Testing
import Wire

@testable import Reading

@Suite struct RecordsAndLines {
    @Test func aPastedRecordIsReadLineByLine() {
        let said = """
            补录会议 12
            时间：3月9日19:30-21:00
            地点：二楼会议室
            主持：张三
            秘书：王五
            应到：18 实到：16
            缺席情况见签到表
            1、李四（正方）：停车费太高，应当降
            发言：赵六 反方 车位要先给老人留
            修订：东门加装六盏路灯
            表态：举手
            结果：达成共识 16比2
            散会
            """
        let intent = Fixtures.read(said, .secretary, .workGroup)
        #expect(Fixtures.line(intent) == "act paste_record {\"number\":12}")
        #expect(
            intent.more.map(Fixtures.line) == [
                "act minutes {\"end\":\"2026-03-09T21:00\",\"line\":2,\"start\":\"2026-03-09T19:30\"}",
                "act minutes {\"line\":3,\"place\":\"二楼会议室\"}", "act minutes {\"line\":4,\"person\":\"张三\",\"post\":\"主持人\"}",
                "act nominate_secretary {\"line\":5,\"secretary\":\"王五\"}", "act close_count {\"expected\":18,\"line\":6,\"present\":16}",
                "act record_view {\"line\":7,\"text\":\"缺席情况见签到表\"}",
                "act record_view {\"line\":8,\"person\":\"李四\",\"stance\":\"正方\",\"text\":\"停车费太高，应当降\"}",
                "act record_view {\"line\":9,\"person\":\"赵六\",\"stance\":\"反方\",\"text\":\"车位要先给老人留\"}",
                "act revise {\"line\":10,\"text\":\"东门加装六盏路灯\"}", "act confirm_method {\"line\":11,\"method\":\"举手\"}",
                "act announce_result {\"against\":2,\"for\":16,\"line\":12,\"result\":\"达成共识\"}", "act end_meeting {\"line\":13}",
            ])
    }

    @Test func whoSpokeMayBeSaidInSeveralWays() {
        let said = """
            补录会议 12
            提议人发言 赵强 充电桩装北门
            提议人发言：充电桩装北门
            提议人先发言
            提议人赵强首先发言
            李四发言 反对 电费谁出
            大家都发言了
            """
        #expect(
            Fixtures.read(said, .secretary, .workGroup).more.map(Fixtures.line) == [
                "act record_view {\"line\":2,\"person\":\"赵强\",\"post\":\"提议人\",\"text\":\"充电桩装北门\"}",
                "act record_view {\"line\":3,\"post\":\"提议人\",\"text\":\"充电桩装北门\"}",
                "act open_meeting {\"line\":4}",
                "act record_view {\"line\":5,\"person\":\"赵强\",\"post\":\"提议人\"}",
                "act record_view {\"line\":6,\"person\":\"李四\",\"stance\":\"反方\",\"text\":\"电费谁出\"}",
                "act record_view {\"line\":7,\"text\":\"大家都发言了\"}",
            ])
    }

    @Test func aRecordOfTooManyLinesIsAskedBack() {
        let said = "补录会议 12" + String(repeating: "\n到会 16", count: 400)
        #expect(Fixtures.read(said, .secretary, .workGroup).action == .ask)
    }

    @Test func oneLineOut() throws {
        let json = try JSON(
            parsing: Array(
                "{\"text\": \"开会 12 下周三晚7点半 二楼 应到18\", \"at\": \"2026-03-10T10:00:00+08:00\", \"role\": \"convenor\", \"context\": \"work_group\"}"
                    .utf8))
        let intent = Fixtures.reader.read(try Utterance(json, now: Instant(milliseconds: 0)))
        #expect(
            String(decoding: intent.json.bytes(), as: UTF8.self)
                == "{\"do\":\"act\",\"intent\":\"call_meeting\",\"slots\":{\"expected\":18,\"number\":12,\"place\":\"二楼\",\"start\":\"2026-03-18T19:30\"},\"ask\":null,\"more\":[],\"dates\":[{\"span\":[6,13],\"is\":\"2026-03-18T19:30\"}]}"
        )
    }

    @Test func oneLineInMayLeaveOutAllButTheText() throws {
        let said = try Utterance(["text": "12"], now: Fixtures.at())
        #expect(said == Utterance("12", at: Fixtures.at(), role: .resident, context: .group))
        for faulty: JSON in [
            [:], ["text": 1], ["text": "", "role": "king"], ["text": "", "context": "moon"], ["text": "", "at": "yesterday"],
        ] {
            #expect(throws: Malformed.self) { try Utterance(faulty, now: Fixtures.at()) }
        }
    }

    @Test func aSecondPostIsHeardAfterTheFirst() {
        let said = Utterance("同意 12 3月5日支委会", at: Fixtures.at(), role: .convenor, context: .workGroup, posts: [.partySecretary])
        #expect(Fixtures.reader.read(said).name == .recordApproval)
        let bare = Utterance("不同意 12 与规划不符", at: Fixtures.at(), role: .convenor, context: .workGroup, posts: [.partySecretary])
        #expect(Fixtures.reader.read(bare).slots[.result] == .text("no"))
        #expect(Fixtures.read("不同意 12 与规划不符", .convenor, .workGroup).action != .act)
    }

    @Test func aMentionOpensWhatIsOtherwiseHeardInPrivateOnly() {
        func mentioned(_ text: String, _ role: Role = .resident, _ context: Context = .group) -> String {
            Fixtures.line(Fixtures.reader.read(Utterance(text, at: Fixtures.at(), role: role, context: context, mentionsUs: true)))
        }
        #expect(mentioned("我的") == "act list_mine {}")
        #expect(mentioned("怎么用") == "act help {}")
        #expect(mentioned("12") == "act ask_status {\"number\":12}")
        #expect(mentioned("小区东门的路灯坏了") == "offer complain_as_suggestion {\"text\":\"小区东门的路灯坏了\"}")
        #expect(mentioned("通过 12", .liaisonOfficer, .residentGroup) != "act pass {\"numbers\":[12]}")
    }

    @Test func anOfficersBareAgreementIsScreeningNeverApproval() {
        for context in [Context.replyToSuggestion, .replyToTodo] {
            #expect(Fixtures.read("同意", .liaisonOfficer, context).name == .pass)
            #expect(Fixtures.read("可以", .liaisonOfficer, context).name == .pass)
        }
        #expect(Fixtures.read("同意 12", .liaisonOfficer, .workGroup).name == .pass)
        #expect(Fixtures.read("同意", .liaisonOfficer, .replyToApproval).name != .recordApproval)
    }
}
