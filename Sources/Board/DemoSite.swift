import Desk
import Dispatch
import Gateways
import Procedure
import Synchronization
import Wire

/// The demo over HTTP: its page, the whole state, live events, and the four things one can do: say, recall, step the clock, look.
/// Scripts use it as the page does. Answers of refusals are `{"error": "…"}` in Chinese.
///
///     GET  /demo/state                                          people, chats, messages, the clock
///     GET  /demo/events?after=SEQ                               server-sent events `message` and `clock`
///     POST /demo/say     {"as": "u1", "chat": "g1"|"private", "text": "…", "quotes": "m11"|null}  → {"id": "m13"}
///     POST /demo/recall  {"as": "u1", "message": "m13"}                                           → {}
///     POST /demo/clock   {"step": "due"|"hour"|"day"|"week"}                                      → {"now": …, "nextDue": …, "fired": N}
public final class DemoSite: Sendable {
    private let rehearsal: Rehearsal
    private let door: DemoDoor
    private let state: DemoState
    private let texts: Texts
    private let paper: PaperSite
    /// Everything that waits for a commit happens here, one after the other, never on the listener's thread.
    private let work = DispatchQueue(label: "demo")
    private let viewers = Mutex<[Viewer]>([])
    /// Called with the clock's time after it was stepped: to be kept for the next start.
    private let onStep: @Sendable (Instant) -> Void

    /// - Parameter port: the one listened on, which every request must name.
    public init(_ rehearsal: Rehearsal, port: UInt16, onStep: @escaping @Sendable (Instant) -> Void) {
        self.rehearsal = rehearsal
        texts = rehearsal.desk.library.texts
        state = DemoState(town: rehearsal.town, texts: texts)
        door = DemoDoor(port: port)
        paper = PaperSite(rehearsal.desk, base: nil)
        self.onStep = onStep
    }

    /// Whether a request comes from this machine and from the demo's own page.
    public func admits(_ request: HTTPRequest) -> Bool { door.admits(request) }

    /// On the listener's thread.
    public func answer(_ request: HTTPRequest, _ responder: Responder) {
        guard admits(request) else { return refuse(responder, 403, "foreign") }
        if PaperSite.serves(request.path) {
            work.async { [self] in responder.answer(paper.answer(request)) }
            return
        }
        switch (request.method, request.path) {
        case ("GET", "/demo/state"): work.async { [self] in reply(responder, whole()) }
        case ("GET", "/demo/events"): watch(request, responder)
        case ("POST", "/demo/say"): act(request, responder, say)
        case ("POST", "/demo/recall"): act(request, responder, recall)
        case ("POST", "/demo/clock"): act(request, responder, step)
        case ("GET", let path):
            if let page = DemoPages.page(path) { responder.answer(page) } else { refuse(responder, 404, "nothing") }
        default: refuse(responder, 405, "method")
        }
    }

    /// Tells every open page the time; now and then, so that a page shows the clock running and a lost one is noticed.
    public func tellClock() {
        work.async { [self] in
            guard viewers.withLock({ !$0.isEmpty }) else { return }
            broadcastClock()
        }
    }

    // MARK: - Looking

    private func whole() -> JSON {
        let messages = rehearsal.sandbox.messages.map(state.message)
        return .object(
            clock() + [
                JSON.Member("people", state.people()), JSON.Member("chats", state.chats()), JSON.Member("messages", .array(messages)),
            ])
    }

    private func clock() -> [JSON.Member] { state.clock(now: rehearsal.clock.now, nextDue: rehearsal.nextDue) }

    private func watch(_ request: HTTPRequest, _ responder: Responder) {
        let after = request.query("after").flatMap(Int.init) ?? Int.max
        let headers = [HTTPField("Content-Type", "text/event-stream; charset=utf-8")] + DemoPages.headers
        guard let stream = responder.stream(headers: headers, maximumBuffer: 8 << 20) else { return }
        stream.send(Array(": hello\n\n".utf8))
        let viewer = Viewer(stream)
        let state = state
        viewer.listens(to: rehearsal.sandbox, after: after) { Viewer.event("message", state.message($0)) }
        viewers.withLock { $0.append(viewer) }
        tellClock()
    }

    private func broadcastClock() {
        let event = Viewer.event("clock", .object(clock()))
        let gone = viewers.withLock { viewers in
            let open = viewers.filter { $0.send(event) }
            let gone = viewers.filter { viewer in !open.contains { $0 === viewer } }
            viewers = open
            return gone
        }
        for viewer in gone { viewer.leave(rehearsal.sandbox) }
    }

