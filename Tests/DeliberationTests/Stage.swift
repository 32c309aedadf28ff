import Foundation
import Procedure
import Testing
import Wire

@testable import Deliberation

/// The files of `Config`, found from where the tests stand.
enum Files {
    static let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Config")

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: config.appendingPathComponent(path))) }

    /// Read once for all stages.
    static let read = Result { try xuzhou() }

    static func xuzhou() throws -> Rulebook {
        let rows = try RowCatalog(parsing: bytes("rows.json"))
        return try Rulebook(
            base: bytes("rulebooks/base.json"), city: bytes("rulebooks/xuzhou.json"), rows: rows, machineOf: Machines.name(of:))
    }
}

/// A community with its people, on a clock the test sets: given, when, then.
final class Stage {
    var state: Case
    var now: Instant
    private var minted: Int64 = 0
    var told: [Consequence] = []
    /// What this stage has shown, for the check that nothing is left out.
    private(set) var shownSteps: Set<StepID> = []
    private(set) var shownRefusals: Set<RefusalName> = []
    private(set) var shownKinds: Set<HappeningName> = []

    static let resident = PersonID(1), officer = PersonID(2), convenor = PersonID(3), party = PersonID(4), secretary = PersonID(5)
    static let neighbours = (11...19).map { PersonID(Int64($0)) }
    static let council = (21...29).map { PersonID(Int64($0)) }
    static let group = GroupID(900)
    static let number = MatterNumber(year: 2026, serial: 12)

    init(at text: String = "2026-03-02T09:00") throws {
        now = try #require(CivilMoment(iso: text)).instant
        state = Case(unit: Unit(id: try #require(UnitID("dongyuan"))), rulebook: try Files.read.get())
        let steps: [Act] = [
            .openUnit(name: "东园社区", level: .village, upper: nil), .bindGroup(Stage.group, .residents),
            .givePost(Stage.officer, .liaisonOfficer), .givePost(Stage.convenor, .firstConvenor), .givePost(Stage.party, .partySecretary),
        ]
        for act in steps { try perform(Command(actor: .daemon, matter: .unit, act: act)) }
        for member in Stage.council {
            let seat = Fields([.memberClass: .free("residents"), .way: .text("organization")])
            try perform(Command(actor: .person(Stage.convenor), matter: .unit, act: .step("CS-1", key: member.description, seat)))
            let record = Fields([.date: .day(now.civil.date), .meeting: .text("支委会")])
            try perform(Command(actor: .person(Stage.party), matter: .unit, act: .step("CS-2", key: member.description, record)))
        }
    }

    func words() -> WordsRef {
        minted += 1
        return WordsRef(id: WordsID(minted), digest: "d\(minted)")
    }

    /// Whether filings have reached the unit above by the time the next step that needs them is taken.
    var filingsArrive = true

    @discardableResult
    func deliverFilings(before command: Command) throws -> [Event] {
        guard filingsArrive, let matter = state.matters[command.matter] else { return [] }
        switch command.act {
        case .move("call", _), .move("done", _), .step("TP-18", _, _), .step("TP-28", _, _): break
        default: return []
        }
        var delivered: [Event] = []
        for key in ["topic", "result"] where matter.state(of: "filing", key: key) == "sent" {
            guard let filing = matter.item("filing", key: key) else { continue }
            if matter.shown.contains(where: { $0.notice == "filing.\(key)" && $0.at >= filing.since }) { continue }
            delivered += try daemon(.confirmShown(notice: "filing.\(key)", group: GroupID(901), person: nil), on: command.matter)
        }
        return delivered
    }

    @discardableResult
    func perform(_ command: Command) throws -> [Event] {
        try deliverFilings(before: command)
        state.owedReports = state.matters.values.filter {
            $0.state(of: "topic") != .none && $0.taken["TP-21"] != nil && $0.reportedIn == nil
        }
        .map(\.number).sorted()
        let events: [Event]
        do throws(Refusal) { events = try decide(command, in: state, now: now) } catch {
            shownRefusals.insert(RefusalName(error))
            throw error
        }
        for event in events {
            // As `verify` will judge it: on this matter alone, from what is stored.
            var alone = state
            alone.matters = state.matters.filter { $0.key == event.matter }
            #expect(alone.rejudge(event).map(\.asStored) == event.verdicts, "\(event.what.kind) \(event.step?.text ?? "")")
            state.evolve(event)
            shownKinds.insert(HappeningName(event.what))
            switch event.what {
            case .stepped(let step): shownSteps.insert(step.id)
            case .suggested, .petitioned, .suggestedFor: shownSteps.formUnion(["SG-1", "SG-3"])
            default: break
            }
        }
        told += consequences(of: events, in: state, now: now)
        return events
    }

    @discardableResult
    func by(_ person: PersonID, _ act: Act, on number: MatterNumber = Stage.number, reason: WordsRef? = nil) throws -> [Event] {
        try perform(Command(actor: .person(person), matter: number, act: act, reason: reason))
    }

    @discardableResult
    func daemon(_ act: Act, on number: MatterNumber = Stage.number) throws -> [Event] {
        try perform(Command(actor: .daemon, matter: number, act: act))
    }

    func pass(_ span: Span) { now = now + span }
    var matter: Matter { state.matters[Stage.number] ?? Matter(number: Stage.number) }
    func day() -> FieldValue { .day(now.civil.date) }

    func refusal(_ body: () throws -> Void) -> Refusal? {
        do { try body() } catch let refusal as Refusal { return refusal } catch { return nil }
        return nil
    }

    /// As far as *ready*: suggested, supported by nine neighbours, taken up, submitted, approved.
    func ready() throws {
        try by(Stage.resident, .suggest(words(), in: Stage.group))
        for neighbour in Stage.neighbours { try by(neighbour, .endorse) }
        try by(Stage.officer, .move("pass", Fields([.method: .text("dialogue")])))
        try by(Stage.convenor, .move("submit", Fields()))
        try by(Stage.party, .move("approve", Fields([.date: day(), .meeting: .text("支委会")])))
    }

    func call(days: Int64 = 8, expected: Int? = nil, approved: Bool = true) throws {
        var fields = Fields([.start: .instant(now + .days(days)), .place: .text("二楼会议室"), .secretary: .person(Stage.secretary)])
        if let expected { fields[.expected] = .integer(expected) }
        if approved { fields[.mandatesApproved] = .flag(true) }
        try by(Stage.convenor, .move("call", fields))
        try daemon(.confirmShown(notice: "notice.preMeeting", group: Stage.group, person: nil))
    }
}
