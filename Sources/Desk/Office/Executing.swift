import Deliberation
import Procedure
import Record
import Wire

/// Words of a command that are not yet stored: they are only if it is decided.
struct PendingWords: Sendable {
    var ref: WordsRef
    var words: Words
}

extension Office {
    /// Decides the commands of one message on one matter, all or nothing, and writes everything that follows: events, derived rows,
    /// notices, timers. A refusal leaves nothing behind.
    func execute(
        _ commands: [Command], of unit: UnitID, words: [PendingWords] = [], here: Addressee? = nil, alsoLoad: [MatterNumber] = [],
        _ ledger: inout Ledger
    ) throws(StoreFailure) -> Swift.Result<Done, Refusal> {
        guard let decided = try decided(commands, of: unit, alsoLoad: alsoLoad, &ledger) else { return .failure(.notOffered("rulebook")) }
        if let refusal = decided.refusal { return .failure(refusal) }
        let (state, events) = (decided.state, decided.events)
        for pending in words { _ = try ledger.addWords(pending.words, as: pending.ref.id) }
        var rows: [EventRow] = []
        for event in events { rows.append(try ledger.append(draft(event, of: unit, state))) }
        for (event, row) in zip(events, rows) where event.what.isSaying && wordsStand[row.key] == nil { wordsStand[row.key] = row.m }
        try keep(state, events, of: unit, &ledger)
        let unheard = try dropUnsent(events, rows, state, &ledger)
        try followLists(events, rows, state, &ledger)
        try followChases(events, rows, state, &ledger)
        var unreached: [String] = []
        for consequence in consequences(of: events, in: state, now: now) {
            let isReached = try carryOut(consequence, state, events, rows, here, unheard[consequence.cause], &ledger)
            if !isReached, case .tell(let notice, _) = consequence.what, !unreached.contains(notice) { unreached.append(notice) }
        }
        return .success(
            Done(
                state: state, events: events, rows: rows, wasUnheard: unheard.values.contains(where: \.isEverybody),
                unreached: unreached))
    }

    /// What commands come to, one after the other, until one is refused: nothing is written.
    struct Decided {
        var state: Case
        var events: [Event] = []
        var refusal: Refusal?
    }

    /// Nil where the unit's rulebook is not known.
    func decided(
        _ commands: [Command], of unit: UnitID, alsoLoad: [MatterNumber] = [], _ ledger: inout Ledger
    ) throws(StoreFailure) -> Decided? {
        guard var state = try load(unit, commands.map(\.matter) + alsoLoad, &ledger) else { return nil }
        if commands.contains(where: \.mayReport) { try addOwedReports(&state, &ledger) }
        var decided = Decided(state: state)
        for command in commands {
            do throws(Refusal) {
                let next = try decide(command, in: decided.state, now: now)
                for event in next { decided.state.evolve(event) }
                decided.events += next
            } catch {
                decided.refusal = error
                break
            }
        }
        return decided
    }

    struct Done {
        var state: Case
        var events: [Event]
        var rows: [EventRow]
        /// A sitting was called off of which nobody had heard yet.
        var wasUnheard = false
        /// Notices that somebody had to hear, and nobody can.
        var unreached: [String] = []

        /// The fields of the last step taken, for the answer.
        var fields: Fields {
            events.reversed().compactMap { event -> Fields? in
                switch event.what {
                case .stepped(let step): step.fields
                case .screened(let fields): fields
                case .corrected(let correction): correction.fields
                default: nil
                }
            }
            .reduce(Fields()) { $1.overlaid(with: $0) }
        }
    }

    private func draft(_ event: Event, of unit: UnitID, _ state: Case) -> EventDraft {
        EventDraft(
            MatterKey(unit, event.matter), at: event.at,
            happened: event.happened.map { CivilMoment($0, minuteOfDay: 0).instant }, by: event.by?.description, post: event.post.rawValue,
            rulebook: state.rulebook.hash, kind: event.what.kind, version: event.what.version, body: event.what.body)
    }

    /// Writes the derived rows of whatever the events touched, and remembers the folded state.
    private func keep(_ state: Case, _ events: [Event], of unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) {
        for number in Set(events.map(\.matter)) {
            if number == .unit {
                units[unit] = state.unit
                if events.contains(where: \.what.changesGroups) { try publishGroups(&ledger) } else { publishHolders() }
                // Codes that are about may have been given out from the phone that is in strange hands: whoever waits for one asks again.
                if events.contains(where: \.what.endsCodes) { try ledger.cancelTimers(of: MatterKey(unit, .unit), kind: "code") }
                continue
            }
            guard let matter = state.matters[number] else { continue }
            let key = MatterKey(unit, number)
            hold(matter, key, rulebook: matter.events.count == events.count { $0.matter == number } ? state.rulebook.hash : nil)
            try ledger.putMatter(Office.derived(matter, key, state.rulebook))
            for event in events where event.matter == number { try clearPollNotes(event, key, matter, &ledger) }
        }
        if events.contains(where: \.what.movesMeeting) { try publishSittings(of: unit, &ledger) }
    }

