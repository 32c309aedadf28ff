import Synchronization
import Testing
import Wire

@testable import Gateways

/// The emoji on a message, by the names that implementations gave it.
@Suite struct OneBotMarkTests {
    private func gateway(_ peer: OneBotPeer, emoji: String? = "289") -> OneBotGateway {
        var configuration = OneBotPush.configuration(api: peer.api)
        configuration.mark = emoji
        return OneBotGateway(configuration)
    }

    @Test func anEmojiOnAMessage() throws {
        let peer = try OneBotPeer { _ in OneBotPeer.ok([:]) }
        let gateway = gateway(peer)
        #expect(gateway.mark("-5", in: OneBotSendTests.group) == .sent(messageID: nil))
        gateway.implementation.withLock { $0 = OneBotImplementation(name: "Lagrange.OneBot", version: "1") }
        #expect(gateway.mark("-5", in: OneBotSendTests.group) == .sent(messageID: nil))
        #expect(peer.calls.map(\.request.path) == ["/set_msg_emoji_like", "/set_group_reaction"])
        #expect(peer.calls[0].parameters == ["message_id": -5, "emoji_id": "289", "set": true])
        #expect(peer.calls[1].parameters == ["group_id": 20002, "message_id": -5, "code": "289", "is_add": true])
    }

    @Test("where there is none, none is configured or the message is nobody's here, words are left")
    func impossible() throws {
        let peer = try OneBotPeer { _ in OneBotPeer.failed(1404, "不支持的Api set_msg_emoji_like") }
        for (gateway, message, chat) in [
            (gateway(peer), "-5", OneBotSendTests.group), (gateway(peer, emoji: nil), "-5", OneBotSendTests.group),
            (gateway(peer), "-5", OneBotSendTests.direct), (gateway(peer), "x", OneBotSendTests.group),
        ] {
            guard case .impossible = gateway.mark(message, in: chat) else {
                Issue.record("\(message)")
                continue
            }
        }
        #expect(peer.calls.count == 1)
    }
}
