import Procedure

/// What happened: appended, never changed. The whole system on one screen.
public struct Event: Sendable, Hashable {
    public var matter: MatterNumber
    /// Our clock.
    public var at: Instant
    /// What the person states, where that is another time (design 2.1).
    public var happened: CivilDate?
    /// Nil for the service itself.
    public var by: PersonID?
    public var post: Post
    public var what: Happening

    public init(matter: MatterNumber, at: Instant, happened: CivilDate? = nil, by: PersonID?, post: Post, what: Happening) {
        self.matter = matter
        self.at = at
        self.happened = happened
        self.by = by
        self.post = post
        self.what = what
    }
}

/// Past participles: what an event says.
public enum Happening: Sendable, Hashable {
    // The unit itself
    case unitOpened(name: String, level: Level, upper: UnitID?)
    case rulebookAdopted(hash: String, id: String, version: String)
    case postGiven(PersonID, Post)
    case postEnded(PersonID, Post)
    /// In place of an absent officer, through that day.
    case postLent(PersonID, Post, until: CivilDate)
    /// All posts of a person, at once: a second officer's word, for a phone that was stolen or an account in wrong hands.
    case suspended(PersonID)
    case groupBound(GroupID, GroupPurpose)
    case groupReleased(GroupID)
    /// A standing method or another setting that a body decided, with its record (paths.md 1: the standing screening method).
    case settingDecided(name: String, value: String, record: Fields)

    // A suggestion and those behind it
    /// SG-1 and SG-3 in one: received in a bound group or in private, and registered at once (XZ-10.1c, XZ-10.2b).
    case suggested(WordsRef, in: GroupID?)
    /// The same as a joint petition across villages: in the township's register, first signed from that village (XZ-10.1b).
    case petitioned(WordsRef, in: GroupID?, from: UnitID)
    /// The same, entered by an officer for somebody who said it on paper, by telephone or across the counter (SG-1: on someone's behalf).
    /// Who entered it hears how it stands and passes it on; in what was stored first they were counted as a party, as if it were their own.
    case suggestedFor(WordsRef, informant: WordsRef?, person: PersonID? = nil, isParty: Bool = true)
    case supplemented(WordsRef)
    /// What an officer calls the matter, in place of the title that reading proposes.
    case titled(WordsRef)
    /// What an officer says it is about, and who answers for such things, where reading proposed something else. One of them at least.
    case subjectCorrected(category: String?, department: String?)
    /// A picture that came with something said here; its bytes stand where the words stand, and are erased like them.
    case pictured(WordsRef)
    case endorsed
    /// So many who signed on paper, entered by an officer (SG-1: on someone's behalf), with their names where they were told. They are heads,
    /// no accounts: nobody of them can be told apart from those who support it here.
    case endorsedOnPaper(heads: Int, names: WordsRef?, people: [PersonID] = [], from: UnitID? = nil)
    /// A name under a matter of the township, from a village of it (XZ-10.1b).
    case signed(from: UnitID)
    case endorsementTakenBack
    case proposerLeft
    /// Another matter was merged into this one; its proposers and supporters are listed here from now on.
    /// Where that was a joint petition, with the villages its proposers signed from; where it was entered for somebody, with who of the
    /// proposers only entered it, and for whom.
    case absorbed(
        MatterNumber, proposers: [PersonID], words: WordsRef?, villages: [PersonID: UnitID], entered: [PersonID] = [],
        principals: [PersonID] = [])

    /// The sender's judgement of what became of it, 1 to 5 (SG-15).
    case rated(Int)
    /// A proposer says that it is not done yet: closing needs the other side (design 5).
    case contested(WordsRef?)
    /// Sensitive: nothing of it stands in a residents' group any more, and the upper unit sees that it was so decided.
    case turnedPrivate
    /// The body named as approver says that its decision was not so: the matter stands still until that is settled.
    case objected(WordsRef?)
    case objectionLifted
    /// The record was wrong and has been taken back.
    case objectionUpheld
    /// The record of that decision was wrong, and steps stand on it that cannot be taken back: what they missed is open from now on, under
    /// the step whose rules ask for the decision. No verdicts where no rule hangs on it.
    case recordDisowned(StepID, under: StepID, verdicts: [Verdict])

    /// Any move of a machine that the rulebook lists.
    case stepped(Step)
    /// What was said wrongly with steps before is put right; the steps stand.
    case corrected(Correction)
    /// A screening by talk, questionnaire, groups or hearing (XZ-11a–e).
    case screened(Fields)

