import Dice
import Procedure
import Testing
import Wire

@testable import Gateways

/// A gateway as the conformance suite sees it: the platform's side is played by closures that write its pushes.
struct GatewayOnTrial: Sendable, CustomTestStringConvertible {
    var name: String
    var gateway: any Gateway
    /// A push of a text in group `g` (nil: in private) by person `p`, number `n` at that moment.
    var push: @Sendable (_ text: String, _ group: Int?, _ person: Int, _ number: Int, _ at: Instant) -> HTTPRequest
    /// A push that is well formed, signed, and means nothing to us.
    var unknownPush: @Sendable (_ at: Instant) -> HTTPRequest
    /// Any bytes, signed as the platform would.
    var signed: @Sendable ([UInt8]) -> HTTPRequest

    var testDescription: String { name }

    static var all: [GatewayOnTrial] { [oneBot] }

    static var oneBot: GatewayOnTrial {
        GatewayOnTrial(
            name: "OneBot 11", gateway: OneBotPush.gateway(),
            push: { text, group, person, number, at in
                let changes: [String: JSON?] = [
                    "user_id": .integer(Int64(person)), "message_id": .integer(Int64(number)), "time": .integer(at.milliseconds / 1000),
                ]
                let group = group.map { JSON.integer(Int64($0)) }
                return OneBotPush.request(OneBotPush.message([OneBotPush.text(text)], group: group, changing: changes))
            },
            unknownPush: { at in
                OneBotPush.request(["time": .integer(at.milliseconds / 1000), "self_id": 10001, "post_type": "brand_new", "user_id": 1])
            },
            signed: { OneBotPush.request($0) })
    }
}

/// What every gateway must do, whatever its platform.
@Suite struct GatewayConformanceTests {
    static let now = Instant(seconds: 1_700_000_000)

    private func said(_ trial: GatewayOnTrial, _ request: HTTPRequest) throws -> Said {
        let arrived = try trial.gateway.receive(request, now: Self.now)
        guard arrived.count == 1, case .said(let said) = arrived[0] else { throw Malformed("not one message: \(arrived.count)") }
        return said
    }

    @Test(arguments: GatewayOnTrial.all)
    func aMessageKeepsItsWordsPlaceAndSpeaker(_ trial: GatewayOnTrial) throws {
        for text in [
            "建议装路灯", "[CQ:at,qq=all]", "<@all> @all &amp; \\n", "\u{202E}\u{200B}", "👩‍🌾", "\"}],{", String(repeating: "字", count: 34_000),
        ] {
            let group = try said(trial, trial.push(text, 20002, 30003, 5, Self.now))
            #expect(group.text == text && group.chat == Chat(endpoint: trial.gateway.endpoint, kind: .group, id: "20002"))
            #expect(group.sender == "30003" && group.at == Self.now && group.mentions.isEmpty && !group.mentionsUs && group.quotes == nil)
            let direct = try said(trial, trial.push(text, nil, 30003, 5, Self.now))
            #expect(direct.text == text && direct.chat == Chat(endpoint: trial.gateway.endpoint, kind: .direct, id: "30003"))
        }
    }

    @Test(arguments: GatewayOnTrial.all)
    func aRedeliveryHasTheSameIdAndNothingElseHas(_ trial: GatewayOnTrial) throws {
        var ids: Set<String> = []
        for group in [20002, 20003, nil] {
            for person in [30003, 30004] {
                for number in [1, 2] {
                    let request = trial.push("附议", group, person, number * 10 + (person - 30003), Self.now)
                    let deliveries = try (0..<5).map { _ in try said(trial, request).id }
                    #expect(Set(deliveries).count == 1)
                    ids.formUnion(deliveries)
                }
            }
        }
        #expect(ids.count == 12)
        let late = try trial.gateway.receive(trial.push("附议", 20002, 30003, 10, Self.now), now: Self.now + .days(3))
        if case .said(let said)? = late.first { #expect(ids.contains(said.id)) }
    }

    @Test(arguments: GatewayOnTrial.all)
    func whatIsUnknownIsAnsweredWithSuccess(_ trial: GatewayOnTrial) throws {
        let arrived = try trial.gateway.receive(trial.unknownPush(Self.now), now: Self.now)
        #expect(arrived.allSatisfy { if case .ignored = $0 { true } else { false } })
    }

    /// Every prefix of a push, and thousands of damaged ones, rightly signed: read or refused with 400 or 403, never anything else.
    @Test(arguments: GatewayOnTrial.all)
    func damageIsRefusedAndNeverTraps(_ trial: GatewayOnTrial) throws {
        let body = trial.push("建议[东门]装路灯，\"好\"", 20002, 30003, 5, Self.now).body
        func status(_ bytes: [UInt8]) -> Int {
            do throws(Rejected) {
                _ = try trial.gateway.receive(trial.signed(bytes), now: Self.now)
                return 200
            } catch {
                return error.status
            }
        }
        for end in body.indices { #expect(status(Array(body[..<end])) == 400) }
        var random = SplitMix64(seed: 7)
        let spice = Array("\"\\{}[],:0-9.eE truefalsn\u{0}\u{7F}".utf8) + [0xFF, 0xC0, 0xED]
        var taken = 0
        for _ in 0..<20_000 {
            var damaged = body
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: damaged.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[index] = spice.randomElement(using: &random) ?? 0
                case 1: damaged.remove(at: index)
                default: damaged.insert(spice.randomElement(using: &random) ?? 0, at: index)
                }
            }
            let status = status(damaged)
            #expect([200, 400, 403].contains(status))
            if status == 200 { taken += 1 }
        }
        // Some damage falls on words and leaves a message; were it none, or all, nothing would have been tried.
        #expect((1..<19_000).contains(taken))
    }

    @Test(arguments: GatewayOnTrial.all)
    func aForgedSignatureIsNotTakenIn(_ trial: GatewayOnTrial) {
        var request = trial.push("通过 12", 20002, 30003, 5, Self.now)
        request.body.append(0x20)
        #expect(throws: Rejected.self) { try trial.gateway.receive(request, now: Self.now) }
    }

    @Test(arguments: GatewayOnTrial.all)
    func anotherEndpointsChatIsImpossible(_ trial: GatewayOnTrial) {
        let chat = Chat(endpoint: trial.gateway.endpoint + "2", kind: .group, id: "20002")
        guard case .impossible = trial.gateway.send(Outgoing(chat: chat, text: "x", idempotencyKey: "k")) else {
            Issue.record("sent to a stranger")
            return
        }
    }
}
