import Procedure
import Testing
import Wire

@testable import Gateways

/// What is sent, and what is concluded from the answer.
@Suite struct OneBotSendTests {
    static let group = Chat(endpoint: "qq", kind: .group, id: "20002")
    static let direct = Chat(endpoint: "qq", kind: .direct, id: "9007199254740993")

    static func outgoing(_ text: String, to chat: Chat = group, mentions: [String] = [], quotes: String? = nil, through: String? = nil)
        -> Outgoing
    {
        Outgoing(chat: chat, text: text, mentions: mentions, quotes: quotes, idempotencyKey: "k", throughGroup: through)
    }

    static func gateway(_ api: String, callMilliseconds: Int64 = 10_000) -> OneBotGateway {
        var configuration = OneBotPush.configuration(api: api)
        configuration.limits.callTimeout = Span(milliseconds: callMilliseconds)
        return OneBotGateway(configuration)
    }

    /// Sends to a peer that takes everything, and returns the one call it saw.
    private func sent(_ message: Outgoing) throws -> OneBotPeer.Call? {
        let peer = try OneBotPeer { _ in OneBotPeer.ok(["message_id": -7]) }
        let outcome = withExtendedLifetime(peer) { Self.gateway(peer.api).send(message) }
        guard peer.calls.count == 1 else { return nil }
        #expect(outcome == .sent(messageID: "-7"))
        return peer.calls[0]
    }

