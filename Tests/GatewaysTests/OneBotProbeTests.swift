import Procedure
import Testing
import Wire

@testable import Gateways

@Suite struct OneBotProbeTests {
    private func peer(account: JSON = 10001, name: JSON = "NapCat.Onebot") throws -> OneBotPeer {
        try OneBotPeer { call in
            switch call.action {
            case "get_version_info": OneBotPeer.ok(["app_name": name, "app_version": "4.8.0", "protocol_version": "v11"])
            case "get_login_info": OneBotPeer.ok(["user_id": account, "nickname": "n"])
            default: OneBotPeer.failed(404, "API_NOT_FOUND")
            }
        }
    }

    private func probe(_ peer: OneBotPeer) -> OneBotProbe {
        withExtendedLifetime(peer) { OneBotSendTests.gateway(peer.api).probe() }
    }

    @Test func whoIsThere() throws {
        for account: JSON in [10001, "10001"] {
            let peer = try peer(account: account)
            #expect(probe(peer) == .ready(OneBotImplementation(name: "NapCat.Onebot", version: "4.8.0")))
        }
        #expect(try probe(peer(name: 7)) == .ready(OneBotImplementation(name: "unknown", version: "4.8.0")))
    }

    @Test func anotherAccountIsLoggedIn() throws {
        #expect(try probe(peer(account: 10002)) == .otherAccount)
    }

    @Test func obstaclesAreToldApart() throws {
        #expect(try probe(peer(account: nil)) == .refused(reason: "get_login_info names no account"))
        let cases: [(HTTPResponse, OneBotProbe)] = [
            (HTTPResponse(status: 403), .refused(reason: "HTTP 403: the token is refused")),
            (.text("It works!"), .refused(reason: "HTTP 200: that is no answer of OneBot 11")),
            (HTTPResponse(status: 503), .unreachable(reason: "HTTP 503")),
        ]
        for (answer, expected) in cases {
            let peer = try OneBotPeer { _ in answer }
            #expect(probe(peer) == expected)
        }
        guard case .unreachable = OneBotSendTests.gateway("http://127.0.0.1:\(RawPeer.deadPort())").probe() else {
            Issue.record("reached nobody")
            return
        }
    }
}

@Suite struct OneBotHistoryTests {
    static let group = Chat(endpoint: "qq", kind: .group, id: "20002")

    /// - Parameter name: a member with the number again.
    private func message(_ number: Int64, after seconds: Int64, and name: String? = nil) -> JSON {
        var changes: [String: JSON?] = ["message_id": .integer(number), "time": .integer(OneBotPush.time + seconds)]
        if let name { changes[name] = .integer(number) }
        return OneBotPush.message([OneBotPush.text("第\(number)句")], changing: changes)
    }

    private func history(_ messages: [JSON], since: Int64 = 60) throws -> History? {
        let peer = try OneBotPeer { _ in OneBotPeer.ok(["messages": .array(messages)]) }
        let read = withExtendedLifetime(peer) {
            OneBotSendTests.gateway(peer.api).history(of: Self.group, since: Self.instant(since), pages: 9)
        }
        #expect(peer.calls.first?.parameters == ["group_id": 20002, "count": 100])
        return read
    }

    private static func instant(_ seconds: Int64) -> Instant { Instant(milliseconds: (OneBotPush.time + seconds) * 1000) }

    @Test func theOldestFirstWhateverTheImplementationGives() throws {
        let oldest = [message(1, after: 0), message(2, after: 5), message(3, after: 5), message(4, after: 9)]
        #expect(try history(oldest)?.messages.map(\.said.messageID) == ["1", "2", "3", "4"])
        #expect(try history(oldest.reversed())?.messages.map(\.said.messageID) == ["1", "2", "3", "4"])
        #expect(try history([]) == History(messages: [], isWhole: false))
    }

