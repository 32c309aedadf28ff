import Procedure

/// What a command is decided on: the unit, its rulebook, and the matters its rules declare they read. Loaded inside the writer's transaction.
public struct Case: Sendable {
    public var unit: Unit
    public var rulebook: Rulebook
    /// The matters the command may touch, and those its rules must see.
    public var matters: [MatterNumber: Matter]
    /// Agreed topics of the unit that no later session has reported (XZ-14.1f), oldest first.
    public var owedReports: [MatterNumber]
    /// For a joint petition the residents' groups of the villages it was signed from: they hear of it as those of the unit itself do.
    public var groupsBehind: [MatterNumber: [GroupID]] = [:]
    /// Whether anybody can be sent a filing: without, it counts only when an officer says that it was delivered (XZ-11h, XZ-14.1b).
    public var reachesUpper = true

    public init(unit: Unit, rulebook: Rulebook, matters: [MatterNumber: Matter] = [:], owedReports: [MatterNumber] = []) {
        self.unit = unit
        self.rulebook = rulebook
        self.matters = matters
        self.owedReports = owedReports
    }
}

/// Who commands. Posts are never brought along: they are read from the roster.
public enum Actor: Sendable, Hashable {
    case person(PersonID)
    case daemon

    public var person: PersonID? { if case .person(let id) = self { id } else { nil } }
}

/// What somebody wants done, with no text left to read. Ids, numbers and words are minted outside and handed in.
public struct Command: Sendable, Hashable {
    public var actor: Actor
    public var matter: MatterNumber
    public var act: Act
    /// Why a D rule is departed from, where it is.
    public var reason: WordsRef?
    /// The day it took place, where it is told afterwards (design 2.1).
    public var happened: CivilDate?

    public init(actor: Actor, matter: MatterNumber, act: Act, reason: WordsRef? = nil, happened: CivilDate? = nil) {
        self.actor = actor
        self.matter = matter
        self.act = act
        self.reason = reason
        self.happened = happened
    }
}

/// Imperatives: the typed commands for what counts people or carries facts, and one for every other move (design 4.7).
public enum Act: Sendable, Hashable {
    // Unit
    case openUnit(name: String, level: Level, upper: UnitID?)
    case adoptRulebook(hash: String, id: String, version: String)
    case givePost(PersonID, Post)
    case endPost(PersonID, Post)
    case lendPost(PersonID, Post, until: CivilDate)
    case suspend(PersonID)
    case bindGroup(GroupID, GroupPurpose)
    case releaseGroup(GroupID)
    case decideSetting(name: String, value: String, record: Fields)
    // Suggestion
    case suggest(WordsRef, in: GroupID?)
    case petition(WordsRef, in: GroupID?, from: UnitID)
    /// What came on paper, by telephone or across the counter, and from whom as far as told.
    case suggestFor(WordsRef, informant: WordsRef?, person: PersonID? = nil)
    case supplement(WordsRef)
    case addPicture(WordsRef)
    case endorse
    /// So many heads on paper, with the names as written, those of them whom the record knows, and the village they signed in.
    case endorseOnPaper(heads: Int, names: WordsRef?, people: [PersonID] = [], from: UnitID? = nil)
    case sign(from: UnitID)
    case takeBackEndorsement
    case withdraw
    case merge(into: MatterNumber, reason: WordsRef?)
    /// A move of the rulebook by its name: one or several steps, all or nothing.
    case move(String, Fields)
    /// One step on something of which there are several: a seat, a mandate, a filing.
    case step(StepID, key: String?, Fields)
    /// Put right what was said with a step, after the undo time; `of` names it, else it is the latest that has those fields.
    case correct(Fields, of: StepID?)
    case screen(Fields)
    /// SG-15: 1 to 5.
    case rate(Int)
    case contest(WordsRef?)
    case turnPrivate
    /// What the matter is called from now on.
    case entitle(WordsRef)
    /// What it is about, and who answers for such things; nil for what stays.
    case correctSubject(category: String?, department: String?)
    case object(WordsRef?)
    /// The objection is settled; `recordWasWrong` takes the recorded decision back.
    case settleObjection(recordWasWrong: Bool)
    // Sitting
    case reply(Reply, reason: WordsRef?, substitute: PersonID?)
    case changeList(add: [PersonID], remove: [PersonID])
    case signIn
    case closeCount(named: [PersonID], missing: [PersonID], everybody: Bool, present: Int?, stakeholders: Int?)
    case giveFloor(PersonID, viewpoint: Viewpoint, stance: Stance)
    case endTurn(extended: Bool)
    case interrupt(InterruptReason)
    case agreeRevision
    case record(RecordLine)
    // Rest
    /// A notice stands where it was to stand: the platform says so, or an officer who was asked.
    case confirmShown(notice: String, group: GroupID?, person: PersonID?, since: Instant? = nil)
    /// A notice of the matter was put up on paper: `place`, and the day or hour where it was not just now.
    case post(Fields)
    case explainViolation(RowID, WordsRef)
    /// An agreed topic was reported at the session of that matter (XZ-14.1f), and nobody has told it yet.
    case report(in: MatterNumber)
    case erase(PersonID?, words: [WordsID], why: Erasure)
    case join(PersonID, into: PersonID)
    /// Take back this person's last steps here. `sent` says whether anything of them has left or fired.
    case undo(sent: Bool)
}
