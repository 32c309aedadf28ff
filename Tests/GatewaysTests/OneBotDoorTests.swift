import Procedure
import Testing
import Wire

@testable import Gateways

/// Who is let in: signature, account, age, size, form.
@Suite struct OneBotDoorTests {
    let gateway = OneBotPush.gateway()

    @Test func theVectorOfTheSpecificationsRuleIsAccepted() throws {
        let head = #"{"time":1700000000,"self_id":10001,"post_type":"message","message_type":"group","sub_type":"normal","#
        let ids = #""message_id":-2147483648,"group_id":20002,"user_id":30003,"anonymous":null,"#
        let words = #""message":[{"type":"text","data":{"text":"你好"}}],"raw_message":"你好","font":0,"#
        let body = Array((head + ids + words + #""sender":{"user_id":30003,"nickname":"n","role":"member"}}"#).utf8)
        #expect(body.count == 318)
        let lower = "sha1=685fa4c8ffea5ef1dc6b76630cf88ff01cc1236c"
        let upper = "sha1=685FA4C8FFEA5EF1DC6B76630CF88FF01CC1236C"
        for signature in [lower, upper] {
            let arrived = try gateway.receive(OneBotPush.request(body, signature: signature), now: OneBotPush.now)
            #expect(arrived.count == 1)
        }
        #expect(OneBotPush.signature(body) == lower)
    }

    @Test func theShortVectorIsAccepted() throws {
        var configuration = OneBotPush.configuration()
        configuration.account = "10001000"
        let body = Array(#"{"time":1515204254,"self_id":10001000,"post_type":"meta_event"}"#.utf8)
        let request = OneBotPush.request(body, signature: "sha1=059650442c9e3f23d054c16c7257bec10b3077f3", account: "10001000")
        let arrived = try OneBotGateway(configuration).receive(request, now: Instant(seconds: 1_515_204_260))
        #expect(arrived == [.ignored("meta.other")])
    }

    @Test func withoutSignature401() {
        let body = OneBotPush.message([OneBotPush.text("x")]).bytes()
        #expect(OneBotPush.rejection(OneBotPush.request(body, signature: .some(nil)))?.status == 401)
    }

    @Test(arguments: [
        "", "sha1=", "685fa4c8ffea5ef1dc6b76630cf88ff01cc1236c", "sha1=0000000000000000000000000000000000000000",
        "sha256=685fa4c8ffea5ef1dc6b76630cf88ff01cc1236c", "sha1=zz5fa4c8ffea5ef1dc6b76630cf88ff01cc1236c", "sha1=你好",
        "sha1=685fa4c8ffea5ef1dc6b76630cf88ff01cc1236c00",
    ])
    func withAWrongSignature403(_ signature: String) {
        let body = OneBotPush.message([OneBotPush.text("x")]).bytes()
        #expect(OneBotPush.rejection(OneBotPush.request(body, signature: signature))?.status == 403)
    }

    @Test func oneChangedByteIsSeen() {
        var body = OneBotPush.message([OneBotPush.text("附议")]).bytes()
        let signature = OneBotPush.signature(body)
        for index in body.indices {
            body[index] ^= 1
            #expect(OneBotPush.rejection(OneBotPush.request(body, signature: signature))?.status == 403)
            body[index] ^= 1
        }
        #expect(OneBotPush.rejection(OneBotPush.request(body, signature: signature)) == nil)
    }

    @Test(arguments: [nil, ""])
    func withoutASecretUnsignedPushesAreTaken(_ secret: String?) throws {
        let gateway = OneBotGateway(OneBotPush.configuration(secret: secret))
        let request = OneBotPush.request(OneBotPush.message([OneBotPush.text("x")]).bytes(), signature: .some(nil))
        #expect(OneBotPush.rejection(request, by: gateway) == nil)
    }

    @Test func anotherAccountIsRefusedInHeaderAndBody() {
        let body = OneBotPush.message([OneBotPush.text("x")]).bytes()
        #expect(OneBotPush.rejection(OneBotPush.request(body, account: nil))?.status == 400)
        #expect(OneBotPush.rejection(OneBotPush.request(body, account: "10002"))?.status == 403)
        let foreign = OneBotPush.message([OneBotPush.text("x")], changing: ["self_id": 10002])
        #expect(OneBotPush.rejection(OneBotPush.request(foreign))?.status == 403)
        let nobody = OneBotPush.message([OneBotPush.text("x")], changing: ["self_id": JSON?.none])
        #expect(OneBotPush.rejection(OneBotPush.request(nobody))?.status == 400)
    }

    @Test func onlyPostsAreTaken() {
        var request = OneBotPush.request(OneBotPush.message([OneBotPush.text("x")]))
        request.method = "GET"
        #expect(OneBotPush.rejection(request)?.status == 405)
    }

    static let ages: [(Int64, Bool)] = [
        (0, true), (600, true), (601, false), (-2_591_400, true), (-2_591_401, false), (-2_678_400, false),
    ]

    /// Thirty days less the ten minutes that a body may lie ahead: 2,591,400 seconds.
    @Test(arguments: ages)
    func theAgeOfABody(_ offset: Int64, _ taken: Bool) {
        let event = OneBotPush.message([OneBotPush.text("x")], changing: ["time": .integer(1_700_000_000 + offset)])
        let rejected = OneBotPush.rejection(OneBotPush.request(event), now: Instant(seconds: 1_700_000_000))
        #expect(rejected?.status == (taken ? nil : 403))
    }

    @Test func underTheDemoClockAgeIsNotJudged() {
        var configuration = OneBotPush.configuration()
        configuration.limits.inboxKeeps = nil
        let request = OneBotPush.request(OneBotPush.message([OneBotPush.text("x")]))
        #expect(OneBotPush.rejection(request, by: OneBotGateway(configuration), now: Instant(milliseconds: 0)) == nil)
    }

    @Test func hostileTimesAreRefused() {
        for time: JSON in [.integer(.max), .integer(.min), -1, .decimal("1e300"), "1700000000", nil, 32_503_680_000] {
            var configuration = OneBotPush.configuration()
            configuration.limits.inboxKeeps = nil
            let request = OneBotPush.request(OneBotPush.message([OneBotPush.text("x")], changing: ["time": time]))
            #expect(OneBotPush.rejection(request, by: OneBotGateway(configuration))?.status == 400)
            #expect([400, 403].contains(OneBotPush.rejection(request)?.status))
        }
    }

    @Test func aBodyOverTheLimit413() throws {
        var configuration = OneBotPush.configuration()
        let event = OneBotPush.message([OneBotPush.text(String(repeating: "长", count: 1000))])
        configuration.limits.bodyBytes = event.bytes().count
        #expect(OneBotPush.rejection(OneBotPush.request(event), by: OneBotGateway(configuration)) == nil)
        configuration.limits.bodyBytes -= 1
        #expect(OneBotPush.rejection(OneBotPush.request(event), by: OneBotGateway(configuration))?.status == 413)
    }

    @Test func malformedJSONIsNamedWithItsPlace() throws {
        let cases: [(String, Int, Int)] = [
            ("", 1, 1), ("{\"time\":1,", 1, 11), ("{\n  \"time\": 1x\n}", 2, 12), ("{\"a\":1,\"a\":2}", 1, 8), ("{} {}", 1, 4),
        ]
        for (body, line, column) in cases {
            let rejected = try #require(OneBotPush.rejection(OneBotPush.request(Array(body.utf8))))
            #expect(rejected.status == 400)
            #expect(rejected.fault?.line == line && rejected.fault?.column == column, "\(body): \(rejected)")
        }
        let broken = OneBotPush.request([0x7B, 0x22, 0xFF, 0x22, 0x7D])
        #expect(OneBotPush.rejection(broken)?.fault?.column == 3)
    }

    @Test func aBodyOfBracketsIsRefusedAndNothingOverflows() {
        let body = [UInt8](repeating: UInt8(ascii: "["), count: 500_000)
        #expect(OneBotPush.rejection(OneBotPush.request(body))?.status == 400)
    }

    @Test func whatIsNoEventIsNamedWithItsPlace() throws {
        func fault(_ body: String) -> Malformed? {
            let rejected = OneBotPush.rejection(OneBotPush.request(Array(body.utf8)))
            return rejected?.status == 400 ? rejected?.fault : nil
        }
        let head = #"{"self_id":10001,"time":1700000000,"#
        #expect(fault("[]")?.description == "line 1, column 1: expected an object")
        #expect(fault(head + #""post_type":7}"#)?.description == "line 1, column 1: expected post_type")
        let message = head + "\n" + #""post_type":"message","message_type":"group","user_id":1,"group_id":2,"message_id":3,"message":"#
        #expect(fault(message + "7}")?.line == 2)
        #expect(fault(message + #"["x"]}"#)?.problem == "expected a segment with a type")
        #expect(
            fault(message + #"[{"type":"text"},{"data":{}}]}"#)?.column == (message + #"[{"type":"text"},"#).split(separator: "\n")[1].utf8
                .count + 1)
        for name in ["user_id", "group_id", "message_id", "message", "time"] {
            let event = OneBotPush.message([OneBotPush.text("x")], changing: [name: JSON?.none])
            let rejected = OneBotPush.rejection(OneBotPush.request(event))
            #expect(rejected?.status == 400, "\(name)")
            #expect(rejected?.fault?.problem.contains(name) == true, "\(name)")
        }
        for bad: JSON in ["abc", .decimal("1.5"), true, [], "", "+1", "1 "] {
            #expect(OneBotPush.rejection(OneBotPush.request(OneBotPush.message([], changing: ["user_id": bad])))?.status == 400, "\(bad)")
        }
    }

    @Test func faultsNeverCarryTheContent() {
        let event = OneBotPush.message("机密", changing: ["user_id": "机密"])
        let rejected = OneBotPush.rejection(OneBotPush.request(event))
        #expect(rejected != nil && !"\(String(describing: rejected))".contains("机密"))
    }

    @Test func secretsAreNeverPrinted() {
        let configuration = OneBotPush.configuration()
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped, "\(Optional(configuration) as Any)"] {
            #expect(!text.contains("some-secret") && !text.contains("some-token"), "\(text)")
        }
    }
}
