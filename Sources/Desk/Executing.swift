import Deliberation
import Procedure
import Record
import Wire

/// Words of a command that are not yet stored: they are only if it is decided.
struct PendingWords {
    var ref: WordsRef
    var words: Words
}

extension Office {
    /// Decides one command and writes everything that follows: events, derived rows, notices, timers. A refusal leaves nothing behind.
    func execute(
        _ command: Command, of unit: UnitID, words: [PendingWords] = [], here: Addressee? = nil, alsoLoad: [MatterNumber] = [],
        _ ledger: inout Ledger
    ) throws(StoreFailure) -> Result<Done, Refusal> {
        guard var state = try load(unit, [command.matter] + alsoLoad, &ledger) else { return .failure(.notOffered("rulebook")) }
        if command.mayReport { try addOwedReports(&state, &ledger) }
        let now = self.now
        let events: [Event]
        do throws(Refusal) { events = try decide(command, in: state, now: now) } catch { return .failure(error) }
        for pending in words { _ = try ledger.addWords(pending.words, as: pending.ref.id) }
        var rows: [EventRow] = []
        for event in events {
            state.evolve(event)
            rows.append(try ledger.append(draft(event, of: unit, state)))
        }
        try keep(state, events, of: unit, &ledger)
        var waiting = Waiting(office: self, state: state, events: events, rows: rows, command: command, here: here, now: now)
        for consequence in consequences(of: events, in: state, now: now) { try waiting.carryOut(consequence, &ledger) }
        return .success(Done(state: state, events: events, rows: rows))
    }

    struct Done {
        var state: Case
        var events: [Event]
        var rows: [EventRow]

        /// The fields of the last step taken, for the answer.
        var fields: Fields {
            events.reversed().compactMap { if case .stepped(let step) = $0.what { step.fields } else { nil } }
                .reduce(Fields()) { $1.overlaid(with: $0) }
        }
    }

    private func draft(_ event: Event, of unit: UnitID, _ state: Case) -> EventDraft {
        EventDraft(
            key: MatterKey(unit, event.matter), at: event.at,
            happened: event.happened.map { CivilMoment($0, minuteOfDay: 0).instant }, by: event.by?.description, post: event.post.rawValue,
            rulebook: state.rulebook.hash, kind: event.what.kind, version: Happening.version, body: event.what.body)
    }

    /// Writes the derived rows of whatever the events touched, and remembers the folded state.
    private func keep(_ state: Case, _ events: [Event], of unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) {
        for number in Set(events.map(\.matter)) {
            if number == .unit {
                units[unit] = state.unit
                if events.contains(where: \.what.changesGroups) { try publishGroups(&ledger) }
                continue
            }
            guard let matter = state.matters[number] else { continue }
            let key = MatterKey(unit, number)
            hold(matter, key, rulebook: matter.events.count == events.count { $0.matter == number } ? state.rulebook.hash : nil)
            try ledger.putMatter(Office.derived(matter, key, state.rulebook))
            for event in events where event.matter == number && event.what.takesPart { if let person = event.by { try ledger.notePart(person, in: key) } }
            let live = Summary(matter).isLive
            standing.change { if live { $0.live.insert(unit) } }
        }
    }

    /// The derived row of a matter: the same for a commit and for `yishi rebuild`.
    static func derived(_ matter: Matter, _ key: MatterKey, _ rulebook: Rulebook) -> MatterState {
        let summary = Summary(matter)
        let due = matter.sitting.start.flatMap { summary.meeting == "called" ? $0 : nil }
        let isOpen = !rulebook.isOver(matter) || summary.owesReport
        return MatterState(key, stage: summary.stage, isOpen: isOpen, due: due, state: summary.bytes)
    }
}

/// Carries out the consequences of one command.
private struct Waiting {
    let office: Office
    let state: Case
    let events: [Event]
    let rows: [EventRow]
    let command: Command
    let here: Addressee?
    let now: Instant

    func carryOut(_ consequence: Consequence, _ ledger: inout Ledger) throws(StoreFailure) {
        let key = MatterKey(state.unit.id, consequence.matter)
        switch consequence.what {
        case .tell(let notice, let audience): try tell(notice, audience, consequence, &ledger)
        case .set(let alarm, let due): try ledger.setTimer(TimerRow(key, kind: alarm, due: due))
        case .cancel(let alarm): try ledger.cancelTimers(of: key, kind: alarm)
        }
    }

