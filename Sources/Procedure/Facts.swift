/// What rules may read. A rule declares them, so that a case loads no more than its command needs.
public enum Fact: String, Sendable, Hashable, CaseIterable {
    case participants, council, attendance, call, notice, implementation, approval, screening, mandates, seats, session, turns, sessions,
        opening,
        decision, reports, filings, telling, proposers, result, votes
}

/// The facts of one matter at one moment, as its rules read them. Filled by Deliberation from the folded state, never from a database.
public struct Facts: Sendable, Hashable {
    /// Votes as they were announced. Any number: what somebody says may be impossible.
    public struct Votes: Sendable, Hashable {
        public var favor: Int
        public var against: Int
        public var abstained: Int

        /// Negative counts are taken as they are said; the rules refuse them.
        public init(favor: Int, against: Int, abstained: Int = 0) {
            self.favor = favor
            self.against = against
            self.abstained = abstained
        }

        /// A sum that cannot overflow.
        public var all: Int {
            [favor, against, abstained].reduce(0) { sum, next in
                let (total, isTooLarge) = sum.addingReportingOverflow(next)
                return isTooLarge ? Int.max : total
            }
        }
    }

    /// Heads of a list: everybody, stakeholders' representatives, public officials. A head counts once in `all` (requirements 2.6, A3).
    public struct Heads: Sendable, Hashable {
        public var all: Int
        public var stakeholders: Int
        public var officials: Int

        public init(all: Int = 0, stakeholders: Int = 0, officials: Int = 0) {
            self.all = all
            self.stakeholders = stakeholders
            self.officials = officials
        }
    }

    public var now: Instant
    /// The prepared list, before a meeting is open; those present once the count is closed.
    public var participants = Heads()
    /// Council seats that are served, and how many of them by officials (XZ-8.1).
    public var council = Heads()
    /// Heads the sitting was called for, 应到; at least 0 (XZ-13.3a).
    public var expected = 0
    /// Heads counted in the room, 实到, whether they have an account or not (XZ-13.2b).
    public var present = 0
    /// The most that can be present: those expected, or those listed where they are more.
    public var mostPresent = 0
    /// The votes announced with a result; nil where none were said.
    public var votes: Votes?
    /// The announced result is 达成共识 or 基本达成共识.
    public var isAgreed = false
    /// When the meeting is to start.
    public var start: Instant?
    /// When the sitting was called for, and when it was or is being opened.
    public var called: Instant?
    public var opened: Instant?
    /// From when the pre-meeting notice runs, or would run at the earliest (design 5, *the clock of a notice*).
    public var noticeFrom: Instant?
    /// The pre-meeting notice names at least one group in which it is put out (XZ-12c).
    public var hasScope = false
    /// From when the implementation notice has run without a break.
    public var implementationFrom: Instant?
    /// The party organisation's approval of the topic stands on the record (XZ-11g).
    public var hasApproval = false
    /// Its determination of the result stands on the record (XZ-14.1a).
    public var hasDetermination = false
    /// Its approval of another session on the same topic stands on the record.
    public var hasRedeliberationApproval = false
    /// The day a body decided on, as it is told; and the days on which it was asked and on which a result was announced.
    public var decidedOn: CivilDate?
    public var submittedOn: CivilDate?
    public var announcedOn: CivilDate?
    /// Screenings so far by the five methods, a counted poll and what is being said now included (XZ-11a).
    public var screenings = 0
    /// A screening poll has been opened and not closed.
    public var pollIsOpen = false
    /// Stakeholders' representatives on the list, and how many of them the council has not approved.
    public var unapprovedMandates = 0
    /// A secretary of the sitting is named (XZ-13.2a).
    public var hasSecretary = false
    /// There is somebody who may take the chair of this sitting.
    public var chairMayChair = false
    /// A proposer had the first turn of the sitting, or was said to be absent.
    public var firstTurnWasProposers = false
    /// Turns this speaker has had on this viewpoint.
    public var turnsOnViewpoint = 0
    /// Who speaks is among those counted or signed in (XZ-13.6a).
    public var speakerIsPresent = false
    /// The turn before was of the same side, and the other side has spoken.
    public var sameSideAgain = false
    /// How long the turn lasted that ends now; at least 0.
    public var turnSeconds = 0
    /// The proposer has agreed to the wording that is put forward.
    public var proposerAgreedToRevision = false
    /// A revised wording has been put forward at this sitting.
    public var hasRevision = false
    /// Starts of the sessions held on this topic, oldest first (merged topics included).
    public var sessions: [Instant] = []
    /// Agreed topics of the unit that no later session has reported yet.
    public var owedReports = 0
    /// The topic's outcome was reported at a later session (XZ-14.1f).
    public var wasReportedAtNextSession = false
    /// The topic's filing has been handed in, whether or not it has left the house.
    public var topicFiled = false
    /// The same of the result.
    public var resultFiled = false
    /// It has left the house: confirmed by the platform, or delivered on paper.
    public var topicFilingSent = false
    public var resultFilingSent = false
    /// Proposers whom the word of what was carried out has not reached; 0 before it is carried out.
    public var proposersToTell = 0
    /// Proposers who have not left it.
    public var openProposers = 0
    /// Some seat of the council has been approved (XZ-8.1b).
    public var seatIsApproved = false
    /// Villages whose people stand behind a joint petition; 0 for anything else (XZ-10.1b).
    public var villagesSigned = 0
    /// The sitting's record has its count, its way of confirming, its revised wording and the proposer's turn.
    public var recordIsComplete = false
    /// A sitting has reached its result, and its chair has not confirmed the minutes.
    public var minutesAreOwed = false
    /// No topic came of it, or the topic stands at an end.
    public var topicHasResult = false

    /// Facts of a matter of which nothing is known yet.
    public init(now: Instant) { self.now = now }
}
