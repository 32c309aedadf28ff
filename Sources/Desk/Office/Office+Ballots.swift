import Deliberation
import Procedure
import Record

/// Polls that screen topics and ballots in the meeting (design 2.10; XZ-11f, XZ-13.8a): one person one vote, a roll row and a ballot row
/// that nothing links in one commit. The event is the closing count; until then nobody is told anything.
extension Office {
    /// What is voted on now, and by whom.
    private struct Poll {
        var name: String
        var admits: Bool
        /// What somebody is told who may not.
        var refusal = "refuse.notMember"
    }

    func vote(
        _ number: MatterNumber, _ choice: String, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let key = MatterKey(resolve.unit.id, number)
        guard let matter = try matter(key, &ledger), let poll = try openPoll(key, matter, resolve, &ledger) else {
            try answer(Saying("refuse.pollClosed", ["number": .integer(number.serial)]), to: resolve.here, about: key, &ledger)
            return (.refused, key)
        }
        guard poll.admits else {
            try answer(Saying(poll.refusal, ["number": .integer(number.serial)]), to: resolve.here, about: key, &ledger)
            return (.refused, key)
        }
        var fresh = true
        // Whoever was forgotten meanwhile has voted all the same.
        for account in try ledger.profile(of: resolve.person)?.accounts ?? [] where try ledger.hasVoted(account, in: poll.name) {
            fresh = false
        }
        if fresh { fresh = try ledger.vote(poll.name, by: resolve.person, choice: choice) == .counted }
        try answer(Saying(fresh ? "done.vote" : "refuse.voted"), to: .person(resolve.person), about: key, &ledger)
        return (fresh ? .decided : .refused, key)
    }

