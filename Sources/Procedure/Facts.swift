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
    public var council = Heads()
    public var expected = 0
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
    public var hasScope = false
    /// From when the implementation notice has run without a break.
    public var implementationFrom: Instant?
    public var hasApproval = false
    public var hasDetermination = false
    public var hasRedeliberationApproval = false
    /// The day a body decided on, as it is told; and the days on which it was asked and on which a result was announced.
    public var decidedOn: CivilDate?
    public var submittedOn: CivilDate?
    public var announcedOn: CivilDate?
    public var screenings = 0
    public var pollIsOpen = false
    /// Stakeholders' representatives on the list, and how many of them the council has not approved.
    public var unapprovedMandates = 0
    public var hasSecretary = false
    public var chairMayChair = false
    public var firstTurnWasProposers = false
    /// Turns this speaker has had on this viewpoint.
    public var turnsOnViewpoint = 0
    public var speakerIsPresent = false
    /// The turn before was of the same side, and the other side has spoken.
    public var sameSideAgain = false
    public var turnSeconds = 0
    public var proposerAgreedToRevision = false
    public var hasRevision = false
    /// Starts of the sessions held on this topic, oldest first (merged topics included).
    public var sessions: [Instant] = []
    /// Agreed topics of the unit that no later session has reported yet.
    public var owedReports = 0
    public var wasReportedAtNextSession = false
    public var topicFiled = false
    public var resultFiled = false
    /// It has left the house: confirmed by the platform, or delivered on paper.
    public var topicFilingSent = false
    public var resultFilingSent = false
    public var proposersToTell = 0
    public var openProposers = 0
    public var seatIsApproved = false
    public var villagesSigned = 0
    public var recordIsComplete = false
    /// A sitting has reached its result, and its chair has not confirmed the minutes.
    public var minutesAreOwed = false
    /// No topic came of it, or the topic stands at an end.
    public var topicHasResult = false

    public init(now: Instant) { self.now = now }
}
