import Procedure
import Wire

/// Everything people call 「12号」: the suggestion, the topic it became, its sitting, and the smaller machines that hang on it.
/// It is the fold of its events and nothing else.
public struct Matter: Sendable, Hashable {
    public let number: MatterNumber
    /// In order; an event's m is its place, from 1.
    public private(set) var events: [Event] = []
    /// Places of events that were taken back; they stay in `events`.
    public internal(set) var undone: Set<Int64> = []
    /// What was put right of events, by their m.
    private var corrections: [Int64: [Correction]] = [:]

    /// Machines by name (`topic`), or name and key (`filing/topic`).
    public internal(set) var items: [String: Item] = [:]
    /// The last time each step was taken.
    public internal(set) var taken: [StepID: Taken] = [:]
    /// What was suggested, in the sender's words.
    public internal(set) var words: WordsRef?
    /// What an officer chose to call it.
    public internal(set) var title: WordsRef?
    /// What officers say it is about, where they corrected what was proposed.
    public internal(set) var subject = Subject()
    /// What was added to it later, oldest first.
    public internal(set) var supplements: [WordsRef] = []
    /// At most `mostPictures`, oldest first.
    public internal(set) var pictures: [WordsRef] = []
    /// So many are kept with one matter.
    public static let mostPictures = 20
    /// Where it was said; nil in private and across the counter.
    public internal(set) var group: GroupID?
    /// Whose matter it is, in the order they came to it; each once.
    public internal(set) var proposers: [PersonID] = []
    /// Those of them who only entered it for somebody: they hear how it stands and pass it on, and are no party.
    public internal(set) var enterers: [PersonID] = []
    /// For whom it was entered, where they are known to us.
    public internal(set) var principals: [PersonID] = []
    /// Who stands behind it without being a proposer; each once.
    public internal(set) var endorsers: [PersonID] = []
    /// Who signed on paper, beside those.
    public internal(set) var signatures = Signatures()
    /// Begun as a joint petition across villages (XZ-10.1b).
    public internal(set) var isPetition = false
    /// An officer entered it for somebody else, and stands among the proposers in their place.
    public internal(set) var isOnBehalf = false
    /// The village each person signed from, of those who came to us from one.
    public internal(set) var villages: [PersonID: UnitID] = [:]
    /// Matters merged into this one.
    public internal(set) var absorbed: [MatterNumber] = []
    /// The records of screening, as they were told.
    public internal(set) var screenings: [Fields] = []
    /// The sitting that is being prepared, runs, or was the last.
    @Boxed public internal(set) var sitting = Sitting()
    /// Put on the list of the sitting before it was called, and taken off it (XZ-G2.4b); others than members come by it as well (XZ-8.3a).
    public internal(set) var listAdded: [PersonID] = []
    public internal(set) var listRemoved: [PersonID] = []
    /// When the sittings that reached a result were held.
    public internal(set) var sessions: [Instant] = []
    /// The matter at whose session its outcome was reported (XZ-14.1f).
    public internal(set) var reportedIn: MatterNumber?
    /// Open ones; what was repaired or explained is gone from here, not from `events`.
    public internal(set) var violations: [Violation] = []
    /// In the order they were taken.
    public internal(set) var deviations: [Deviation] = []
    /// Notices of which the platform confirmed that they went out.
    public internal(set) var shown: [Shown] = []
    /// Notices put up on paper.
    public internal(set) var posted: [Posted] = []
    /// What each sender thinks of the outcome, 1 to 5.
    public internal(set) var ratings: [PersonID: Int] = [:]
    /// Proposers who say of the answer as it stands, or of what is publicised, that it is not done yet; and the words of the last of them.
    public internal(set) var contested: [PersonID] = []
    public internal(set) var contestedWith: WordsRef?
    /// Nothing of it stands in a residents' group any more.
    public internal(set) var isPrivate = false
    /// Who objected, while that is not settled.
    public internal(set) var objection: PersonID?
    /// Recorded decisions of which the body says that it never took them, and the row each leaves open, until that is explained.
    public internal(set) var disowned: [StepID: RowID] = [:]

    public init(number: MatterNumber) { self.number = number }

    /// The fold of events in their order; all must be of this matter.
    public init(number: MatterNumber, events: [Event]) {
        self.init(number: number)
        for event in events { evolve(event) }
    }