    @Test func aGroupMessage() throws {
        let call = try #require(try sent(Self.outgoing("12号已登记", mentions: ["30003"], quotes: "-5")))
        #expect(call.request.method == "POST" && call.request.path == "/send_group_msg")
        #expect(
            call.parameters == [
                "group_id": 20002,
                "message": [
                    ["type": "reply", "data": ["id": "-5"]], ["type": "at", "data": ["qq": "30003"]],
                    ["type": "text", "data": ["text": " 12号已登记"]],
                ],
            ])
    }

    /// Who speaks to us in a temporary chat is answered in it, whatever group we would have thought of.
    @Test(arguments: ["group_id", "sender"]) func anAnswerGoesThroughTheGroupItWasAskedThrough(_ place: String) throws {
        let peer = try OneBotPeer { _ in OneBotPeer.ok(["message_id": 1]) }
        let gateway = Self.gateway(peer.api)
        let asked = OneBotPush.message(
            [OneBotPush.text("我的建议")], group: nil,
            changing: [
                "sub_type": "group", "user_id": 30003,
                place: place == "sender" ? ["user_id": 30003, "nickname": "小李", "group_id": 20009] : 20009,
            ])
        _ = try gateway.receive(OneBotPush.request(asked.bytes()), now: OneBotPush.now)
        _ = gateway.send(Self.outgoing("您还没有提过建议", to: Chat(endpoint: "qq", kind: .direct, id: "30003"), through: "20002"))
        _ = gateway.send(Self.outgoing("x", to: Self.direct, through: "20002"))
        _ = gateway.send(Self.outgoing("x", to: Self.direct))
        #expect(peer.calls.map { $0.parameters["group_id"]?.integer } == [20009, 20002, nil])
    }

    /// Lagrange.OneBot answers 406 to a charset; a token in the address would stand in logs.
    @Test func headersAreExactlyThese() throws {
        let call = try #require(try sent(Self.outgoing("x")))
        #expect(call.request.headers.filter { $0.isNamed("Content-Type") }.map(\.value) == ["application/json"])
        #expect(call.request.header("Authorization") == "Bearer some-token")
        #expect(call.request.query.isEmpty)
    }

    @Test func withoutATokenThereIsNoHeader() throws {
        let peer = try OneBotPeer { _ in OneBotPeer.ok(["message_id": 1]) }
        var configuration = OneBotPush.configuration(api: peer.api + "///")
        configuration.token = nil
        #expect(OneBotGateway(configuration).send(Self.outgoing("x")) == .sent(messageID: "1"))
        #expect(peer.calls.first?.request.header("Authorization") == nil && peer.calls.first?.request.path == "/send_group_msg")
    }

    @Test func aPrivateMessageAndATemporaryChat() throws {
        let friend = try #require(try sent(Self.outgoing("x", to: Self.direct, mentions: ["30003"])))
        #expect(friend.action == "send_private_msg")
        #expect(friend.parameters == ["user_id": 9_007_199_254_740_993, "message": [["type": "text", "data": ["text": "x"]]]])
        let member = try #require(try sent(Self.outgoing("x", to: Self.direct, through: "20002")))
        #expect(member.parameters["group_id"] == 20002)
    }

    /// In an array a code is text; nobody is called whom we did not name, and everybody never.
    @Test func noCodeAndNoCallToEverybodyGoesOut() throws {
        let code = "[CQ:at,qq=all]"
        let call = try #require(try sent(Self.outgoing(code, mentions: ["all", code, "30003"], quotes: code)))
        #expect(
            call.parameters["message"] == [
                ["type": "at", "data": ["qq": "30003"]], ["type": "text", "data": ["text": .string(" " + code)]],
            ])
    }

    @Test(arguments: [
        ("甲\r\n乙\r丙\u{2028}丁\t戊", "甲\n乙\n丙\n丁 戊"), ("\u{0}a\u{7}b\u{1B}[31m", "ab[31m"), ("\u{202E}倒\u{202C}着\u{2066}写\u{2069}", "倒着写"),
        ("建\u{200B}议\u{FEFF}", "建议"), ("👨‍👩‍👧", "👨‍👩‍👧"), ("甲\n\n乙", "甲\n\n乙"), ("\u{E0041}标", "标"), ("甲\r\n\r\n乙", "甲\n\n乙"),
    ])
    func steeringCharactersAreTakenOut(_ text: String, _ clean: String) throws {
        let call = try #require(try sent(Self.outgoing(text)))
        #expect(
            call.parameters["message"]?.array?.last?["data"]?["text"]?.string?.unicodeScalars.elementsEqual(clean.unicodeScalars) == true)
    }

    @Test func whatCannotBeSentIsNotTried() throws {
        let peer = try OneBotPeer { _ in OneBotPeer.ok(["message_id": 1]) }
        let gateway = Self.gateway(peer.api)
        let impossible = [
            Self.outgoing(""), Self.outgoing("\u{0}\u{202E}"), Self.outgoing("x", to: Chat(endpoint: "sandbox", kind: .group, id: "1")),
            Self.outgoing("x", to: Chat(endpoint: "qq", kind: .group, id: "all")),
            Self.outgoing("x", to: Self.direct, through: "g"), Self.outgoing("", to: Self.direct, mentions: ["30003"]),
        ]
        for message in impossible {
            guard case .impossible = gateway.send(message) else {
                Issue.record("sent: \(message)")
                continue
            }
        }
        #expect(peer.calls.isEmpty)
    }

    enum Verdict: String, Sendable { case sent, refused, impossible, unknown }

    static func verdict(_ outcome: SendOutcome) -> Verdict {
        switch outcome {
        case .sent: .sent
        case .refused: .refused
        case .impossible: .impossible
        case .unknown: .unknown
        }
    }

    static let answers: [(HTTPResponse, Verdict)] = [
        (OneBotPeer.ok(["message_id": 5]), .sent), (OneBotPeer.ok([:]), .sent), (OneBotPeer.ok(nil), .sent),
        // Reported as failed though delivered: go-cqhttp's 100 when QQ throttles, NapCat's 200 for any exception.
        (OneBotPeer.failed(100, "SEND_MSG_API_ERROR"), .unknown), (OneBotPeer.failed(100), .unknown),
        (OneBotPeer.failed(200, "发送消息失败"), .unknown),
        (OneBotPeer.failed(1200), .unknown), (OneBotPeer.failed(-1), .unknown),
        // Refused before anything was handed on.
        (OneBotPeer.failed(100, "GROUP_NOT_FOUND"), .impossible), (OneBotPeer.failed(100, "FRIEND_NOT_FOUND"), .impossible),
        (OneBotPeer.failed(100, "EMPTY_MSG_ERROR"), .impossible), (OneBotPeer.failed(200, "无法获取用户信息"), .impossible),
        (OneBotPeer.failed(1400), .impossible),
        // The endpoint's fault, whatever is sent: it waits.
        (OneBotPeer.failed(200, "不支持的Api send_group_msg"), .refused), (OneBotPeer.failed(404, "API_NOT_FOUND"), .refused),
        (OneBotPeer.failed(1404), .refused), (OneBotPeer.failed(1403), .refused), (OneBotPeer.failed(1401), .refused),
        (OneBotPeer.failed(200, "Server is closed"), .refused),
        // The status decides before the body.
        (OneBotPeer.failed(1401, status: 401), .refused), (OneBotPeer.failed(1403, status: 403), .refused),
        (OneBotPeer.failed(1404, status: 404), .refused), (HTTPResponse(status: 400), .impossible),
        (HTTPResponse(status: 406), .impossible),
        (HTTPResponse(status: 413), .impossible), (HTTPResponse(status: 302, headers: [HTTPField("Location", "/x")]), .refused),
        (HTTPResponse(status: 429), .refused), (HTTPResponse(status: 500), .unknown), (HTTPResponse(status: 502), .unknown),
        (HTTPResponse(status: 503), .unknown), (HTTPResponse(status: 504), .unknown),
        // Answers that say nothing.
        (HTTPResponse(status: 200), .unknown), (HTTPResponse(status: 204), .unknown), (.text("<html>"), .unknown),
        (HTTPResponse(status: 200, body: [0xFF, 0xFE]), .unknown), (OneBotPeer.json([]), .unknown),
        (OneBotPeer.json(["status": "maybe"]), .unknown),
        (OneBotPeer.json(["status": "async", "retcode": 1, "data": nil]), .unknown), (OneBotPeer.json(["status": "failed"]), .unknown),
        (OneBotPeer.json(["retcode": 0, "data": ["message_id": 1]]), .unknown),
    ]

    @Test func everyAnswerHasItsOutcomeAndIsCalledForOnce() throws {
        for (answer, verdict) in Self.answers {
            let peer = try OneBotPeer { _ in answer }
            let outcome = Self.gateway(peer.api).send(Self.outgoing("x"))
            #expect(Self.verdict(outcome) == verdict, "\(answer.status) \(String(decoding: answer.body, as: UTF8.self)): \(outcome)")
            #expect(peer.calls.count == 1)
        }
    }

    @Test func messageIDsOfEveryForm() throws {
        let cases: [(JSON, String?)] = [
            (-1, "-1"), ("-1", "-1"), (0, nil), ("0", nil), ("x", nil), (nil, nil), (true, nil), (.integer(.min), "\(Int64.min)"),
        ]
        for (id, text) in cases {
            let answer: JSON = ["status": "ok", "data": ["message_id": id]]
            #expect(OneBotVerdict.outcome(status: 200, retryAfter: nil, body: answer.bytes()) == .sent(messageID: text))
        }
    }

    @Test(arguments: [
        ("7", Span.seconds(7)), ("0", Span.seconds(0)), ("soon", nil), ("-1", nil), ("99999999999999999999", nil), ("86401", nil),
    ])
    func retryAfterIsHandedOn(_ header: String, _ span: Span?) throws {
        let peer = try OneBotPeer { _ in HTTPResponse(status: 429, headers: [HTTPField("Retry-After", header)]) }
        defer { withExtendedLifetime(peer) {} }
        #expect(Self.gateway(peer.api).send(Self.outgoing("x")) == .refused(reason: "HTTP 429: too many calls", retryAfter: span))
    }

    @Test func nobodyListensIsRefused() {
        let outcome = Self.gateway("http://127.0.0.1:\(RawPeer.deadPort())").send(Self.outgoing("x"))
        #expect(Self.verdict(outcome) == .refused)
    }

    @Test func anAddressThatIsNoneIsRefused() {
        #expect(Self.verdict(Self.gateway("nonsense://x").send(Self.outgoing("x"))) == .refused)
    }

    @Test func noAnswerInTimeIsUnknown() throws {
        let peer = try OneBotPeer { _ in nil }
        #expect(Self.verdict(Self.gateway(peer.api, callMilliseconds: 150).send(Self.outgoing("x"))) == .unknown)
        #expect(peer.calls.count == 1)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n{\"status\":\"ok\",", "not HTTP at all\r\n\r\n"])
    func anAnswerThatBreaksOffIsUnknown(_ bytes: String) throws {
        let peer = try #require(RawPeer(writes: Array(bytes.utf8)))
        defer { withExtendedLifetime(peer) {} }
        #expect(Self.verdict(Self.gateway("http://127.0.0.1:\(peer.port)", callMilliseconds: 2_000).send(Self.outgoing("x"))) == .unknown)
    }

    @Test func anAnswerWithoutEndIsUnknown() throws {
        let peer = try OneBotPeer { _ in HTTPResponse(status: 200, body: [UInt8](repeating: 0x20, count: 100_000)) }
        defer { withExtendedLifetime(peer) {} }
        var configuration = OneBotPush.configuration(api: peer.api)
        configuration.limits.answerBytes = 1_000
        #expect(Self.verdict(OneBotGateway(configuration).send(Self.outgoing("x"))) == .unknown)
    }

    /// The reason goes to logs and to the stuck list: the implementation may have quoted the message in its own.
    @Test func reasonsNeverCarryWords() throws {
        for retcode: Int64 in [100, 1404, 200] {
            let outcome = OneBotVerdict.outcome(status: 200, retryAfter: nil, body: OneBotPeer.failed(retcode, "GROUP_NOT_FOUND 机密").body)
            #expect(!"\(outcome)".contains("机密"))
        }
    }
}