    /// The derived row of a matter: the same for a commit and for `yishi rebuild`.
    static func derived(_ matter: Matter, _ key: MatterKey, _ rulebook: Rulebook) -> MatterState {
        let summary = Summary(matter)
        var due = matter.sitting.start.flatMap { summary.isCalled ? $0 : nil }
        if summary.topic == "implementing", let day = matter.taken["TP-24"]?.fields.day(.due) {
            due = CivilMoment(day, minuteOfDay: 24 * 60 - 1).instant
        }
        if summary.suggestion == "referred", let referral = matter.taken["SG-9"] {
            due = rulebook.answerDue(referral.fields, askedAt: referral.at)
        }
        // For so long somebody may still ask who was little content with what is closed (SG-15). A matter that began when there was no word
        // yet of that goes on as it began.
        if summary.suggestion == "closed", let span = rulebook.settings["chase.rated.ends"], let low = matter.discontent {
            due = low.since + span
        }
        // By when the result is to be carried out, where a day was stated (TP-26).
        if summary.topic == "implementing", let stated = matter.taken["TP-26"]?.fields.statedDue { due = stated }
        let isOpen = !rulebook.isOver(matter) || summary.owesReport
        return MatterState(key, stage: summary.stage, isOpen: isOpen, due: due, state: summary.bytes)
    }
}

/// Where a notice comes from: the step or alarm that causes it, with what was said in it.
struct Cause {
    var state: Case
    var matter: Matter
    var fields = Fields()
    var actor: PersonID?
    var n: Int64?
    var here: Addressee?
    /// Whether it waits for the undo time.
    var canBeUndone = false
    /// Who need not hear that a sitting was called off.
    var unheard: Office.Unheard?
    /// What only this event can say, by the names the texts use.
    var extra: [String: Argument] = [:]
    /// Who was put on the list of a sitting that is called, and who was taken off it.
    var joined: [PersonID] = []
    var left: [PersonID] = []
}

extension Office {
    /// - Returns: false where somebody had to hear of it and nobody can.
    private func carryOut(
        _ consequence: Consequence, _ state: Case, _ events: [Event], _ rows: [EventRow], _ here: Addressee?, _ unheard: Unheard?,
        _ ledger: inout Ledger
    ) throws(StoreFailure) -> Bool {
        let key = MatterKey(state.unit.id, consequence.matter)
        switch consequence.what {
        case .set(let alarm, let due):
            try ledger.setTimer(TimerRow(key, kind: alarm, due: due))
            noteAlarm(due)
        case .cancel(let alarm):
            try ledger.cancelTimers(of: key, kind: alarm)
            try dropReminders(alarm, key, state, rows[consequence.cause].n, &ledger)
        case .tell(let notice, let audience):
            guard let matter = state.matters[consequence.matter] else { return true }
            let event = events[consequence.cause]
            var cause = Cause(state: state, matter: matter, actor: event.by, n: rows[consequence.cause].n, here: here, unheard: unheard)
            switch event.what {
            // They may live elsewhere.
            case .suggested where homeIs == .seen: cause.extra["village"] = .literal(state.unit.name)
            // Of a ballot that was told afterwards, or of hands, nobody is asked for a vote.
            case .stepped where notice == "ballot.open" && Office.openBallot(matter) == nil: return true
            case .stepped(let step):
                cause.fields = step.fields
                cause.canBeUndone = event.by != nil
            case .supplemented(let words):
                // Said where it would be told, it has been heard.
                if let here, Office.officers(of: state.unit) == [here] { return true }
                cause.fields[.text] = .words(words)
                if event.post == .departmentContact, let said = try ledger.words(words.id)?.text, passesOn(said) {
                    let isReferred = matter.state(of: "suggestion") == "referred"
                    let isGivenBack = isReferred && givesBack(said)
                    let key = "word.redirect.\(isGivenBack ? "givenBack" : isReferred ? "referred" : "implementing")"
                    cause.extra["redirect"] = .text(key: key, ["number": .integer(matter.number.serial)])
                }
            case .contested(let words), .objected(let words): cause.fields[.reason] = words.map { .words($0) }
            case .rated(let score):
                // Only what somebody is not content with concerns an officer, and that they are content with it after all.
                let before = matter.events.dropLast().last { $0.by == event.by && $0.what.rating != nil }?.what.rating
                let wasLow = before.map { $0 <= Matter.lowRating } ?? false
                if (score > Matter.lowRating) != (notice == "rated.better") || notice == "rated.better" && !wasLow { return true }
                cause.extra["score"] = .integer(score)
                cause.extra["before"] = before.map { .integer($0) }
            case .corrected(let correction):
                cause.fields = correction.fields
                cause.canBeUndone = event.by != nil
                if event.post != .partySecretary { cause.fields[.recordedBy] = event.by.map { .person($0) } }
                cause.extra["changes"] = changes(
                    correction, of: matter, before: matter.events.lastIndex(of: event) ?? matter.events.count, state.rulebook)
            default: break
            }
            if let field = state.rulebook.notices[notice]?.with, cause.fields[field] == nil { return true }
            return try tell(notice, audience, cause, &ledger)
        }
        return true
    }