    /// Where one machine of the matter stands.
    public struct Item: Sendable, Hashable {
        public var state: StateID
        public var fields: Fields
        public var since: Instant
        public var by: PersonID?
    }

    /// One step as it was last taken.
    public struct Taken: Sendable, Hashable {
        public var at: Instant
        public var by: PersonID?
        public var fields: Fields
    }

    /// An unmet must of something that had already taken place: open until repaired or explained (requirements 0.3).
    public struct Violation: Sendable, Hashable {
        public var step: StepID
        public var verdict: Verdict
        public var m: Int64
        public var at: Instant
    }

    /// A departure from a principle, with its reason: the deviation ledger (R60).
    public struct Deviation: Sendable, Hashable {
        public var step: StepID
        public var verdict: Verdict
        public var by: PersonID?
        public var at: Instant
        public var reason: WordsRef?
    }

    /// A notice that went out: to a group or a person, at what time it stood there.
    public struct Shown: Sendable, Hashable {
        public var notice: String
        public var group: GroupID?
        public var person: PersonID?
        public var at: Instant
    }

    /// Who entered it for somebody else, and under what name; nil for what its proposer said themselves.
    public var entered: (by: PersonID?, informant: WordsRef?)? {
        guard let first = events.first, case .suggestedFor(_, let informant, _, _) = first.what else { return nil }
        return (first.by, informant)
    }

    /// Whose wish it is: whoever proposed it, or for whom it was entered.
    public var parties: [PersonID] {
        proposers.filter { !enterers.contains($0) } + principals.filter { !proposers.contains($0) || enterers.contains($0) }
    }

    /// Whether somebody speaks as who proposed it (XZ-13.5a): a party, or who entered it and speaks in their place.
    public func isProposed(by person: PersonID) -> Bool { proposers.contains(person) || principals.contains(person) }

    /// Who 提议人 is where nobody is named: the only party; where that is nobody we know, whoever entered it in their place.
    public var onlyProposer: PersonID? {
        let known = parties.isEmpty ? proposers : parties
        return known.count == 1 ? known.first : nil
    }

    /// The day it was first put to us: as it was stated where that was told late, else as it was registered.
    public var began: CivilDate? { events.first.map { $0.happened ?? $0.at.civil.date } }

    /// Whether its sitting's list is still being made: it is a topic, and nobody is called.
    public var isListBeingMade: Bool {
        ["proposed", "registered", "screening", "shortlisted", "submitted", "approved", "ready"].contains(state(of: "topic"))
    }

    /// A notice on paper, from when it hung where, how many photographs came with the word of it, and how many of these were kept.
    public struct Posted: Sendable, Hashable {
        public var notice: String
        public var place: String
        public var from: Instant
        public var recorded: Instant
        public var by: PersonID?
        public var pictures: Int
        public var kept = 0
    }

    /// The day a step was last taken on, as it was told where it was entered afterwards.
    public func day(of step: StepID) -> CivilDate? { taken[step].map { $0.fields.day(.late) ?? $0.at.civil.date } }

    /// Whether a decision stands on the record, and the body does not say that it was never so.
    func hasDecision(_ step: StepID) -> Bool { taken[step] != nil && disowned[step] == nil }

    /// Where a machine stands; `none` before its first step.
    public func state(of machine: String, key: String? = nil) -> StateID { items[Matter.slot(machine, key)]?.state ?? .none }
    /// The machine with all its fields; nil before its first step.
    public func item(_ machine: String, key: String? = nil) -> Item? { items[Matter.slot(machine, key)] }

    /// The items of a machine of which there are several, by key.
    public func items(of machine: String) -> [(String, Item)] {
        let prefix = machine + "/"
        return items.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) }.sorted { $0.0 < $1.0 }
    }

    /// What came of the topic in somebody's words: how it was carried out, the answer from above, or why it was not.
    var outcome: WordsRef? {
        let carriedOut = taken["TP-38"]?.fields.words(.text) ?? taken["TP-28"]?.fields.words(.text)
        return carriedOut ?? taken["TP-25"]?.fields.words(.reason) ?? taken["TP-11"]?.fields.words(.reason)
    }

    static func slot(_ machine: String, _ key: String?) -> String { key.map { "\(machine)/\($0)" } ?? machine }
}

