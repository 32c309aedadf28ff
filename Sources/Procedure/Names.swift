/// A step of a machine, e.g. `TP-18` (requirements section 2). Which steps exist is said by `base.json` alone.
public struct StepID: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let text: String
    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }
    public var description: String { text }
    public static func < (a: StepID, b: StepID) -> Bool { a.text < b.text }
}

/// A state of a machine, e.g. `registered`.
public struct StateID: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let text: String
    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }
    public var description: String { text }

    /// Where every machine stands before its first step.
    public static let none: StateID = "none"
}

/// Who may take a step. The closed list that rulebooks choose from.
public enum Post: String, Sendable, Hashable, CaseIterable {
    /// Given by the roster, with from and to (events of the unit).
    case liaisonOfficer, firstConvenor, secondConvenor, partySecretary, registerKeeper, departmentContact, observer
    /// Follows from a matter: the one who sent it, who is on the list, who chairs or keeps the minutes of this session.
    case proposer, participant, meetingChair, meetingSecretary
    /// Follows from a seat in the council (XZ-8.1b).
    case councilMember
    /// Anybody in a bound group or in private.
    case resident
    /// The service itself, on a timer or as the second half of a step.
    case daemon
    /// Given by the roster, too: whom a unit files with that has no council of ours above it, the leading group's office (XZ-11h, XZ-14.1b).
    case filingReceiver

    /// Whether the roster gives it.
    public var isHeld: Bool {
        switch self {
        case .liaisonOfficer, .firstConvenor, .secondConvenor, .partySecretary, .registerKeeper, .departmentContact, .observer,
            .filingReceiver:
            true
        default: false
        }
    }
}

/// What a step may carry. The closed list that rulebooks ask for; the kind says how it is stored.
///
/// Texts are names that the office gives things (which meeting or document, which department, which place) and words of closed lists: with
/// them an act of procedure is told, and they stay. Whatever somebody worded freely, of themselves or of another, is `words`.
public enum Field: String, Sendable, Hashable, CaseIterable, Comparable {
    // what an approval or determination is told by (requirements 2.0, 1)
    case body, date, meeting, document
    // what a call fixes
    case start, place, expected, participants, mandatesApproved, form, secretary, chair
    // screening; that it takes the place of the record before
    case category, topicClass, phase, criteria, method, replaces
    // answers, references, results
    case text, reason, department, due, result, votesFor, votesAgainst, votesAbstained, revision
    // people and parties
    case person, party, way, kind, memberClass, isOfficial
    // links and notices
    case target, scope, report, proposerAbsent, recordedBy
    // entered afterwards: the day it took place, as the record states it
    case late
    // paper: how many pictures came with it
    case pictures

    public enum Kind: Sendable { case text, words, day, instant, integer, flag, person, people, number, numbers, groups }

    public var kind: Kind {
        switch self {
        case .body, .meeting, .document, .place, .department: .text
        case .form, .category, .topicClass, .phase, .criteria, .method, .result, .way, .kind: .text
        // What is written freely by a person, or about one, never stands in an event itself (design 2.10).
        case .text, .reason, .revision, .party, .memberClass: .words
        case .date, .due, .late: .day
        case .start: .instant
        case .pictures, .expected, .votesFor, .votesAgainst, .votesAbstained: .integer
        case .mandatesApproved, .isOfficial, .proposerAbsent, .replaces: .flag
        case .secretary, .chair, .person, .recordedBy: .person
        case .participants: .people
        case .target: .number
        case .report: .numbers
        case .scope: .groups
        }
    }

    /// How it was stored in an earlier version of the events: for whom somebody speaks and as what a member is nominated were plain text
    /// in the first.
    public func kind(in version: Int) -> Kind {
        switch self {
        case .party where version < 2, .memberClass where version < 2: .text
        default: kind
        }
    }

    public static func < (a: Field, b: Field) -> Bool { a.rawValue < b.rawValue }
}

/// Whom a notice goes to. The closed list that `base.json` chooses from.
public enum Audience: String, Sendable, Hashable, CaseIterable {
    /// Where the message was said, as an answer to it.
    case here
    case proposers, endorsers, participants
    /// Those of the list who still owe a reply; those who have not said that they stay away; those and whoever has come all the same; those who are
    /// there, but for whoever takes the step.
    case owing, awaited, attending, present
    case residentGroups, scopeGroups, workGroup
    case liaisonOfficer, firstConvenor, partySecretary, meetingChair, meetingSecretary, linkedMember
    /// Those a unit files with: the officers of the unit above, else whom it named itself.
    case upperUnit
    /// Those who answer for the departments that matters are referred to.
    case departmentContact
    /// The body named as approver, where somebody else entered its decision: it gets a copy (design 5, *Who may*).
    case approver
    /// The member to whom the chair is given for this session (XZ-13.1b).
    case delegate
    /// Whom a change of the list of a sitting put on it, and whom it took off.
    case joinedList, leftList
}

/// In which order notices leave, and whether they wait (design 2.7).
public enum Lane: String, Sendable, Hashable, CaseIterable {
    /// Answers to one's own message, the live meeting: at once, outside the budget.
    case answer
    /// What cannot wait for the morning: at once, outside the budget, and no answer to anybody.
    case urgent
    /// 公示 and meeting calls: outrank the rest, and their delivery is a fact of the procedure.
    case lawful
    /// Everything else: after the undo time, within the group's attention budget.
    case ordinary
}
