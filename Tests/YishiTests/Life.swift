import Board
import Deliberation
import Dispatch
import Foundation
import Gateways
import Glibc
import Procedure
import Record
import Synchronization
import Testing
import Wire

@testable import Desk

/// A process' life on the demo town's record: opens it, does something, and ends, or is killed as a fault in our code would kill it, while it
/// works on one certain thing. The real process dies, so a life that does is lived in an exit test.
final class Life: @unchecked Sendable {
    /// What it is killed over.
    enum Death: Sendable {
        case never
        /// While the writer works on a message.
        case saying(String)
        /// While the writer works on a timer of a matter (0: of the unit), or while it sets that aside and tells it, too.
        case timer(String, on: Int, alsoTold: Bool = false)
        /// While the courier makes the oldest message of a text ready.
        case sending(String)
    }

    /// Kills the process when it is asked for the time while the writer works on one of these.
    private struct DeadlyClock: Clock {
        let slot: String
        let numbers: Mortal
        let start: Instant
        var isSet: Bool { true }
        var now: Instant {
            Life.die(over: numbers, in: slot, lanes: 0..<1)
            return start
        }
    }

    /// Kills it when it is asked what the platform can do while the courier works on one of these.
    private final class DeadlyGateway: Gateway {
        let endpoint = "demo"
        let slot: String
        let numbers: Mortal
        let sent = Mutex<[String]>([])

        init(slot: String, numbers: Mortal) {
            self.slot = slot
            self.numbers = numbers
        }

        var abilities: Abilities {
            Life.die(over: numbers, in: slot, lanes: 1..<32)
            return Abilities(maximumBytes: nil, buttons: false, mentions: false, idempotentSends: false)
        }

        func receive(_ request: HTTPRequest, now: Instant) throws(Rejected) -> [Arrived] { throw Rejected(status: 404, reason: "none") }

        func send(_ message: Outgoing) -> SendOutcome {
            sent.withLock { $0.append("\(message.chat.id) \(message.text)") }
            return .sent(messageID: nil)
        }
    }

    /// The numbers of what kills.
    final class Mortal: Sendable {
        let numbers = Mutex<Set<UInt64>>([])
    }