    /// Puts a notice into the outbox for everybody it goes to. What an officer's step causes waits for the undo time; answers and the
    /// live meeting never wait (design 2.7).
    ///
    /// - Parameter later: when it is due, where something else settles that.
    /// - Returns: false where somebody of that audience has to hear it, and there is nobody.
    @discardableResult
    func tell(
        _ key: String, _ audience: Audience, _ cause: Cause, due later: Instant? = nil, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Bool {
        guard let notice = cause.state.rulebook.notices[key] else { return true }
        let values = Values(
            texts: library.texts, state: cause.state, matter: cause.matter, fields: cause.fields, actor: cause.actor, now: now,
            extra: cause.extra)
        var saying = values.saying(key, buttons: notice.buttons)
        // As a line of a list it may say other things.
        if notice.isReminder {
            saying.values.merge(values.saying(Library.line(of: key)).values) { $1 }
            saying.values[Library.spokenValue] = .literal("\(cause.state.unit.shortName)\(cause.matter.number.serial)")
        }
        let bytes = saying.bytes
        var passedOn = bytes
        if audience == .proposers, cause.matter.isOnBehalf {
            saying.values[Saying.preface] = .text(key: "word.passOn.preface", ["informant": cause.matter.informant])
            passedOn = saying.bytes
        }
        let waits = cause.canBeUndone && notice.lane != .answer && notice.lane != .urgent
        let due = later ?? (waits ? now + cause.state.rulebook.undoTime : now)
        let about = MatterKey(cause.state.unit.id, cause.matter.number)
        let told = notice.isOncePerSitting ? try toldEarlier(audience, cause, &ledger) : []
        let addressees = try addressees(audience, cause, &ledger)
        for addressee in addressees {
            if case .person(let person) = addressee, told.contains(person) { continue }
            if cause.unheard?.contains(addressee) == true { continue }
            let arguments = audience == .proposers && cause.matter.isPassedOn(by: addressee) ? passedOn : bytes
            _ = try ledger.queue(
                OutboxDraft(
                    to: addressee, lane: notice.lane.number, text: key, arguments: arguments, due: due, about: about, cause: cause.n))
        }
        return !addressees.isEmpty || !notice.needed.contains(audience)
    }

    /// Who is told the same of an earlier topic of the same sitting, that has not begun.
    private func toldEarlier(_ audience: Audience, _ cause: Cause, _ ledger: inout Ledger) throws(StoreFailure) -> Set<PersonID> {
        let here = cause.matter
        guard let start = here.sitting.start else { return [] }
        var people: Set<PersonID> = []
        for row in try ledger.open(in: cause.state.unit.id, where: { $0.isCalled || $0.meeting == "checkIn" })
        where row.key.number < here.number {
            guard let other = try matter(row.key, &ledger), other.sitting.start == start, other.sitting.place == here.sitting.place
            else { continue }
            switch audience {
            case .awaited: people.formUnion(other.sitting.awaited)
            case .meetingSecretary: people.formUnion([other.sitting.secretary].compactMap { $0 })
            case .meetingChair: people.formUnion(cause.state.chairs(of: other))
            default: break
            }
        }
        return people
    }

    /// Where the unit's officers are told something: their group, or where there is none each of them.
    static func officers(of unit: Unit) -> [Addressee] {
        let groups = unit.groups(for: .work).map { Addressee.group($0) }
        return groups.isEmpty ? (unit.holders(of: .liaisonOfficer) + unit.holders(of: .firstConvenor)).map { .person($0) } : groups
    }

    func addressees(_ audience: Audience, _ cause: Cause, _ ledger: inout Ledger) throws(StoreFailure) -> [Addressee] {
        let unit = cause.state.unit
        let matter = cause.matter
        func groups(_ purpose: GroupPurpose) -> [Addressee] { unit.groups(for: purpose).map { .group($0) } }
        func people(_ list: [PersonID]) -> [Addressee] { list.map { .person($0) } }
        switch audience {
        case .here: return cause.here.map { [$0] } ?? []
        // Whoever entered it for somebody passes it on as long as they serve; after that whoever serves now.
        case .proposers
        where matter.isOnBehalf && !matter.proposers.contains(where: { unit.holdsOffice($0) && !unit.suspended.contains($0) }):
            return Office.officers(of: unit)
        case .proposers: return people(matter.proposers)
        case .endorsers: return people(matter.endorsers)
        case .participants: return people(matter.sitting.list)
        case .joinedList: return people(cause.joined)
        case .leftList: return people(cause.left)
        case .owing: return people(matter.sitting.list.filter { matter.sitting.replies[$0] == nil })
        case .present:
            let sitting = matter.sitting
            return people(
                (sitting.list + sitting.signedIn + sitting.present).uniqued().filter { sitting.isPresent($0) && $0 != cause.actor })
        case .awaited: return people(matter.sitting.awaited)
        // Whoever is there has come, whatever they had answered.
        case .attending: return people(matter.sitting.list.filter { matter.sitting.awaited.contains($0) || matter.sitting.isPresent($0) })
        // Nothing of a private matter stands in a residents' group.
        case .residentGroups: return matter.isPrivate ? [] : cause.state.audience(of: matter).map { .group($0) }
        case .scopeGroups:
            let scope =
                matter.items(of: "notice").map(\.1).max { $0.since < $1.since }?.fields.groups(.scope) ?? cause.state.audience(of: matter)
            return scope.map { .group($0) }
        case .workGroup: return Office.officers(of: unit)
        case .liaisonOfficer: return people(unit.holders(of: .liaisonOfficer))
        case .firstConvenor: return people(unit.holders(of: .firstConvenor))
        case .departmentContact: return people(contacts(cause))
        case .linkedMember: return people(unit.holders(of: .secondConvenor))
        case .partySecretary: return people(unit.holders(of: .partySecretary))
        case .approver: return cause.fields[.recordedBy] == nil ? [] : people(unit.holders(of: .partySecretary))
        case .delegate: return people([cause.fields.person(.person)].compactMap { $0 })
        case .meetingChair: return people(cause.state.chairs(of: matter))
        case .meetingSecretary: return people([matter.sitting.secretary].compactMap { $0 })
        case .upperUnit: return try filedWith(unit, &ledger)
        }
    }

    /// Who hears what goes to a department: whom an officer named for it, else all who answer for departments. Where the department itself is
    /// put right, all of them: those it was and those it is.
    private func contacts(_ cause: Cause) -> [PersonID] {
        let unit = cause.state.unit
        let isMoved = cause.extra["changes"] != nil && cause.fields[.department] != nil
        let values = Values(texts: library.texts, state: cause.state, matter: cause.matter, fields: cause.fields, now: now)
        let named = isMoved ? [] : values.department.map { unit.contacts(for: $0) } ?? []
        return named.isEmpty ? unit.holders(of: .departmentContact) : named
    }

    /// With whom a unit files (XZ-11h, XZ-14.1b): the officers of the council above it, else those it named for the leading group's office.
    func filedWith(_ unit: Unit, _ ledger: inout Ledger) throws(StoreFailure) -> [Addressee] {
        if let upper = unit.upper {
            let above = Office.officers(of: try self.unit(upper, &ledger))
            if !above.isEmpty { return above }
        }
        return unit.holders(of: .filingReceiver).map { .person($0) }
    }
}

extension Lane {
    /// The number of its queue in the outbox.
    var number: Int {
        switch self {
        case .answer, .urgent: 0
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
    /// Whether a sitting stands elsewhere after it.
    var movesMeeting: Bool {
        switch self {
        case .stepped(let step): Machines.name(of: step.id) == "meeting"
        case .undone: true
        default: false
        }
    }

    /// Whether somebody who could give out codes has no say any more.
    var endsCodes: Bool {
        switch self {
        case .suspended, .postEnded(_, .firstConvenor): true
        default: false
        }
    }

    var changesGroups: Bool {
        switch self {
        case .groupBound, .groupReleased, .unitOpened: true
        default: false
        }
    }
}