    /// Twenty a page, newest page first, one message of it in both: 105 messages, a second apart.
    private func paged(since: Int64, pages: Int = 9, from name: String = "message_seq") throws -> (History?, calls: Int) {
        let all = (1...105).map { number in
            message(Int64(number), after: Int64(number), and: name)
        }
        let peer = try OneBotPeer { call in
            let newest = call.parameters["message_seq"]?.integer ?? 105
            return OneBotPeer.ok(["messages": .array(Array(all[..<Int(newest)].suffix(20)))])
        }
        let read = withExtendedLifetime(peer) {
            OneBotSendTests.gateway(peer.api).history(of: Self.group, since: Self.instant(since), pages: pages)
        }
        return (read, peer.calls.count)
    }

    @Test func itIsReadBackPageByPage() throws {
        // Pages share a message: 105…86, 86…67, 67…48, 48…29.
        let far = try paged(since: 40)
        #expect(far.0?.messages.map(\.said.messageID) == (29...105).map { "\($0)" })
        #expect(far.0?.isWhole == true)
        #expect(far.calls == 4)
        let near = try paged(since: 100)
        #expect(near.0?.messages.count == 20)
        #expect(near.calls == 1)
        // The id serves where no number is given.
        #expect(try paged(since: 40, from: "real_id").0?.messages.count == 77)
    }

    @Test func whereItEndsEarlyThatIsSaid() throws {
        #expect(try paged(since: 40, pages: 3).0?.isWhole == false)
        #expect(try paged(since: 40, pages: 3).0?.messages.count == 58)
        #expect(try paged(since: 0).0?.messages.count == 105)
        #expect(try paged(since: 0).0?.isWhole == false)
        // An implementation that does not know pages gives the same ones again.
        #expect(try history([message(1, after: 0), message(2, after: 5)], since: -1)?.isWhole == false)
    }

    @Test func aMessageHasTheIdItWasPushedWith() throws {
        let pushed = try #require(try OneBotPush.said(message(-9, after: 0)))
        #expect(try history([message(-9, after: 0)])?.messages.first?.said == pushed)
        let bare = OneBotPush.message(
            [OneBotPush.text("第-9句")],
            changing: ["message_id": -9, "group_id": JSON?.none, "message_type": JSON?.none, "sub_type": JSON?.none])
        #expect(try history([bare])?.messages.first?.said == pushed)
    }

    @Test func oursAreMarkedAndUnreadableOnesLeftOut() throws {
        let ours = OneBotPush.message(
            "x", changing: ["user_id": 10001, "post_type": "message_sent", "message_id": 7])
        let read = try history([ours, "?", ["post_type": "message"], message(8, after: 0)])
        #expect(read?.messages.map(\.isOurs) == [true, false])
    }

    @Test func anImplementationWithoutHistoryIsAskedOnce() throws {
        for answer in [OneBotPeer.failed(404, "API_NOT_FOUND"), OneBotPeer.failed(1404, status: 404), OneBotPeer.failed(200, "不支持的Api x")] {
            let peer = try OneBotPeer { call in
                switch call.action {
                case "get_version_info": OneBotPeer.ok(["app_name": "x", "app_version": "1"])
                case "get_login_info": OneBotPeer.ok(["user_id": 10001])
                default: answer
                }
            }
            let gateway = OneBotSendTests.gateway(peer.api)
            _ = gateway.probe()
            #expect(gateway.history(of: Self.group, since: Self.instant(0), pages: 1) == nil)
            #expect(gateway.history(of: Self.group, since: Self.instant(0), pages: 1) == nil)
            #expect(peer.calls.count == 3)
        }
    }

    @Test func aFailureIsNoAnswerButMayBeAskedAgain() throws {
        let peer = try OneBotPeer { _ in OneBotPeer.failed(100, "MESSAGES_API_ERROR") }
        let gateway = OneBotSendTests.gateway(peer.api)
        #expect(gateway.history(of: Self.group, since: Self.instant(0), pages: 1) == nil)
        #expect(gateway.history(of: Self.group, since: Self.instant(0), pages: 1) == nil)
        #expect(peer.calls.count == 2)
        #expect(gateway.history(of: Chat(endpoint: "qq", kind: .direct, id: "30003"), since: Self.instant(0), pages: 1) == nil)
        #expect(gateway.history(of: Chat(endpoint: "other", kind: .group, id: "20002"), since: Self.instant(0), pages: 1) == nil)
        #expect(peer.calls.count == 2)
    }
}