    // MARK: - Doing

    private struct Refused: Error {
        var status: Int
        var key: String
    }

    private func act(_ request: HTTPRequest, _ responder: Responder, _ body: @escaping @Sendable (JSON) throws(Refused) -> JSON) {
        guard let json = try? JSON(parsing: request.body) else { return refuse(responder, 400, "json") }
        work.async { [self] in
            do throws(Refused) {
                reply(responder, try body(json))
                broadcastClock()
            } catch { refuse(responder, error.status, error.key) }
        }
    }

    private func speaker(_ json: JSON) throws(Refused) -> Town.Person {
        guard let id = json["as"]?.string, let person = rehearsal.town.people.first(where: { $0.id == id }) else {
            throw Refused(status: 400, key: "speaker")
        }
        return person
    }

    private func say(_ json: JSON) throws(Refused) -> JSON {
        let person = try speaker(json)
        guard let text = json["text"]?.string, !text.isEmpty else { throw Refused(status: 400, key: "text") }
        var group: Town.Group?
        if let chat = json["chat"]?.string, chat != "private" {
            group = rehearsal.town.groups.first { $0.id == chat }
            guard let group, state.members(of: group).contains(person) else { throw Refused(status: 400, key: "chat") }
        }
        let quotes = json["quotes"]?.string
        if let quotes {
            let here = Chat(endpoint: rehearsal.sandbox.endpoint, kind: group == nil ? .direct : .group, id: group?.id ?? person.id)
            guard rehearsal.sandbox.messages.contains(where: { $0.id == quotes && $0.chat == here }) else {
                throw Refused(status: 400, key: "quotes")
            }
        }
        let said = rehearsal.say(text, as: person, in: group, quotes: quotes)
        if said.outcome == .failed { throw Refused(status: 503, key: "failed") }
        return ["id": .string(said.message), "outcome": .string("\(said.outcome)")]
    }

    private func recall(_ json: JSON) throws(Refused) -> JSON {
        let person = try speaker(json)
        guard let message = json["message"]?.string, rehearsal.recall(message, by: person) else {
            throw Refused(status: 400, key: "recall")
        }
        return [:]
    }

    private func step(_ json: JSON) throws(Refused) -> JSON {
        let now = rehearsal.clock.now
        let target: Instant
        switch json["step"]?.string {
        case "due": target = rehearsal.nextDue.map { max($0, now) } ?? now
        case "hour": target = now + .hours(1)
        case "day": target = now + .days(1)
        case "week": target = now + .days(7)
        default: throw Refused(status: 400, key: "step")
        }
        let fired = rehearsal.advance(to: target)
        onStep(rehearsal.clock.now)
        return .object(clock() + [JSON.Member("fired", .integer(Int64(fired)))])
    }

    private func reply(_ responder: Responder, _ json: JSON) {
        let headers = [HTTPField("Content-Type", "application/json; charset=utf-8")] + DemoPages.headers
        responder.answer(HTTPResponse(status: 200, headers: headers, body: json.bytes()))
    }

    private func refuse(_ responder: Responder, _ status: Int, _ key: String) {
        let headers = [HTTPField("Content-Type", "application/json; charset=utf-8")] + DemoPages.headers
        let body: JSON = ["error": .string(texts.render("demo.error.\(key)"))]
        responder.answer(HTTPResponse(status: status, headers: headers, body: body.bytes()))
    }
}

/// One open page.
private final class Viewer: Sendable {
    private let stream: EventStream
    private let number = Mutex<Int?>(nil)

    init(_ stream: EventStream) { self.stream = stream }

    func listens(to sandbox: Sandbox, after sequence: Int, _ event: @escaping @Sendable (Sandbox.Message) -> [UInt8]) {
        let stream = stream
        let given = sandbox.listen(after: sequence) { _ = stream.send(event($0)) }
        number.withLock { $0 = given }
    }

    func send(_ bytes: [UInt8]) -> Bool { stream.send(bytes) }

    func leave(_ sandbox: Sandbox) {
        if let number = number.withLock({ $0 }) { sandbox.ignore(number) }
        stream.close()
    }

    static func event(_ name: String, _ json: JSON) -> [UInt8] { Array("event: \(name)\ndata: ".utf8) + json.bytes() + Array("\n\n".utf8) }
}
