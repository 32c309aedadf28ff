import Deliberation
import Foundation
import Gateways
import Procedure
import Reading
import Wire

/// What libFuzzer calls for every input. `FUZZ` names the door it is pushed through; whatever comes, an answer or an error must come of
/// it: a trap, a hang or a broken property ends the run.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    Door.chosen(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// SwiftPM links `main` to this name; libFuzzer's own loop is what it runs.
@_cdecl("fuzz_main")
public func main(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    var count = count
    var arguments = arguments
    return drive(&count, &arguments, fuzz)
}

@_silgen_name("LLVMFuzzerRunDriver")
private func drive(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

enum Door {
    static let chosen: @Sendable ([UInt8]) -> Void = {
        let name = ProcessInfo.processInfo.environment["FUZZ"] ?? ""
        guard let door = doors[name] else { fatalError("FUZZ must be one of \(doors.keys.sorted())") }
        return door
    }()

    static let doors: [String: @Sendable ([UInt8]) -> Void] = [
        "json": json, "cq": cq, "push": push, "rulebook": rulebook, "command": command, "record": record,
    ]

    /// Both readers agree on what JSON is, and what was read is written and read again as the same.
    @Sendable static func json(_ bytes: [UInt8]) {
        let plain = try? JSON(parsing: bytes)
        precondition((plain == nil) == ((try? LocatedJSON(parsing: bytes, comments: false)) == nil), "the two readers disagree")
        _ = try? LocatedJSON(parsing: bytes)
        if let plain {
            let written = plain.bytes()
            precondition((try? JSON(parsing: written))?.bytes() == written, "what was written reads otherwise")
        }
    }

    /// A message as a CQ string, inside an otherwise good push.
    @Sendable static func cq(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let event: JSON = [
            "time": .integer(now.milliseconds / 1000), "self_id": 10001, "post_type": "message", "message_type": "group",
            "sub_type": "normal", "message_id": 7, "group_id": 20000, "user_id": 30000, "message": .string(text),
            "raw_message": .string(text),
            "sender": ["user_id": 30000, "nickname": .string(text), "card": ""],
        ]
        let taken = try? gateway.receive(signed(event.bytes()), now: now)
        precondition(taken?.count == 1, "a string is always some message")
    }

    /// Any body at all, rightly signed.
    @Sendable static func push(_ bytes: [UInt8]) { _ = try? gateway.receive(signed(bytes), now: now) }

    /// A city's file over the base that is deployed.
    @Sendable static func rulebook(_ bytes: [UInt8]) {
        _ = try? Rulebook(base: files.base, city: bytes, rows: files.rows, machineOf: Machines.name(of:))
    }

    /// One message, as everybody may have said it anywhere.
    @Sendable static func command(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        for (role, context) in [
            (Role.resident, Context.group), (.liaisonOfficer, .workGroup), (.convenor, .direct), (.chair, .liveMeeting),
        ] {
            check(files.reader.read(Utterance(text, at: now, role: role, context: context)), text)
        }
    }

    /// Last night's meeting, pasted.
    @Sendable static func record(_ bytes: [UInt8]) {
        let text = "补录会议 12\n" + String(decoding: bytes, as: UTF8.self)
        check(files.reader.read(Utterance(text, at: now, role: .liaisonOfficer, context: .workGroup)), text)
    }

    /// Spans lie inside the text.
    private static func check(_ intent: Intent, _ text: String) {
        let count = text.unicodeScalars.count
        for date in intent.dates { precondition(0 <= date.start && date.start <= date.end && date.end <= count, "a span outside the text") }
    }

    // MARK: - What they stand on

    private static let now = Instant(milliseconds: 1_773_108_000_000)
    private static let secret = "secret"
    private static let gateway = OneBotGateway(
        OneBotConfiguration(endpoint: "qq", account: "10001", secret: secret, token: nil, api: "http://127.0.0.1:9"))

    private static func signed(_ body: [UInt8]) -> HTTPRequest {
        let signature = "sha1=" + HMAC.sha1(key: Array(secret.utf8), message: body).hex
        return HTTPRequest(
            method: "POST", path: "/", headers: [HTTPField("X-Self-ID", "10001"), HTTPField("X-Signature", signature)], body: body)
    }

    private struct Files: Sendable {
        var base: [UInt8]
        var rows: RowCatalog
        var reader: Reader
    }

    private static let files: Files = {
        let config = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Config")
        func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: config.appending(path: path))) }
        do {
            let names = try NameWords(parsing: bytes("texts/names.zh-Hans.json"))
            return Files(
                base: try bytes("rulebooks/base.json"), rows: try RowCatalog(parsing: bytes("rows.json")),
                // As it is deployed: with what talk is about and the learned second opinion.
                reader: Reader(
                    verbs: try VerbTable(parsing: bytes("texts/verbs.zh-Hans.json")), names: names,
                    cues: try Cues(parsing: bytes("texts/cues.zh-Hans.json")),
                    talk: try TalkTable(parsing: bytes("texts/talk.zh-Hans.json"), model: bytes("texts/talk-model.json")),
                    calendar: try WorkCalendar(parsing: [bytes("calendar/2026.json")]),
                    model: try IntentModel(try LinearModel(parsing: bytes("models/intents.model"))),
                    people: try NameModel(parsing: bytes("models/names.model"), words: names)))
        } catch { fatalError("\(error)") }
    }()
}