extension Matter {
    /// The one fold, for commit, rebuild and undo.
    public mutating func evolve(_ event: Event) {
        events.append(event)
        switch event.what {
        case .undone(let ms): refold(without: undone.union(ms))
        case .corrected: refold(without: undone)
        default: apply(event, m: Int64(events.count))
        }
    }

    private mutating func refold(without gone: Set<Int64>) {
        var fresh = Matter(number: number)
        fresh.undone = gone
        fresh.corrections = Matter.corrections(in: events, without: gone)
        for (index, event) in events.enumerated() {
            fresh.events.append(event)
            let m = Int64(index + 1)
            if case .undone = event.what { continue }
            if case .corrected = event.what { continue }
            if !gone.contains(m) { fresh.apply(event, m: m) }
        }
        self = fresh
    }

    private mutating func apply(_ event: Event, m: Int64) {
        switch event.what {
        case .suggested(let words, let group): begin(words, group, event)
        case .petitioned(let words, let group, let village):
            begin(words, group, event)
            isPetition = true
            if let person = event.by { villages[person] = village }
        case .suggestedFor(let words, _, let person, let isParty):
            begin(words, nil, event)
            isOnBehalf = true
            if !isParty {
                enterers = [event.by].compactMap { $0 }
                principals = [person].compactMap { $0 }
            }
        // What a department says of its task is for the officers, and no part of the wish.
        case .supplemented(let words): if event.post != .departmentContact { supplements.append(words) }
        case .titled(let words): title = words
        case .subjectCorrected(let category, let department): subject = subject.with(category, department)
        case .pictured(let words):
            pictures.append(words)
            if let index = posted.lastIndex(where: { $0.by == event.by && $0.kept < $0.pictures }) { posted[index].kept += 1 }
        case .endorsedOnPaper(let heads, let names, let people, let village):
            signatures.add(heads, names: names, people: people, from: village)
        case .endorsed: if let person = event.by, !endorsers.contains(person) { endorsers.append(person) }
        case .signed(let village):
            guard let person = event.by else { return }
            if !endorsers.contains(person) { endorsers.append(person) }
            villages[person] = village
        case .endorsementTakenBack: endorsers.removeAll { $0 == event.by }
        case .proposerLeft: proposers.removeAll { $0 == event.by }
        case .absorbed(let from, let people, let words, let villages, let entered, let principals):
            self.villages.merge(villages) { $1 }
            absorbed.append(from)
            // Whoever entered the one and proposed the other is a party.
            enterers.removeAll { people.contains($0) && !entered.contains($0) }
            enterers += entered.filter { !proposers.contains($0) }
            self.principals += principals.filter { !self.principals.contains($0) }
            for person in people where !proposers.contains(person) { proposers.append(person) }
            endorsers.removeAll { people.contains($0) }
            if let words { supplements.append(words) }
        case .stepped(let step):
            apply((corrections[m] ?? []).reduce(step) { $0.corrected(by: $1) }, of: event, m: m)
        case .screened(let fields):
            guard fields.flag(.replaces), !screenings.isEmpty else {
                screenings.append(fields)
                break
            }
            // Of several the one held in that way, else the last.
            let held = fields.text(.kind).flatMap { way in screenings.lastIndex { $0.text(.method) == way } }
            var anew = fields
            anew[.kind] = nil
            screenings[held ?? screenings.count - 1] = anew
        case .recorded(let line, let verdicts):
            sitting.apply(line)
            note(verdicts, step: "MT-8", event, m: m, reason: nil)
        case .floorGiven(_, _, _, let verdicts), .turnEnded(_, _, let verdicts):
            sitting.apply(event)
            note(verdicts, step: "MT-8", event, m: m, reason: nil)
        case .listChanged(let added, let removed, _, _) where isListBeingMade:
            listAdded = listAdded.filter { !removed.contains($0) && !added.contains($0) } + added
            listRemoved = listRemoved.filter { !added.contains($0) && !removed.contains($0) } + removed
        case .replied, .listChanged, .signedIn, .counted, .turnInterrupted, .turnExtended, .revisionAgreed: sitting.apply(event)
        case .sessionReported(let number): reportedIn = number
        case .shown(let notice, let group, let person, let since):
            shown.append(Shown(notice: notice, group: group, person: person, at: since ?? event.at))
        case .posted(let notice, let fields):
            posted.append(
                Posted(
                    notice: notice, place: fields.text(.place) ?? "", from: fields.instant(.start) ?? event.at, recorded: event.at,
                    by: event.by,
                    pictures: fields.integer(.pictures) ?? 0))
        case .violationExplained(let row, _), .violationRepaired(let row):
            violations.removeAll { $0.verdict.row == row }
            disowned = disowned.filter { $0.value != row }
        case .rated(let score): if let person = event.by { ratings[person] = score }
        case .contested(let words):
            if let person = event.by, !contested.contains(person) { contested.append(person) }
            contestedWith = words ?? contestedWith
        case .turnedPrivate: isPrivate = true
        case .objected: objection = event.by
        case .objectionLifted, .objectionUpheld: objection = nil
        case .recordDisowned(let decision, let step, let verdicts):
            objection = nil
            for verdict in verdicts { disowned[decision] = verdict.row }
            note(verdicts, step: step, event, m: m, reason: nil)
        case .unitOpened, .rulebookAdopted, .postGiven, .postEnded, .postLent, .suspended, .groupBound, .groupReleased, .settingDecided,
            .undone, .corrected, .erased:
            break
        case .joined(let person, let into): join(person, into: into)
        }
    }

