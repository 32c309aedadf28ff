import Deliberation
import Gateways
import Procedure
import Record
import Wire

/// People own their words (design 2.10): forgotten on request, erased when their time is over, joined when two accounts are one person.
extension Office {
    /// What is taken away with a person, for saying it beforehand and afterwards.
    public struct Forgotten: Sendable, Hashable {
        /// Texts and pictures of theirs that are erased, whoever wrote them down.
        public var words: [WordsID] = []
        /// What officers called matters that were theirs alone and never a topic: the same in other words.
        public var titles: [WordsID] = []
        /// Suggestions nobody had taken up, withdrawn along with it.
        public var withdrawn: [MatterKey] = []
        /// Open matters whose support is taken back with it: who is nobody any more supports nothing.
        public var supported: [MatterKey] = []
        /// Sittings that are called and have them on the list.
        public var listed: [MatterKey] = []
        /// Open matters of theirs that go on without them and without the words they were called by.
        public var nameless: [MatterKey] = []
        /// Whether a post or seat stands in the way.
        public var holdsOffice = false
        /// In which units there is anything of theirs.
        var units: Set<UnitID> = []
    }

    /// Every event that somebody took part in or that names them, under each number they ever had.
    struct Footprint: Sendable {
        var people: Set<PersonID>
        var rows: [EventRow]
    }

    /// Whoever was joined with them is them (requirements 2.6 A3). Looks through the whole record: for what is asked for seldom.
    func footprint(of person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) -> Footprint {
        var people: Set<PersonID> = [person]
        while true {
            let rows = try ledger.events(concerning: people)
            let known = people.count
            for row in rows where row.kind == "joined" {
                if case .joined(let gone, let kept) = try Office.event(row).what, people.contains(kept) { people.insert(gone) }
            }
            if people.count == known { return Footprint(people: people, rows: rows) }
        }
    }

    /// What would be erased of a person; nothing is changed.
    func whatIsKept(of person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) -> Forgotten {
        var found = Forgotten()
        found.holdsOffice = units.values.contains { $0.holdsOffice(person) }
        let footprint = try footprint(of: person, &ledger)
        var seen: Set<WordsID> = []
        for row in footprint.rows {
            found.units.insert(row.unit)
            for ref in try Office.event(row).words(of: footprint.people) where seen.insert(ref.id).inserted {
                if try ledger.words(ref.id) != nil { found.words.append(ref.id) }
            }
        }
        try catchUpParts(&ledger)
        for key in try ledger.parts(of: person, limit: 1_000_000) {
            guard let matter = try matter(key, &ledger) else { continue }
            if !matter.isOnBehalf, !matter.proposers.isEmpty, footprint.people.isSuperset(of: matter.proposers) {
                for ref in matter.unpublishedTitles where seen.insert(ref.id).inserted {
                    if try ledger.words(ref.id) != nil { found.titles.append(ref.id) }
                }
            }
            if matter.endorsers.contains(person), try ledger.matter(key)?.isOpen == true { found.supported.append(key) }
            if try ledger.matter(key)?.isOpen == true {
                if matter.sitting.list.contains(person), ["called", "checkIn"].contains(matter.state(of: "meeting").text) {
                    found.listed.append(key)
                }
                if let heading = matter.heading, (found.words + found.titles).contains(heading.id) { found.nameless.append(key) }
            }
            // What an officer entered for somebody else is not theirs to take along.
            guard matter.proposers == [person], !matter.isOnBehalf, matter.isUntouched(),
                matter.state(of: "suggestion") == "registered"
            else { continue }
            found.withdrawn.append(key)
            found.nameless.removeAll { $0 == key }
        }
        // What was said across the counter goes on without its words, as an open matter of one of several proposers does.
        for row in footprint.rows where row.kind == "suggestedFor" {
            let key = MatterKey(row.unit, row.matter)
            guard let matter = try matter(key, &ledger), try Office.event(row).isOwn(of: footprint.people) else { continue }
            if matter.proposers.count <= 1 {
                for ref in matter.unpublishedTitles where seen.insert(ref.id).inserted {
                    if try ledger.words(ref.id) != nil { found.titles.append(ref.id) }
                }
            }
            guard try ledger.matter(key)?.isOpen == true, let heading = matter.heading else { continue }
            if (found.words + found.titles).contains(heading.id), !found.nameless.contains(key) { found.nameless.append(key) }
        }
        return found
    }

