import Deliberation
import Procedure
import Record
import Wire

/// An open matter of a unit as lists see it: its derived row, unfolded.
struct OpenMatter: Sendable {
    var key: MatterKey
    /// What it waits for is due then.
    var due: Instant?
    var summary: Summary
}

extension Ledger {
    /// The open matters of a unit that are so, what is due first, those without a day last. One whose row cannot be read is left out: `rebuild` mends it.
    mutating func open(in unit: UnitID, where isWanted: (Summary) -> Bool = { _ in true }) throws(StoreFailure) -> [OpenMatter] {
        try openMatters(of: unit, limit: Summary.openAtMost).compactMap { row in
            guard let summary = Summary(row.state), isWanted(summary) else { return nil }
            return OpenMatter(key: row.key, due: row.due, summary: summary)
        }
    }
}

/// What the derived row of a matter holds for lists, beside its stage: read without folding.
struct Summary: Sendable, Hashable {
    var suggestion: String
    var topic: String
    var meeting: String
    var words: WordsID?
    /// What an officer chose to call it.
    var title: WordsID?
    var owesReport: Bool
    var since: Instant
    /// Open violations, and departures with a reason.
    var violations = 0
    var deviations = 0
    /// Proposers who say that it is not done yet, and the words of the last of them.
    var contested = 0
    var contestedWith: WordsID?

    /// So many open matters of one unit are looked through, at most.
    static let openAtMost = 5000

    init(_ matter: Matter) {
        suggestion = matter.state(of: "suggestion").text
        topic = matter.state(of: "topic").text
        meeting = matter.state(of: "meeting").text
        words = matter.words?.id
        title = matter.title?.id
        owesReport = matter.taken["TP-21"] != nil && matter.reportedIn == nil
        since = matter.events.last?.at ?? Instant(milliseconds: 0)
        violations = matter.violations.count
        deviations = matter.deviations.count
        contested = matter.contested.count
        contestedWith = matter.contestedWith?.id
    }

    var bytes: [UInt8] {
        var members = [JSON.Member("m", .string(meeting)), JSON.Member("s", .string(suggestion)), JSON.Member("t", .string(topic))]
        if let words { members.append(JSON.Member("w", .string(words.description))) }
        if let title { members.append(JSON.Member("n", .string(title.description))) }
        members.append(JSON.Member("o", .bool(owesReport)))
        members.append(JSON.Member("at", .integer(since.milliseconds)))
        if violations > 0 { members.append(JSON.Member("v", .integer(Int64(violations)))) }
        if deviations > 0 { members.append(JSON.Member("d", .integer(Int64(deviations)))) }
        if contested > 0 { members.append(JSON.Member("c", .integer(Int64(contested)))) }
        if let contestedWith { members.append(JSON.Member("cw", .string(contestedWith.description))) }
        return JSON.object(members).bytes()
    }

    init?(_ bytes: [UInt8]) {
        guard let json = try? JSON(parsing: bytes), let suggestion = json["s"]?.string, let topic = json["t"]?.string,
            let meeting = json["m"]?.string, let at = json["at"]?.integer
        else { return nil }
        self.suggestion = suggestion
        self.topic = topic
        self.meeting = meeting
        words = json["w"]?.string.flatMap(WordsID.init(text:))
        title = json["n"]?.string.flatMap(WordsID.init(text:))
        owesReport = json["o"]?.bool ?? false
        since = Instant(milliseconds: at)
        violations = Int(json["v"]?.integer ?? 0)
        deviations = Int(json["d"]?.integer ?? 0)
        contested = Int(json["c"]?.integer ?? 0)
        contestedWith = json["cw"]?.string.flatMap(WordsID.init(text:))
    }

    /// The words it is called by in lists.
    var heading: WordsID? { title ?? words }

    /// A sitting is called and has not begun.
    var isCalled: Bool { meeting == "called" }
    /// A sitting is under way, or its minutes are not filed yet.
    var isLive: Bool {
        ["checkIn", "opened", "proposing", "interacting1", "revising", "interacting2", "confirming", "announced", "minuted"].contains(
            meeting)
    }
    /// Whether the meeting is at this topic.
    var isDiscussed: Bool { Summary.isDiscussed(meeting) }
    static func isDiscussed(_ meeting: String) -> Bool {
        ["opened", "proposing", "interacting1", "revising", "interacting2", "confirming"].contains(meeting)
    }
    var stage: String { topic == "none" ? suggestion : topic }
}