    private static func die(over mortal: Mortal, in slot: String, lanes: Range<Int>) {
        let numbers = mortal.numbers.withLock { $0 }
        guard !numbers.isEmpty, let page = FileManager.default.contents(atPath: slot), page.count == 4096 else { return }
        for lane in lanes {
            let number = page[(64 + lane * 8)..<(72 + lane * 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if numbers.contains(number) { kill(getpid(), SIGKILL) }
        }
    }

    private static let day = Instant(milliseconds: 1_772_413_200_000)
    private static let unit = "dongyuan"

    private let town: Town
    private let desk: Desk
    private let gateway: DeadlyGateway
    private let courier: Courier
    private var store: Store { desk.store }

    /// Lives it, and ends it well unless it is killed before.
    /// - Parameter days: after the first day.
    static func live(_ folder: String, days: Int = 0, dies: Death = .never, _ body: (Life) throws -> Void) throws {
        let life = try Life(folder, days: days, dies: dies)
        defer { life.desk.stop() }
        try body(life)
    }

    private init(_ folder: String, days: Int, dies: Death) throws {
        let library = try Library(folder: Folder.repository)
        town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Folder.repository + "/demo.json"))))
        let key = folder + "/identity.key", page = folder + "/slot"
        let identity = FileManager.default.fileExists(atPath: key) ? try IdentityKey.load(key) : try IdentityKey.create(key)
        let store = try Store.open(path: folder + "/yishi.db", identity: identity)
        // The threads of the life before let go of it a little after their end.
        var opened = try? CrashSlot(path: page)
        for _ in 0..<100 where opened == nil {
            usleep(20_000)
            opened = try? CrashSlot(path: page)
        }
        let slot = try #require(opened)
        let mortal = Mortal()
        let clock = DeadlyClock(slot: page, numbers: mortal, start: Life.day + .days(Int64(days)))
        desk = Desk(library: library.hearing(units: town.units), store: store, clock: clock, slot: slot)
        gateway = DeadlyGateway(slot: page, numbers: mortal)
        courier = Courier(desk: desk, gateways: [gateway], pace: .seconds(0))
        try town.settle(desk, endpoint: "demo")
        let numbers = try numbers(of: dies)
        mortal.numbers.withLock { $0 = numbers }
        try desk.start()
    }

    private func numbers(of death: Death) throws -> Set<UInt64> {
        switch death {
        case .never: return []
        case .saying(let id): return [Arrival.crashNumber(of: try said("", id: id))]
        case .timer(let kind, let serial, let alsoTold):
            let key = try key(serial)
            let timers = try store.read { ledger throws(StoreFailure) in try ledger.timers(of: key) }.filter { $0.kind == kind }
            let arrivals = timers.map { Arrival.due($0) }
            let told = alsoTold ? arrivals.map { Arrival.aside($0, why: "") } : []
            return Set((arrivals + told).map(\.crashNumber))
        case .sending(let text):
            let row = try rows().first { $0.draft.text == text }
            return Set([row].compactMap(\.self).map { Arrival.leaving($0.id).crashNumber })
        }
    }

    private func key(_ serial: Int) throws -> MatterKey {
        MatterKey(try #require(UnitID(Life.unit)), serial == 0 ? .unit : MatterNumber(year: 2026, serial: serial))
    }

    /// - Parameter name: an officer's, in the work group; nil for a resident in theirs.
    private func said(_ text: String, id: String, from name: String? = nil) throws -> Said {
        let purpose: GroupPurpose = name == nil ? .residents : .work
        let group = try #require(town.groups.first { $0.unit.name == Life.unit && $0.purpose == purpose })
        let person = try #require(name.map { town.person(named: $0) } ?? town.people.first)
        return Said(
            id: id, messageID: id, chat: Chat(endpoint: "demo", kind: .group, id: group.id), sender: person.id, displayName: person.name,
            at: Life.day, text: text)
    }

    @discardableResult
    func hear(_ text: String, id: String, from name: String? = nil) throws -> Outcome {
        let outcome = Mutex(Outcome.failed)
        let done = DispatchSemaphore(value: 0)
        desk.hear(try said(text, id: id, from: name)) { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        return outcome.withLock { $0 }
    }

    /// Sends until nothing waits any more; everything that was sent in this life, each behind its chat.
    func send() throws -> [String] {
        for _ in 0..<20 where courier.sendDue() == 0 { break }
        return gateway.sent.withLock { $0 }
    }

    /// The writer's own loop does it.
    func waitFor(_ isSo: (Life) throws -> Bool) throws {
        for _ in 0..<1000 {
            if try isSo(self) { return }
            usleep(20_000)
        }
        Issue.record("it does not come")
    }

    func set(_ timer: String, on serial: Int) throws {
        let key = try key(serial)
        try store.write { ledger throws(StoreFailure) in try ledger.setTimer(TimerRow(key, kind: timer, due: Life.day + .hours(1))) }
    }

    func timers(_ kind: String) throws -> Int {
        let units = town.units.map(\.id), matter = try key(1)
        return try store.read { ledger throws(StoreFailure) in
            var count = 0
            for key in units.map({ MatterKey($0, .unit) }) + [matter] { count += try ledger.timers(of: key).count { $0.kind == kind } }
            return count
        }
    }

    var asides: Int { get throws { Int(try store.read { ledger throws(StoreFailure) in try ledger.asideCount() }) } }

    private func rows() throws -> [OutboxRow] {
        try store.read { ledger throws(StoreFailure) in
            var rows: [OutboxRow] = []
            for lane in 0...2 { rows += try ledger.dueToSend(lane: lane, now: Life.day + .days(1000), limit: 1000) }
            return rows
        }
    }

    /// What waits to be sent to a group, as it will read.
    func waiting(to chat: String) throws -> [String] {
        let rows = try rows(), library = desk.library, now = Life.day
        return try store.read { ledger throws(StoreFailure) in
            var texts: [String] = []
            for row in rows.sorted(by: { $0.id < $1.id }) {
                guard case .group(let group) = row.draft.to, try ledger.place(of: group)?.id == chat,
                    let saying = Saying(key: row.draft.text, bytes: row.draft.arguments)
                else { continue }
                texts.append(try Rendering(library, now: now).render(saying, &ledger))
            }
            return texts
        }
    }
}