    private func openPoll(
        _ key: MatterKey, _ matter: Matter, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Poll? {
        if let name = Office.ballot(key, matter), matter.state(of: "meeting") == "confirming" {
            if try ledger.isCounted(name) { return nil }
            return Poll(name: name, admits: matter.sitting.isPresent(resolve.person), refusal: "refuse.notPresent")
        }
        guard matter.state(of: "poll") == "open" else { return nil }
        let name = Office.poll(key, matter)
        let isNoted = try ledger.isMember(resolve.person, of: name)
        return Poll(name: name, admits: isNoted ? true : try isMember(resolve, &ledger), refusal: "refuse.notMember.poll")
    }

    /// 「投票 3」 in a bound group, and no word of what for: whoever says it is of that group, and may then vote in private, where nobody
    /// reads along (XZ-11f).
    func enlist(_ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let key = MatterKey(resolve.unit.id, number), serial = Argument.integer(number.serial)
        guard let matter = try matter(key, &ledger), matter.state(of: "poll") == "open" else {
            try answer(Saying("refuse.pollClosed", ["number": serial]), to: resolve.here, about: key, &ledger)
            return (.refused, key)
        }
        guard try isMember(resolve, &ledger) else {
            try answer(Saying("refuse.notMember.poll", ["number": serial]), to: resolve.here, about: key, &ledger)
            return (.refused, key)
        }
        try ledger.noteMember(resolve.person, of: Office.poll(key, matter))
        try answer(Saying("done.enlist", ["number": serial]), to: resolve.here, about: key, &ledger)
        return (.answered, key)
    }

    /// The polls that run now in which somebody has voted, by their matters.
    func openVotes(of person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) -> [(key: MatterKey, poll: String)] {
        let voted = try ledger.polls(votedBy: person)
        guard !voted.isEmpty else { return [] }
        var found: [(key: MatterKey, poll: String)] = []
        for unit in units.keys.sorted() {
            for row in try ledger.openMatters(of: unit, limit: 100_000) {
                guard let matter = try matter(row.key, &ledger) else { continue }
                if matter.state(of: "poll") == "open" { found.append((row.key, Office.poll(row.key, matter))) }
                if let ballot = Office.ballot(row.key, matter), ["confirming", "announced"].contains(matter.state(of: "meeting")) {
                    found.append((row.key, ballot))
                }
            }
        }
        return found.filter { voted.contains($0.poll) }
    }

    /// What is noted beside a poll goes when it is closed; beside a ballot, when the announcement can no longer be taken back.
    func clearPollNotes(_ event: Event, _ key: MatterKey, _ matter: Matter, _ ledger: inout Ledger) throws(StoreFailure) {
        guard case .stepped(let step) = event.what else { return }
        if step.id == "PL-2" { try ledger.clearPollNotes(Office.poll(key, matter)) }
        if step.id == "MT-14", let ballot = Office.ballot(key, matter) { try ledger.clearPollNotes(ballot) }
    }

    /// Members of the unit's bound groups only: whoever speaks in one now, holds a post or seat, has proposed something from one, or was let in
    /// before to support something. A stranger's private message is no vote and no support (XZ-11f).
    func isMember(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        let home = resolve.home ?? resolve.unit
        if case .group(let group) = resolve.here, home.groups[group] != nil { return true }
        // Seen speaking in the residents' group, they are in it.
        if standing.seen.unit(of: resolve.said) == home.id { return true }
        if resolve.unit.holdsOffice(resolve.person) || home.holdsOffice(resolve.person) { return true }
        try catchUpParts(&ledger)
        for key in try ledger.parts(of: resolve.person, limit: 100) where key.unit == resolve.unit.id || key.unit == home.id {
            guard let matter = try matter(key, &ledger) else { continue }
            if matter.endorsers.contains(resolve.person) { return true }
            if matter.group != nil, matter.proposers.contains(resolve.person) { return true }
        }
        return false
    }

    /// One poll of one matter: opened again it is another.
    static func poll(_ key: MatterKey, _ matter: Matter) -> String { "\(key)/\(matter.taken["PL-1"]?.at.milliseconds ?? 0)" }

    /// The ballot of a sitting that confirms by ballot.
    static func ballot(_ key: MatterKey, _ matter: Matter) -> String? {
        guard matter.sitting.method == .ballot, let at = matter.taken["MT-12"]?.at else { return nil }
        return "\(key)/sitting/\(at.milliseconds)"
    }

    /// The ballot that is open now.
    static func openBallot(_ matter: Matter) -> ConfirmationMethod? {
        matter.state(of: "meeting") == "confirming" && matter.sitting.method == .ballot ? .ballot : nil
    }

    /// What the ballots of a poll come to, as an event holds it.
    func ballots(_ poll: String, _ ledger: inout Ledger) throws(StoreFailure) -> Fields {
        let count = try ledger.ballotCount(poll)
        return Fields([
            .votesFor: .integer(count["yes"] ?? 0), .votesAgainst: .integer(count["no"] ?? 0),
            .votesAbstained: .integer(count["abstain"] ?? 0),
        ])
    }

    /// 重新计票: the ballots counted again beside the event, and whether as many have voted as ballots lie there. Below three nothing of
    /// the counts is told.
    func recount(_ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        let key = MatterKey(resolve.unit.id, number), serial = Argument.integer(number.serial)
        guard let matter = try matter(key, &ledger), matter.state(of: "poll") == "counted", let counted = matter.taken["PL-2"]?.fields
        else {
            return Saying("recount.none", ["number": serial])
        }
        let poll = Office.poll(key, matter)
        let again = try ballots(poll, &ledger)
        let choices: [Field] = [.votesFor, .votesAgainst, .votesAbstained]
        let counts = choices.map { again.integer($0) ?? 0 }
        let turnout = try ledger.turnout(poll)
        let isSame = choices.allSatisfy { again.integer($0) == counted.integer($0) } && counts.reduce(0, +) == turnout
        let tally: Argument =
            counts.reduce(0, +) < 3
            ? .text(key: "word.tally.hidden", [:])
            : .text(
                key: "word.tally", ["for": .integer(counts[0]), "against": .integer(counts[1]), "abstain": .integer(counts[2])])
        return Saying(
            isSame ? "recount.same" : "recount.differs", ["number": serial, "tally": tally, "turnout": .integer(turnout)])
    }
}
