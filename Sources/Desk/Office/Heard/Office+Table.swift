import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What is said on the day of a sitting and means something else because it is under way.
extension Office {
    /// Votes that were told and which result they make was asked: they belong to what is announced next.
    struct ToldVotes {
        var matter: MatterKey
        var votes: Slots
        var at: Instant
    }

    private static let votesLast = Span.minutes(30)

    func keepVotes(
        of intent: Intent, _ said: Said, _ person: PersonID, _ unit: UnitID, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        let resolve = try resolve(said, as: intent, person, unit, to: .person(person), &ledger)
        guard let number = try resolve.sitting(&ledger), let matter = try matter(MatterKey(unit, number), &ledger),
            Summary(matter).isDiscussed, library.reader.markedNumbers(in: said.text).allSatisfy({ $0 == number.serial })
        else { return }
        toldVotes = ToldVotes(matter: MatterKey(unit, number), votes: intent.slots, at: now)
    }

    // MARK: - The result (XZ-13.8b)

    /// A result that is announced in passing is asked about once, with the whole of it, where it may be another topic's, where nothing was put to
    /// the vote and no votes are told, and where its votes were told by an earlier message; nil where it is said as it is taught or nothing is open about it.
    func announcing(_ hearing: Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Intent? {
        let (said, scene, wasAsked) = (hearing.said, hearing.scene, hearing.intent.action == .ask)
        guard let intent = wasAsked && hearing.intent.meant.count == 1 ? hearing.intent.meant.first : hearing.intent,
            intent.action == .act, intent.name == .announceResult
        else { return nil }
        let told = toldVotes
        toldVotes = nil
        guard intent.more.isEmpty, scene.isLive, scene.matter == nil,
            said.quotes == nil, !isLate(said), let person = scene.person, let id = scene.unit
        else { return nil }
        let resolve = try resolve(said, as: intent, person, id, to: scene.here(person), &ledger)
        guard let number = try resolve.sitting(&ledger), let matter = try matter(MatterKey(id, number), &ledger),
            Office.maybeAnnounced.contains(matter.state(of: "meeting").text)
        else { return nil }
        var step = intent
        let isNumbered = intent.slots[.number] != nil
        let isInForm = begins(said.text, with: "said.announced") || intent.slots[.for] != nil
        var isOpen = wasAsked || matter.state(of: "meeting") != "confirming" && !isInForm
        let topics = try sameSitting(as: matter, id, &ledger)
        if topics.count > 1, !isNumbered {
            if !Summary(matter).isDiscussed { isOpen = true }
            step.slots[.number] = .integer(number.serial)
        }
        if intent.slots[.for] == nil, intent.slots[.against] == nil, let told, told.matter == MatterKey(id, number),
            now - told.at <= Office.votesLast
        {
            for slot in [Slot.for, .against, .abstain] { step.slots[slot] = told.votes[slot] }
            isOpen = true
        }
        guard isOpen else { return nil }
        var asked = Intent(.ask, .announceResult, slots: step.slots, question: "ask.meant")
        asked.meant = [step]
        return asked
    }

    private static let maybeAnnounced: Set<String> = [
        "checkIn", "opened", "proposing", "interacting1", "revising", "interacting2", "confirming",
    ]

    /// The topics of the sitting of a matter that are under way or announced, itself among them.
    private func sameSitting(as matter: Matter, _ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> [MatterNumber] {
        var found: [MatterNumber] = []
        for row in try ledger.open(in: unit, where: \.isLive) {
            guard let other = try self.matter(row.key, &ledger) else { continue }
            if other.sitting.start == matter.sitting.start, other.sitting.place == matter.sitting.place { found.append(row.key.number) }
        }
        return found
    }

    /// The topic of the same sitting that waits to be discussed.
    func nextTopic(after matter: Matter, _ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        var found: [MatterNumber] = []
        for row in try ledger.open(in: unit, where: { $0.meeting == "checkIn" }) where row.key.number != matter.number {
            guard let other = try self.matter(row.key, &ledger) else { continue }
            if other.sitting.start == matter.sitting.start, other.sitting.place == matter.sitting.place { found.append(row.key.number) }
        }
        return found.min()
    }

    // MARK: - At the door, and at the table in private

    /// 「我到了 刚上来」 in private while people sign in, of somebody on the list: it signs them in, whatever they had answered to the call.
    func arriving(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Intent? {
        let mayBe = intent.action != .act || [.rsvpYes, .checkIn].contains(intent.name)
        guard mayBe, said.chat.kind == .direct, said.quotes == nil, !said.isAnonymous, scene.isLive, said.text.count <= 24,
            intent.slots[.number] == nil, scene.names.allSatisfy({ !said.text.contains($0) }), let person = scene.person,
            onlySays(["said.door.here", "said.door.beside"], in: said.text[...]), says("said.door.here", in: said.text),
            !says("said.door.not", in: said.text.replacing("在呢", with: "在")), !Office.isQuestion(said.text),
            try isSigningIn(person, scene, &ledger)
        else { return nil }
        return Intent(.act, .checkIn, slots: [.kind: .text("loosely")])
    }

    func isSigningIn(_ person: PersonID, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        guard let unit = scene.unit else { return false }
        for row in try ledger.open(in: unit, where: { $0.meeting == "checkIn" }) {
            guard let sitting = try matter(row.key, &ledger)?.sitting else { continue }
            if sitting.list.contains(person), !sitting.signedIn.contains(person) { return true }
        }
        return false
    }

    /// 「堵路上了 10分钟到」 while people sign in, 「灯别对着窗户照」 while it is discussed: what somebody on the list says in private without an opening word
    /// belongs to the sitting, and is no new suggestion.
    func besideTable(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard intent.action == .offer || intent.meant.first?.name == .rsvpYes, said.chat.kind == .direct, said.quotes == nil,
            !said.isAnonymous, scene.isLive,
            !scene.roles.contains(.chair), !scene.roles.contains(.secretary), let person = scene.person, let unit = scene.unit
        else { return nil }
        let isLate = says("said.door.late", in: said.text) ? try isSigningIn(person, scene, &ledger) : false
        guard isLate || intent.action == .offer else { return nil }
        var isAtTable = false
        for row in try ledger.open(in: unit, where: \.isDiscussed) where !isAtTable {
            let sitting = try matter(row.key, &ledger)?.sitting
            isAtTable =
                sitting.map { $0.signedIn.contains(person) || $0.present.contains(person) } ?? false
                && sitting?.start.map { $0.civil.date == now.civil.date } ?? false
        }
        guard isLate || isAtTable else { return nil }
        try answer(Saying(isLate ? "table.onTheWay" : "table.sayItThere"), to: .person(person), about: nil, &ledger)
        try note(said, matter: nil, .answered, &ledger)
        return .answered
    }

    // MARK: - The minutes

    /// 「2号的记录怎么补」 of whoever sits at the table: what to send.
    func asksHowToWrite(_ said: Said, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard !scene.roles.isEmpty, !said.isAnonymous, said.quotes == nil, said.text.count <= Office.longestHow, scene.isLive,
            says("said.minutes", in: said.text), says("said.minutes.how", in: said.text), let person = scene.person, let unit = scene.unit
        else { return nil }
        let resolve = try resolve(said, as: Intent(.act, .minutes), person, unit, to: scene.here(person), &ledger)
        let written = try ledger.open(in: unit, where: { ["announced", "minuted"].contains($0.meeting) }).map(\.key.number).sorted()
        let spoken = said.text.split { !$0.isNumber }.compactMap { Int($0) }
        guard let number = written.first(where: { spoken.contains($0.serial) }) ?? (spoken.isEmpty ? written.first : nil) else {
            return nil
        }
        try answer(
            Saying("minutes.how", ["number": .integer(number.serial)]), to: resolve.here, about: MatterKey(unit, number), &ledger)
        try note(said, matter: nil, .answered, &ledger)
        return .answered
    }

    private static let longestHow = 24
}