    /// Erases a person: names, accounts, their texts, our messages to them. Their number stays in the events, so that every chain and count
    /// stays what it was; an event in each unit concerned says what was erased when. Who comes back is somebody new, so the support they gave is
    /// taken back first, and where they have voted their accounts are remembered until the poll is closed.
    /// By a keyed hash each account is known again for a while, so that no group's history brings back what was said before.
    /// - Returns: nil when a post or seat stands in the way, or nobody is there.
    func forget(_ person: PersonID, why: Erasure, _ ledger: inout Ledger) throws(StoreFailure) -> Forgotten? {
        guard let profile = try ledger.profile(of: person) else { return nil }
        let found = try whatIsKept(of: person, &ledger)
        guard !found.holdsOffice else { return nil }
        forgetChats()
        wantPerson[person] = nil
        for key in found.withdrawn {
            _ = try execute([Command(actor: .person(person), matter: key.number, act: .withdraw)], of: key.unit, &ledger)
        }
        for key in found.supported {
            _ = try execute([Command(actor: .person(person), matter: key.number, act: .takeBackEndorsement)], of: key.unit, &ledger)
        }
        for key in found.listed {
            _ = try execute(
                [Command(actor: .daemon, matter: key.number, act: .changeList(add: [], remove: [person]))], of: key.unit, &ledger)
        }
        try tellNameless(found.nameless, &ledger)
        for vote in try openVotes(of: person, &ledger) {
            for account in profile.accounts { try ledger.noteVoted(account, in: vote.poll) }
        }
        var ofUnit: [UnitID: [WordsID]] = [:]
        for unit in found.units { ofUnit[unit] = [] }
        for id in found.words + found.titles {
            if let words = try ledger.words(id) { ofUnit[words.key.unit, default: []].append(id) }
        }
        // Somebody who never did anything leaves a line in the first unit all the same.
        if ofUnit.isEmpty, let unit = units.keys.min() { ofUnit[unit] = [] }
        for (unit, words) in ofUnit.sorted(by: { $0.key < $1.key }) {
            let actor = why == .request ? Actor.person(person) : .daemon
            guard try erase(words: words, of: person, why: why, in: MatterKey(unit, .unit), as: actor, &ledger) else { return nil }
        }
        let names = [profile.displayName, profile.realName].compactMap { $0 }
        // As they stand among the arguments of a message, quotes and all.
        try noteTraces([try ledger.box(of: person) ?? []] + names.map { JSON.string($0).bytes() }, &ledger)
        try ledger.eraseMessages(
            of: person, names: names, instead: library.texts.render("word.somebody"), sparing: Saying.impersonal)
        for account in profile.accounts {
            wrongCodes["\(account.endpoint)/\(account.id)"] = nil
            try dropQuestions(of: account, &ledger)
            try ledger.noteForgotten(account, at: now)
        }
        try ledger.erase(person)
        return found
    }

    /// The officers of a unit hear once that matters go on under no name, so that they give them one of the office's own.
    func tellNameless(_ keys: [MatterKey], _ ledger: inout Ledger) throws(StoreFailure) {
        for (id, keys) in Dictionary(grouping: keys, by: \.unit).sorted(by: { $0.key < $1.key }) {
            let unit = try self.unit(id, &ledger)
            let numbers = keys.map(\.number).sorted().map { Argument.literal("\($0.serial)号") }
            let saying = Saying(
                "erased.toOfficers",
                [
                    "unit": .literal(unit.name), "numbers": .list(numbers, separator: "、"),
                    "number": .integer(keys.map(\.number).min()?.serial ?? 0),
                ])
            for officers in Office.officers(of: unit) { try answer(saying, to: officers, about: nil, &ledger) }
        }
    }

