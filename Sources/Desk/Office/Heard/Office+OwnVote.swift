import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// The vote of somebody at the table while a ballot is open, in their own words and in private: 「赞成」, 「没意见 赞成」, 「食堂投反对」. What is plainly said is
/// the vote; what leaves anything open (「油烟没解决 反对」, 「不涨价我就赞成」) is asked once. Nothing is taken for a vote before a ballot is open.
extension Office {
    /// What somebody says of a vote.
    private struct Voice {
        /// As a vote is recorded; nil where more than one is spoken of.
        var choice: String?
        /// Whether nothing else is said.
        var isPlain: Bool
        /// Whether 投 or 票 is said.
        var isNamed: Bool
    }

    func votesAtTable(_ hearing: Hearing, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene) = (hearing.said, hearing.scene)
        guard said.chat.kind == .direct, scene.isLive, said.quotes == nil, scene.asking == nil, !said.isAnonymous, !isLate(said),
            hearing.heard.offered == nil, hearing.heard.earlier == nil, said.text.count <= Office.longestVote,
            hearing.intent.name != .emergency, let person = scene.person, let unit = scene.unit
        else { return nil }
        // 「投票 1 赞成」, as it is taught.
        if hearing.intent.action == .act, hearing.intent.name == .vote, hearing.intent.slots[.number] != nil, said.text.hasPrefix("投票") {
            return nil
        }
        let open = try question(said, &ledger)
        var asked: String?
        if case .vote(_, let choice)? = open?.about { asked = choice }
        var here: [(key: MatterKey, matter: Matter)] = []
        for row in try ledger.open(in: unit, where: \.isLive) {
            guard let matter = try matter(row.key, &ledger), matter.sitting.isPresent(person) || matter.sitting.list.contains(person)
            else { continue }
            here.append((row.key, matter))
        }
        var text = said.text
        if let named = try numbered(text, here.map { pair throws(StoreFailure) in try self.named(pair.matter, &ledger).nameable }) {
            text = named.text
        }
        let serials = library.reader.markedNumbers(in: text)
        if !serials.isEmpty { here = here.filter { serials == [$0.key.number.serial] } }
        let ballots = here.filter { $0.matter.state(of: "meeting") == "confirming" && $0.matter.sitting.method == .ballot }
        guard let (key, matter) = ballots.isEmpty ? here.first : ballots.first, ballots.count <= 1 else { return nil }
        for serial in serials { text = text.replacing("\(serial)号", with: " ") }
        let resolve = try resolve(said, as: hearing.intent, person, unit, to: .person(person), &ledger)
        func say(_ saying: Saying, _ outcome: Outcome) throws(StoreFailure) -> Outcome {
            try answer(saying, to: .person(person), about: key, &ledger)
            try note(said, matter: key, outcome, &ledger)
            return outcome
        }
        let values = try values(of: key, &ledger)
        let isBallot = !ballots.isEmpty
        if isBallot, says("said.vote.tally", in: text), asked == nil { return try say(Saying("vote.tally", values), .answered) }
        if isBallot, says("said.vote.how", in: text) {
            return try say(Saying(matter.sitting.isPresent(person) ? "ballot.open" : "refuse.notPresent", values), .answered)
        }
        guard let voice = voice(in: text, isAsked: asked != nil), asked != nil || isFree(open, voice, hearing, matter) else { return nil }
        guard isBallot else {
            // The other ways are shown at the table; before any of them nothing is taken.
            guard voice.isNamed || voice.isPlain, matter.sitting.isPresent(person), matter.state(of: "meeting") != "announced" else {
                return nil
            }
            return try say(Saying(matter.state(of: "meeting") == "confirming" ? "vote.shown" : "vote.notYet", values), .refused)
        }
        guard let choice = voice.choice else { return try say(Saying("vote.which", values), .asked) }
        // Who is not there, or has voted, is told so, and is not asked first.
        let isConditional = says("said.vote.condition", in: text)
        guard voice.isPlain || asked == choice && !isConditional else {
            if let outcome = try cannotVote(key, matter, resolve, &ledger) { return outcome }
            try ask(Question(about: .vote(key, choice: choice), asked: now), resolve, &ledger)
            var values = values
            values["choice"] = .text(key: "name.choice.\(choice)", [:])
            if isConditional { values["condition"] = .text(key: "word.vote.condition", [:]) }
            return try say(Saying("ask.vote", values), .asked)
        }
        if asked != nil { try unask(Standing.asked(said), &ledger) }
        let (outcome, about) = try vote(key.number, choice, resolve, &ledger)
        try note(said, matter: about, outcome, &ledger)
        return outcome
    }

    private static let longestVote = 40

    /// What is refused whatever the vote would be.
    private func cannotVote(
        _ key: MatterKey, _ matter: Matter, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        var refusal = matter.sitting.isPresent(resolve.person) ? nil : "refuse.notPresent"
        if let poll = Office.ballot(key, matter) {
            for account in try ledger.profile(of: resolve.person)?.accounts ?? [] where try ledger.hasVoted(account, in: poll) {
                refusal = "refuse.voted"
            }
        }
        guard let refusal else { return nil }
        try answer(Saying(refusal), to: .person(resolve.person), about: key, &ledger)
        try note(resolve.said, matter: key, .refused, &ledger)
        return .refused
    }

    /// Whether it can be a vote: nothing else of theirs is open, and whoever has other things to approve says 投.
    private func isFree(_ open: Question?, _ voice: Voice, _ hearing: Hearing, _ matter: Matter) -> Bool {
        let roles = hearing.scene.roles
        // Whoever is at work there tells of others' votes as well: 「赞成的13个 反对3个」.
        if !roles.allSatisfy({ $0 == .member || $0 == .resident }), !voice.isPlain { return false }
        if voice.isNamed { return true }
        // 「同意」 of the proposer agrees to the revision.
        let isRevising =
            matter.state(of: "meeting") == "revising" && hearing.scene.person.map { matter.isProposed(by: $0) } ?? false
        return open?.isAsked != true && !isRevising && !roles.contains(.partySecretary)
    }

    /// Nil where no vote of their own is spoken of.
    /// - Parameter isAsked: whether it answers what they vote: then 不是 may stand before it.
    private func voice(in said: String, isAsked: Bool) -> Voice? {
        var text = said
        func take(_ key: String) -> Bool {
            var isSaid = false
            for word in library.words(under: key).sorted(by: { $0.count > $1.count }) where text.contains(word) {
                text.replace(word, with: " ")
                isSaid = true
            }
            return isSaid
        }
        let isOpen = take("said.vote.wavers")
        guard !Office.isQuestion(text), !says("said.vote.not", in: text) else { return nil }
        let isNamed = text.contains("投") || text.contains("票")
        // 「不反对」 is neither.
        let isUnclear = take("said.vote.unclear")
        var found: [String] = []
        if take("said.vote.against") { found.append("no") }
        if take("said.vote.abstaining") { found.append("abstain") }
        if take("said.vote.favouring") { found.append("yes") }
        let isWeak = take("said.vote.backing")
        // Counts are of several votes.
        if text.contains(where: \.isNumber) { return nil }
        if isUnclear || found.count > 1 { return Voice(choice: nil, isPlain: false, isNamed: isNamed) }
        // 「可以办」 alone is for it, and asked about.
        if found.isEmpty, isWeak, onlySays(["said.vote.beside"], in: text[...]) {
            return Voice(choice: "yes", isPlain: false, isNamed: isNamed)
        }
        guard let choice = found.first else { return nil }
        let isAlone =
            onlySays(["said.vote.beside"] + (isAsked ? ["said.not"] : []), in: text[...]) && !isOpen && (!isWeak || choice == "yes")
        return Voice(choice: choice, isPlain: isAlone, isNamed: isNamed)
    }

    /// Before ballots are counted the chair hears once how many of those present have not voted; nil where all have, or it was asked.
    func asksForVotes(
        _ planned: [Resolve.Planned], _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?)? {
        guard resolve.intent.name != .yes, let missing = try votesMissing(planned, resolve.unit.id, &ledger) else { return nil }
        let key = MatterKey(resolve.unit.id, planned[0].command.matter)
        try ask(Question(about: .confirm(planned), asked: now, steps: [resolve.intent]), resolve, &ledger)
        try answer(Saying("ask.votes", missing), to: resolve.here, about: key, &ledger)
        return (.asked, key)
    }

    /// How many are present, have voted and have not; nil where nothing would be counted, or nobody is missing.
    func votesMissing(
        _ planned: [Resolve.Planned], _ unit: UnitID, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [String: Argument]? {
        guard planned.count == 1, let ballot = planned[0].ballot, try !ledger.isCounted(ballot),
            let matter = try matter(MatterKey(unit, planned[0].command.matter), &ledger)
        else { return nil }
        let present = matter.sitting.presentCount, voted = try ledger.turnout(ballot)
        // Fewer than three are never counted: whoever announces tells the votes then.
        guard voted >= 3, voted < present else { return nil }
        return [
            "number": .integer(matter.number.serial), "present": .integer(present), "voted": .integer(voted),
            "left": .integer(present - voted),
        ]
    }
}