    private func tell(_ key: String, _ audience: Audience, _ consequence: Consequence, _ ledger: inout Ledger) throws(StoreFailure) {
        guard let notice = state.rulebook.notices[key], let matter = state.matters[consequence.matter] else { return }
        let event = events[consequence.cause]
        var values = Values(texts: office.library.texts, state: state, matter: matter, actor: event.by, now: now)
        switch event.what {
        case .stepped(let step): values.fields = step.fields
        case .supplemented(let words): values.fields[.text] = .words(words)
        default: break
        }
        let saying = values.saying(key, buttons: notice.buttons)
        let bytes = saying.bytes
        for addressee in try addressees(audience, matter, &ledger) {
            _ = try ledger.queue(
                OutboxDraft(
                    to: addressee, lane: notice.lane.number, text: key, arguments: bytes, due: due(notice, event),
                    about: MatterKey(state.unit.id, consequence.matter), cause: rows[consequence.cause].n))
        }
    }

    /// What an officer's step causes waits for the undo time; answers and the live meeting never wait (design 2.7).
    private func due(_ notice: Rulebook.Notice, _ event: Event) -> Instant {
        guard notice.lane != .answer, case .stepped = event.what, event.by != nil else { return now }
        return now + (state.rulebook.settings["undo"] ?? .seconds(120))
    }

    private func addressees(_ audience: Audience, _ matter: Matter, _ ledger: inout Ledger) throws(StoreFailure) -> [Addressee] {
        let unit = state.unit
        func groups(_ purpose: GroupPurpose) -> [Addressee] { unit.groups(for: purpose).map { .group($0) } }
        func people(_ list: [PersonID]) -> [Addressee] { list.map { .person($0) } }
        switch audience {
        case .here, .sender: return here.map { [$0] } ?? []
        case .proposers: return people(matter.proposers)
        case .endorsers: return people(matter.endorsers)
        case .participants: return people(matter.sitting.list)
        case .owing: return people(matter.sitting.list.filter { matter.sitting.replies[$0] == nil })
        case .residentGroups: return groups(.residents)
        case .scopeGroups:
            let scope = matter.items(of: "notice").map(\.1).max { $0.since < $1.since }?.fields.groups(.scope) ?? unit.groups(for: .residents)
            return scope.map { .group($0) }
        case .workGroup: return unit.groups(for: .work).isEmpty ? people(unit.holders(of: .liaisonOfficer)) : groups(.work)
        case .liaisonOfficer: return people(unit.holders(of: .liaisonOfficer))
        case .firstConvenor: return people(unit.holders(of: .firstConvenor))
        case .linkedMember: return people(unit.holders(of: .secondConvenor))
        case .partySecretary: return people(unit.holders(of: .partySecretary))
        case .meetingChair: return people(state.chairs(of: matter))
        case .meetingSecretary: return people([matter.sitting.secretary].compactMap { $0 })
        case .upperUnit:
            guard let upper = unit.upper else { return [] }
            let above = try office.unit(upper, &ledger)
            return above.groups(for: .work).isEmpty ? people(above.holders(of: .firstConvenor)) : above.groups(for: .work).map { .group($0) }
        }
    }
}

extension Lane {
    /// The number of its queue in the outbox.
    var number: Int {
        switch self {
        case .answer: 0
        case .lawful: 1
        case .ordinary: 2
        }
    }
}

extension Command {
    /// Whether deciding it needs the topics that owe a report.
    var mayReport: Bool {
        guard case .move(let name, _) = act else { return false }
        return name == "open" || name.hasPrefix("announce") || name.hasPrefix("confirmMinutes")
    }
}

extension Happening {
    var changesGroups: Bool {
        switch self {
        case .groupBound, .groupReleased, .unitOpened: true
        default: false
        }
    }

    /// Whether it makes somebody a party to the matter, so that it stands in their list.
    var takesPart: Bool {
        switch self {
        case .suggested, .endorsed: true
        default: false
        }
    }
}
