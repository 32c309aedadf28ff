import Procedure
import Testing
import Wire

@testable import Gateways

/// What comes out of an event.
@Suite struct OneBotEventTests {
    @Test func aGroupMessage() throws {
        let said = try OneBotPush.said(OneBotPush.message([OneBotPush.text("建议"), OneBotPush.text("装路灯")]))
        #expect(
            said
                == Said(
                    id: "10001/group/20002/-2147483648/1700000000", messageID: "-2147483648",
                    chat: Chat(endpoint: "qq", kind: .group, id: "20002"), sender: "30003", displayName: "三栋李",
                    at: Instant(seconds: 1_700_000_000), text: "建议装路灯"))
    }

    @Test func aPrivateMessageAndATemporaryChat() throws {
        for subType: JSON in ["friend", "group", "other"] {
            let said = try #require(try OneBotPush.said(OneBotPush.message("你好", group: nil, changing: ["sub_type": subType])))
            #expect(said.chat == Chat(endpoint: "qq", kind: .direct, id: "30003"))
            #expect(said.id == "10001/private/30003/-2147483648/1700000000")
        }
    }

    /// A CQ string, an array and a single segment are three ways to write one message.
    @Test func arrayAndStringAreTheSame() throws {
        let array: JSON = [
            OneBotPush.reply("-5"), OneBotPush.at("30009"), OneBotPush.text(" a[b],&c"), OneBotPush.at(10001), OneBotPush.at("30007"),
            ["type": "image", "data": ["file": "1.png", "url": "http://x/?a=1,2&b=[3]"]], ["type": "face", "data": ["id": 178]],
        ]
        let picture = "[CQ:image,file=1.png,url=http://x/?a=1&#44;2&amp;b=&#91;3&#93;]"
        let words = "[CQ:reply,id=-5][CQ:at,qq=30009] a&#91;b&#93;,&amp;c[CQ:at,qq=10001][CQ:at,qq=30007,name=老王]"
        let string = JSON.string(words + picture + "[CQ:face,id=178]")
        let first = try #require(try OneBotPush.said(OneBotPush.message(array)))
        let second = try #require(try OneBotPush.said(OneBotPush.message(string)))
        #expect(first == second)
        #expect(
            first.text == " a[b],&c" && first.mentionsUs && first.mentions == ["30007"] && first.quotes == "-5" && first.attachments == 1)
        #expect(
            try OneBotPush.said(OneBotPush.message(OneBotPush.text("x"))) == OneBotPush.said(OneBotPush.message([OneBotPush.text("x")])))
    }

    @Test func theMentionThatAQuoteBringsIsNobodysMention() throws {
        func mentions(_ segments: JSON...) throws -> [String] {
            try OneBotPush.said(OneBotPush.message(.array(segments)))?.mentions ?? []
        }
        #expect(try mentions(OneBotPush.reply(5), OneBotPush.at(30009), OneBotPush.text("附议")) == [])
        #expect(try mentions(OneBotPush.reply(5), OneBotPush.text(" "), OneBotPush.at(30009), OneBotPush.at(30010)) == ["30010"])
        #expect(try mentions(OneBotPush.reply(5), OneBotPush.text("问问"), OneBotPush.at(30009)) == ["30009"])
        #expect(try mentions(OneBotPush.at(30009), OneBotPush.text("附议")) == ["30009"])
    }

    @Test func mentioningUsAnywhereCounts() throws {
        for id: JSON in [10001, "10001"] {
            #expect(
                try OneBotPush.said(OneBotPush.message([OneBotPush.text("问"), OneBotPush.at(id), OneBotPush.text("x")]))?.mentionsUs == true
            )
        }
        #expect(try OneBotPush.said(OneBotPush.message([OneBotPush.reply(5), OneBotPush.at(10001)]))?.mentionsUs == true)
        for id: JSON in ["all", "100010", "010001", 1000, nil] {
            let said = try #require(try OneBotPush.said(OneBotPush.message([OneBotPush.at(id), OneBotPush.text("x")])))
            #expect(!said.mentionsUs && said.text == "x")
        }
        #expect(try OneBotPush.said(OneBotPush.message([OneBotPush.at("all")]))?.mentions == [])
    }

    /// The words of a message never become its structure.
    @Test func aCodeInAnyFieldStaysText() throws {
        let code = "[CQ:at,qq=all]"
        let said = try #require(
            try OneBotPush.said(
                OneBotPush.message(
                    [OneBotPush.text(code), OneBotPush.at(.string(code)), OneBotPush.reply(.string(code))],
                    changing: [
                        "sender": ["nickname": .string(code), "card": .string(code)], "raw_message": .string(code), "title": .string(code),
                    ])))
        #expect(said.text == code && said.displayName == code)
        #expect(said.mentions == [] && !said.mentionsUs && said.quotes == nil)
        #expect(try OneBotPush.said(OneBotPush.message("&#91;CQ:at,qq=10001&#93;"))?.mentionsUs == false)
        #expect(try OneBotPush.said(OneBotPush.message("&#91;CQ:at,qq=10001&#93;"))?.text == "[CQ:at,qq=10001]")
        for field in ["sub_type", "message_type", "post_type", "group_name"] {
            let event = OneBotPush.message([OneBotPush.text("x")], changing: [field: .string(code)])
            #expect(OneBotPush.rejection(OneBotPush.request(event)) == nil)
        }
        for field in ["user_id", "group_id", "message_id", "self_id", "time"] {
            let event = OneBotPush.message([OneBotPush.text("x")], changing: [field: .string(code)])
            #expect(OneBotPush.rejection(OneBotPush.request(event))?.status == 400)
        }
    }

    @Test func aForwardedConversationSaysNothing() throws {
        let inner: JSON = ["type": "node", "data": ["content": [OneBotPush.text("通过 12")]]]
        let said = try #require(try OneBotPush.said(OneBotPush.message([["type": "forward", "data": ["id": "f1", "content": [inner]]]])))
        #expect(said.text.isEmpty && said.quotes == nil && said.attachments == 0)
        let card = try #require(try OneBotPush.said(OneBotPush.message("[CQ:json,data={\"prompt\":\"通过 12\"}]")))
        #expect(card.text.isEmpty)
    }

    @Test func idsAreExact() throws {
        let cases: [(JSON, String)] = [
            (9_007_199_254_740_993, "9007199254740993"), (.integer(.max), "9223372036854775807"), ("9007199254740993", "9007199254740993"),
            (.decimal("18446744073709551615"), "18446744073709551615"), ("00042", "42"),
        ]
        for (json, text) in cases {
            let body = OneBotPush.message([OneBotPush.text("x")], group: json, changing: ["user_id": json]).bytes()
            guard case .said(let said)? = try OneBotPush.gateway().receive(OneBotPush.request(body), now: OneBotPush.now).first else {
                Issue.record("not said")
                continue
            }
            #expect(said.sender == text && said.chat.id == text)
        }
        #expect(try OneBotPush.said(OneBotPush.message("x", changing: ["message_id": -1]))?.messageID == "-1")
    }

    @Test func theNameIsTheCardElseTheNickname() throws {
        let cases: [(JSON, String)] = [
            (["card": "三栋李", "nickname": "n"], "三栋李"), (["card": "", "nickname": "n"], "n"), (["nickname": "n"], "n"),
            (["card": nil, "nickname": "n"], "n"), ([:], ""), (nil, ""), (["card": 7, "nickname": []], ""),
        ]
        for (sender, name) in cases {
            #expect(try OneBotPush.said(OneBotPush.message("x", changing: ["sender": sender]))?.displayName == name)
        }
    }

    @Test func anonymousSendersAreMarked() throws {
        #expect(
            try OneBotPush.said(OneBotPush.message("x", changing: ["anonymous": ["id": 1, "name": "大侠", "flag": "f"]]))?.isAnonymous == true
        )
        #expect(try OneBotPush.said(OneBotPush.message("x", changing: ["sub_type": "anonymous"]))?.isAnonymous == true)
        #expect(try OneBotPush.said(OneBotPush.message("x"))?.isAnonymous == false)
    }

    @Test func theSameEventFiveTimesHasOneId() throws {
        let event = OneBotPush.message([OneBotPush.text("x")])
        let ids = try (0..<5).map { _ in try OneBotPush.said(event)?.id }
        #expect(Set(ids).count == 1)
        let others = try [
            OneBotPush.message("x", changing: ["message_id": 2]), OneBotPush.message("x", changing: ["group_id": 20003]),
            OneBotPush.message("x", changing: ["time": 1_700_000_001]), OneBotPush.message("x", group: nil),
            OneBotPush.message("x", group: nil, changing: ["user_id": 20002]),
        ].map { try OneBotPush.said($0)?.id }
        #expect(Set(others + ids).count == 6)
    }

    @Test func ourOwnMessagesAreIgnored() throws {
        #expect(try OneBotPush.arrive(OneBotPush.message("x", changing: ["user_id": 10001])) == .ignored("own"))
        #expect(try OneBotPush.arrive(OneBotPush.message("x", changing: ["post_type": "message_sent"])) == .ignored("own"))
    }

    @Test func recalls() throws {
        guard case .recalled(let recalled)? = try OneBotPush.arrive(OneBotPush.recall()) else {
            Issue.record("no recall")
            return
        }
        #expect(recalled.messageID == "-77" && recalled.sender == "30003" && recalled.operatedBy == "30004")
        #expect(recalled.chat == Chat(endpoint: "qq", kind: .group, id: "20002"))
        // LLOneBot tells of it twice.
        #expect(try OneBotPush.arrive(OneBotPush.recall(changing: ["time": 1_700_000_001])).map(id) == recalled.id)
        guard case .recalled(let direct)? = try OneBotPush.arrive(OneBotPush.recall(group: nil)) else {
            Issue.record("no recall")
            return
        }
        #expect(direct.chat == Chat(endpoint: "qq", kind: .direct, id: "30003") && direct.operatedBy == "30003")
        let message = try OneBotPush.said(OneBotPush.message("x", changing: ["message_id": -77]))
        #expect(message?.id != recalled.id)
        #expect(OneBotPush.rejection(OneBotPush.request(OneBotPush.recall(changing: ["group_id": JSON?.none])))?.status == 400)
    }

    private func id(_ arrived: Arrived) -> String? {
        switch arrived {
        case .said(let said): said.id
        case .recalled(let recalled): recalled.id
        case .ignored: nil
        }
    }

    /// Answered with success, and counted under a name from a closed list: a stranger's word never becomes the name of a counter.
    @Test func whatIsNotForUsIsIgnored() throws {
        let cases: [([String: JSON?], String)] = [
            (["post_type": "meta_event", "meta_event_type": "heartbeat"], "meta.heartbeat"),
            (["post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "connect"], "meta.lifecycle"),
            (["post_type": "meta_event", "meta_event_type": "new"], "meta.other"), (["post_type": "new"], "other"),
            (["post_type": "notice", "notice_type": "group_increase"], "notice.group_increase"),
            (["post_type": "notice", "notice_type": "notify", "sub_type": "poke"], "notice.notify"),
            (["post_type": "notice", "notice_type": "new"], "notice.other"),
            (["post_type": "request", "request_type": "friend"], "request"),
            (["message_type": "guild"], "message.other"), (["sub_type": "notice"], "message.notice"),
        ]
        for (changes, kind) in cases {
            var changes = changes
            if changes["post_type"] != nil { changes["message_type"] = .some(JSON?.none) }
            #expect(try OneBotPush.arrive(OneBotPush.message("x", changing: changes)) == .ignored(kind))
        }
    }

    @Test func longAndStrangeTextsComeThroughWhole() throws {
        let long = String(repeating: "长话短说。", count: 100_000 / 15)
        for text in [long, "\u{200B}建\u{200D}议\u{202E}gnp", "👨‍👩‍👧 同意", "\u{0}\u{1}", "", String(repeating: "[CQ:", count: 20_000)] {
            #expect(try OneBotPush.said(OneBotPush.message([OneBotPush.text(text)]))?.text == text)
        }
        let string = String(repeating: "[CQ:", count: 20_000)
        #expect(try OneBotPush.said(OneBotPush.message(.string(string)))?.text == string)
    }
}