    private mutating func begin(_ words: WordsRef, _ group: GroupID?, _ event: Event) {
        self.words = words
        self.group = group
        if let person = event.by { proposers.append(person) }
        items["suggestion"] = Item(state: "registered", fields: Fields(), since: event.at, by: event.by)
        taken["SG-1"] = Taken(at: event.at, by: event.by, fields: Fields())
        taken["SG-3"] = Taken(at: event.at, by: nil, fields: Fields())
    }

    private mutating func apply(_ step: Step, of event: Event, m: Int64) {
        let slot = Matter.slot(Machines.name(of: step.id), step.key)
        let before = items[slot]?.fields ?? Fields()
        var fields = before.overlaid(with: step.fields)
        // A notice put out anew runs from now, whatever was entered afterwards of the one before.
        if step.id == "PN-1" { fields[.late] = step.fields[.late] }
        items[slot] = Item(state: step.to, fields: fields, since: event.at, by: event.by)
        taken[step.id] = Taken(at: event.at, by: event.by, fields: step.fields)
        disowned[step.id] = nil
        note(step.verdicts, step: step.id, event, m: m, reason: step.fields.words(.reason))
        switch step.id {
        case "TP-18": sitting = Sitting(called: step.fields)
        case "MT-1": sitting.secretary = step.fields.person(.secretary) ?? sitting.secretary
        case "MT-3": sitting.secretary = step.fields.person(.secretary) ?? sitting.secretary
        case "MT-7":
            let wasFirst = !step.fields.flag(.proposerAbsent) && step.verdicts.allSatisfy(\.isMet)
            sitting.proposerSpokeFirst = sitting.proposerSpokeFirst || wasFirst
        case "MT-10":
            sitting.revision = step.fields.words(.revision)
            sitting.revisionAgreed = step.fields.flag(.proposerAbsent)
        case "TP-28", "SG-8", "SG-8.2", "SG-9", "SG-14.2": answered()
        // While it is publicised, what is not done is answered by doing more.
        case "SG-14" where state(of: "topic") != "publicising": answered()
        case "MT-11": sitting.hadSecondRound = true
        case "MT-12": sitting.method = step.fields.text(.method).flatMap(ConfirmationMethod.init(rawValue:))
        case "MT-5": sitting.opened = sitting.opening(late: step.fields.day(.late), now: event.at)
        case "MT-13", "MT-13.2":
            sitting.opened = sitting.opening(late: step.fields.day(.late), now: event.at)
            sessions.append(sitting.held ?? event.at)
        default: break
        }
    }

    /// What was contested is one answer; to the next one everybody may say it again.
    private mutating func answered() {
        contested = []
        contestedWith = nil
    }

    private mutating func note(_ verdicts: [Verdict], step: StepID, _ event: Event, m: Int64, reason: WordsRef?) {
        for verdict in verdicts where !verdict.isMet {
            switch verdict.force {
            case .must: violations.append(Violation(step: step, verdict: verdict, m: m, at: event.at))
            case .principle: deviations.append(Deviation(step: step, verdict: verdict, by: event.by, at: event.at, reason: reason))
            case .may, .encouraged, .context: break
            }
        }
    }
}