    /// Questions that are open to an account, wherever they were asked.
    func dropQuestions(of account: Account, _ ledger: inout Ledger) throws(StoreFailure) {
        let opening = account.endpoint + "/", ending = "\n" + account.id
        for key in try openQuestions(&ledger).keys where key.hasPrefix(opening) && key.hasSuffix(ending) { try unask(key, &ledger) }
    }

    /// Erases texts for good: an event says so, they are emptied, and their bytes are looked for after the commit.
    /// - Parameters:
    ///   - person: who is forgotten with them.
    ///   - key: where the event stands; mostly a unit itself.
    ///   - commands: what is decided before it, all or nothing.
    /// - Returns: false where that is refused.
    func erase(
        words: [WordsID], of person: PersonID? = nil, why: Erasure, in key: MatterKey, as actor: Actor = .daemon,
        after commands: [Command] = [], _ ledger: inout Ledger
    ) throws(StoreFailure) -> Bool {
        let erasure = Command(actor: actor, matter: key.number, act: .erase(person, words: words, why: why))
        guard case .success = try execute(commands + [erasure], of: key.unit, &ledger) else { return false }
        var traces: [[UInt8]] = []
        for id in words {
            // A long text stands on several pages; its beginning and its end will do.
            if let text = try ledger.words(id)?.text.utf8 { traces += [Array(text.prefix(60)), Array(text.suffix(60))] }
            _ = try ledger.erase(id)
        }
        try noteTraces(traces, &ledger)
        return true
    }

    /// What this process has erased since the record was last swept.
    struct Traces {
        /// Never logged, never stored.
        var bytes: [[UInt8]] = []
        /// The number of the last of these erasures; 0 where there is none.
        var newest: Int64 = 0
        /// Whether nobody else has erased anything meanwhile, or before and left it unswept.
        var isAll = true
    }

    /// What has to be looked for once this is committed. The mark outlives the process, the bytes do not; erasures are numbered, so that
    /// whoever sweeps knows whether they have swept them all.
    func noteTraces(_ bytes: [[UInt8]], _ ledger: inout Ledger) throws(StoreFailure) {
        let unswept = try ledger.mark(Office.erasedMark) ?? 0
        if unswept == 0 { traces = Traces() }
        if unswept != traces.newest { traces.isAll = false }
        traces.newest = max(unswept, try ledger.mark(Office.erasuresMark) ?? 0) + 1
        traces.bytes += bytes.filter { !$0.isEmpty }
        try ledger.setMark(Office.erasuresMark, traces.newest)
        try ledger.setMark(Office.erasedMark, traces.newest)
    }

    /// The number of the newest erasure that is not swept; 0 where all are.
    static let erasedMark = "erased.unswept"
    /// How many erasures there have been.
    private static let erasuresMark = "erased"

    // MARK: - In chat

    /// 忘记我: asked back once, because it cannot be taken back.
    func askToForget(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        guard resolve.said.chat.kind == .direct else { return Saying("data.private") }
        let kept = try whatIsKept(of: resolve.person, &ledger)
        if kept.holdsOffice { return Saying("refuse.forget") }
        try ask(Question(about: .forget, asked: now), resolve, &ledger)
        var values: [String: Argument] = ["words": .integer(kept.words.count)]
        func numbers(_ keys: [MatterKey]) -> Argument? {
            keys.isEmpty
                ? nil : .list(keys.sorted { $0.number < $1.number }.map { .literal("\($0.number.serial)号") }.uniqued(), separator: "、")
        }
        values["numbers"] = numbers(kept.withdrawn)
        values["supported"] = numbers(kept.supported)
        values["voted"] = numbers(try openVotes(of: resolve.person, &ledger).map { $0.key })
        return Saying("ask.forget", values)
    }
}

extension Matter {
    /// Titles that officers gave it, as long as it is no topic: no notice has named it so, and they say again what its proposers
    /// wrote, so they go with that. The title of a topic stands in notices and stays.
    var unpublishedTitles: [WordsRef] {
        guard state(of: "topic") == .none else { return [] }
        return events.compactMap { if case .titled(let words) = $0.what { words } else { nil } }
    }
}
