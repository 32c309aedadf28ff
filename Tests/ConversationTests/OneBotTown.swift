import Board
import Deliberation
import Desk
import Dispatch
import Foundation
import Gateways
import Procedure
import Record
import Synchronization
import Testing
import Wire

/// The town of the scripts behind a real OneBot gateway: what is said goes in as the bytes of a push, what we say comes out as the call an
/// implementation would get.
final class OneBotTown {
    struct Call: Sendable {
        var action: String
        var parameters: JSON
        var segments: [JSON] { parameters["message"]?.array ?? [] }
        var text: String { segments.compactMap { $0["data"]?["text"]?.string }.joined() }
    }

    let town: Town
    let desk: Desk
    let clock: SetClock
    private let courier: Courier
    private let gateway: OneBotGateway
    private let server: HTTPServer
    private let notes = Notes()
    private let folder: URL
    private var messages: Int64 = 1000
    /// What everybody calls themselves.
    private let nickname: String

    private final class Notes: Sendable { let calls = Mutex<[Call]>([]) }

    init(nickname: String) throws {
        self.nickname = nickname
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-onebot-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let notes = self.notes
        server = try HTTPServer(HTTPServer.Configuration()) { request, responder in
            let number = notes.calls.withLock { calls in
                calls.append(Call(action: String(request.path.dropFirst()), parameters: (try? JSON(parsing: request.body)) ?? .null))
                return Int64(calls.count)
            }
            let answer: JSON = ["status": "ok", "retcode": 0, "data": ["message_id": .integer(number)]]
            responder.answer(HTTPResponse(status: 200, headers: [HTTPField("Content-Type", "application/json")], body: answer.bytes()))
        }
        var configuration = OneBotConfiguration(
            endpoint: "qq", account: "10001", secret: nil, token: nil, api: "http://127.0.0.1:\(server.port)")
        configuration.limits.inboxKeeps = nil
        gateway = OneBotGateway(configuration)
        town = try Town(parsing: OneBotTown.numbered(Array(try Data(contentsOf: URL(fileURLWithPath: Script.config + "/demo.json")))))
        let clock = SetClock(at: town.start, runs: false)
        self.clock = clock
        let library = try Library(folder: Script.config)
        let store = try Store.open(path: folder.appendingPathComponent("town.db").path, identity: .random())
        desk = Desk(library: library.hearing(units: town.units), store: store, clock: clock, pages: "http://127.0.0.1:8080")
        courier = Courier(desk: desk, gateways: [gateway], pace: .seconds(0))
        try town.settle(desk, endpoint: "qq")
        try desk.start()
    }

    deinit {
        desk.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// QQ's ids are numbers: g1 becomes 20001, the people 30001 and so on in the order of the file.
    private static func numbered(_ bytes: [UInt8]) -> [UInt8] {
        var text = String(decoding: bytes, as: UTF8.self), people: Int64 = 30000
        for line in text.split(separator: "\n") where line.contains("\"name\"") && !line.contains("\"level\"") {
            guard let id = line.split(separator: "\"").dropFirst(3).first else { continue }
            people += 1
            let number = line.contains("\"purpose\"") ? 20000 + (Int64(id.dropFirst()) ?? 0) : people
            text = text.replacingOccurrences(of: "\"id\": \"\(id)\"", with: "\"id\": \"\(number)\"")
        }
        return Array(text.utf8)
    }

    var calls: [Call] { notes.calls.withLock { $0 } }

    /// - Parameter asCode: as a CQ string, in which what people type is escaped, instead of an array.
    @discardableResult
    func say(_ text: String, as name: String, in group: String? = nil, asCode: Bool = false) throws -> Outcome {
        messages += 1
        let user = town.person(named: name).flatMap { Int64($0.id) } ?? 39999
        var escaped = text
        for (mark, code) in [("&", "&amp;"), ("[", "&#91;"), ("]", "&#93;")] {
            escaped = escaped.replacingOccurrences(of: mark, with: code)
        }
        let message: JSON = asCode ? .string(escaped) : [["type": "text", "data": ["text": .string(text)]]]
        var members: [JSON.Member] = [
            .init("time", .integer(clock.now.milliseconds / 1000)), .init("self_id", 10001), .init("post_type", "message"),
            .init("message_type", group == nil ? "private" : "group"), .init("sub_type", group == nil ? "friend" : "normal"),
            .init("message_id", .integer(messages)), .init("user_id", .integer(user)), .init("message", message),
            .init("raw_message", .string(escaped)), .init("font", 0),
            .init("sender", ["user_id": .integer(user), "nickname": .string(nickname), "card": .string(nickname)]),
        ]
        if let group {
            let place = try #require(town.group(named: group).flatMap { Int64($0.id) })
            members += [.init("group_id", .integer(place)), .init("anonymous", nil)]
        }
        let request = HTTPRequest(
            method: "POST", path: "/onebot/qq", headers: [HTTPField("Content-Type", "application/json"), HTTPField("X-Self-ID", "10001")],
            body: JSON.object(members).bytes())
        var outcome = Outcome.silent
        for case .said(let said) in try gateway.receive(request, now: clock.now) {
            let done = DispatchSemaphore(value: 0)
            let result = Mutex(Outcome.failed)
            desk.hear(said) { came in
                result.withLock { $0 = came }
                done.signal()
            }
            done.wait()
            outcome = result.withLock { $0 }
        }
        settle()
        return outcome
    }

    func advance(to target: Instant) throws {
        settle()
        while let next = try desk.store.read({ ledger throws(StoreFailure) -> Instant? in
            var next = try ledger.nextTimer()
            for lane in 0...2 { if let due = try ledger.nextSend(lane: lane, after: clock.now) { next = min(next ?? due, due) } }
            return next
        }), next <= target {
            clock.set(to: max(next, clock.now))
            settle()
        }
        clock.set(to: target)
        settle()
    }

    private func settle() {
        for _ in 0..<10_000 {
            let due = (try? desk.store.read { ledger throws(StoreFailure) in try ledger.dueTimers(now: clock.now, limit: 100) }) ?? []
            for timer in due { desk.perform(.due(timer)) }
            if courier.sendDue() == 0, due.isEmpty { return }
        }
    }
}
