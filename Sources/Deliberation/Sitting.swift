import Procedure

/// One sitting of the council on this topic (requirements 2.3). A new call begins a new one.
public struct Sitting: Sendable, Hashable {
    /// When it is to begin; nil before a call.
    public var start: Instant?
    /// Where, in the caller's words.
    public var place: String?
    /// Heads it was called for, 应到.
    public var expected = 0
    /// Who is invited, officials and representatives included.
    public var list: [PersonID] = []
    /// Those of the list whom the council had approved when they were called (XZ-8.2b); who joins later is approved one by one.
    public var approved: [PersonID] = []
    public var secretary: PersonID?
    public var chair: PersonID?
    /// The last reply of each.
    public var replies: [PersonID: Reply] = [:]
    /// Who said in the chat that they have come.
    public var signedIn: [PersonID] = []
    /// Who the secretary counted by name.
    public var present: [PersonID] = []
    /// Heads counted without a name.
    public var unnamed = 0
    /// How many of `unnamed` are stakeholders' representatives.
    public var unnamedStakeholders = 0
    /// The secretary has closed the count (XZ-13.2b).
    public var isCounted = false
    /// The day of the count, as it was told.
    var countedOn: CivilDate?
    /// When it was opened: the moment it was said, or the day that was told, at the hour it was called for.
    var opened: Instant?
    /// Turns that are over, in order.
    public var turns: [Turn] = []
    /// Whose turn it is.
    public var speaker: Turn?
    /// Since when that turn runs.
    public var floorSince: Instant?
    public var proposerSpokeFirst = false
    public var revision: WordsRef?
    public var revisionAgreed = false
    /// Its record says that nothing was revised.
    public var isUnrevised = false
    /// The chair has let the turn that runs go on.
    public var isExtended = false
    public var hadSecondRound = false
    public var method: ConfirmationMethod?
    /// What its record says beyond the form, in the words of whoever wrote it, in order.
    public var notes: [WordsRef] = []

    /// One turn of speaking; its length in whole seconds, 0 while it runs.
    public struct Turn: Sendable, Hashable {
        public var person: PersonID
        public var viewpoint: Viewpoint
        public var stance: Stance
        public var seconds: Int
    }

    public init() {}

    /// 实到: heads with and without a name.
    public var presentCount: Int { present.count + unnamed }
    /// The most that can be present: those expected, or those listed where they are more.
    public var mostPresent: Int { max(expected, list.count) }

    /// Where heads were counted without their names, nobody on the list can be said to be absent.
    public func isPresent(_ person: PersonID) -> Bool {
        present.contains(person) || signedIn.contains(person) || (unnamed > 0 && list.contains(person))
    }

    /// Those on the list who have not said that they stay away.
    public var awaited: [PersonID] { list.filter { [nil, .coming].contains(replies[$0]) } }

    /// The turn that runs among them (XZ-13.6b).
    public func turns(of person: PersonID, on viewpoint: Viewpoint) -> Int {
        (turns + [speaker].compactMap { $0 }).count { $0.person == person && $0.viewpoint == viewpoint }
    }
}