    // A sitting
    case replied(Reply, reason: WordsRef?, substitute: PersonID?)
    /// With the number expected from then on (XZ-13.3a), once the sitting is called; nil while its list is being made. Once the call has
    /// gone out with the reason, unless the service made the change by itself or it was recorded afterwards.
    case listChanged(added: [PersonID], removed: [PersonID], expected: Int? = nil, reason: WordsRef? = nil)
    case signedIn
    /// The secretary closed the count (XZ-13.2b): people by name, and heads without an account.
    case counted(present: [PersonID], unnamed: Int, unnamedStakeholders: Int)
    case floorGiven(PersonID, viewpoint: Viewpoint, stance: Stance, verdicts: [Verdict])
    case turnEnded(seconds: Int, extended: Bool, verdicts: [Verdict])
    case turnInterrupted(InterruptReason)
    /// The chair lets the speaker go on beyond the five minutes (XZ-13.6c): this turn's length is judged no more.
    case turnExtended
    case revisionAgreed
    /// A line of the record, entered after the sitting (补录).
    case recorded(RecordLine, verdicts: [Verdict])
    /// A topic agreed before was reported at that matter's session (XZ-14.1f).
    case sessionReported(in: MatterNumber)

    // What became of what we sent, where the procedure depends on it
    /// Since when, where somebody states it or the platform's history says it; else from the event's own time.
    case shown(notice: String, group: GroupID?, person: PersonID?, since: Instant?)
    /// A notice put up on paper: `start` is from when it hung there, `place` on which board (design 5, *The clock of a notice*).
    case posted(notice: String, Fields)

    /// The answer of an authorised person to an open violation (requirements 0.3).
    case violationExplained(row: RowID, WordsRef)
    /// What was missing has been made good: the rule is met now.
    case violationRepaired(row: RowID)
    /// Steps of this matter taken back, by their m.
    case undone([Int64])

    // People
    /// Words erased for good, and of whom, if a person asked to be forgotten. Their digests stay in the events before, so every chain holds.
    case erased(PersonID?, words: [WordsID], why: Erasure)
    /// Two accounts are one person's: what the first is here counts as the second's from now on.
    case joined(PersonID, into: PersonID)
}

/// Why words were erased: the person asked, the office did it for them, the message was recalled, or its time had run out.
public enum Erasure: String, Sendable, Hashable, CaseIterable { case request, office, recall, retention }

/// One move: which, on what of the matter, with what, and what the rules said.
public struct Step: Sendable, Hashable {
    public var id: StepID
    /// Which of several (a filing's kind, a seat's person); nil where there is one.
    public var key: String?
    public var to: StateID
    public var fields: Fields
    public var verdicts: [Verdict]

    public init(id: StepID, key: String? = nil, to: StateID, fields: Fields, verdicts: [Verdict]) {
        self.id = id
        self.key = key
        self.to = to
        self.fields = fields
        self.verdicts = verdicts
    }
}

/// 县、乡镇街道、村社区、企事业单位.
public enum Level: String, Sendable, Hashable, CaseIterable { case county, township, village, workplace }

/// What a bound group is for (design 5, *Groups*).
public enum GroupPurpose: String, Sendable, Hashable, CaseIterable { case residents, work, council }

/// 参加、不参加、请假.
public enum Reply: String, Sendable, Hashable, CaseIterable { case coming, notComing, leave }

/// 正方, 反方, 其他 (XZ-13.6e).
public enum Stance: String, Sendable, Hashable, CaseIterable {
    case favor = "for"
    case against, other
}

/// The view somebody speaks for. It is the same as that of an earlier turn where it refers to the same words (XZ-13.6b): whoever takes the
/// message compares the texts, so that no event bears them, and erasing them takes nothing from the count.
public enum Viewpoint: Sendable, Hashable {
    /// Nothing was said of it.
    case unsaid
    case words(WordsRef)
    /// As events of the first version bear it in their own body, where no erasure reaches; never written any more.
    case told(String)

    public var words: WordsRef? { if case .words(let ref) = self { ref } else { nil } }
}

/// 违规 or 跑题 (XZ-13.6d).
public enum InterruptReason: String, Sendable, Hashable, CaseIterable { case ruleBreach, offTopic }

/// 鼓掌、举手、投票 (XZ-13.8a).
public enum ConfirmationMethod: String, Sendable, Hashable, CaseIterable { case applause, showOfHands, ballot }

/// 达成共识、基本达成共识、未达成共识 (XZ-13.8b).
public enum DeliberationResult: String, Sendable, Hashable, CaseIterable { case consensus, basicConsensus, noConsensus }

/// A line of a record pasted after the sitting. Each is judged by the same rules as its live form.
public enum RecordLine: Sendable, Hashable {
    case proposerSpokeFirst(Bool)
    case turn(PersonID, viewpoint: Viewpoint, stance: Stance, seconds: Int)
    case revision(WordsRef, agreed: Bool)
    /// Nothing was revised by chair and proposer together.
    case unrevised
    case secondRound
    case method(ConfirmationMethod)
    /// Who kept the record of a sitting of which nobody had said so (XZ-13.2a).
    case secretary(PersonID)
    /// What a line says beyond the form, in its own words.
    case note(WordsRef)
}
