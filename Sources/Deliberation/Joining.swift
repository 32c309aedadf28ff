import Procedure

extension Decision {
    /// The person's own wish, or the service's on behalf of the office. Whoever holds a post or a seat is on the public roster: it ends first.
    mutating func erase(_ person: PersonID?, _ words: [WordsID], _ why: Erasure) throws(Refusal) {
        guard actor == nil || actor == person else { throw .notYours(step: "SG-18", posts: [.daemon]) }
        if let person, state.unit.holdsOffice(person) {
            throw .wrongState(move: "forget", state: "serving", machine: "seat", by: person, at: nil)
        }
        add(.erased(person, words: words, why: why), as: actor == nil ? .daemon : .resident)
    }

    /// One voice from two accounts (requirements 2.6 A3: a head counts once). Never with somebody who holds an office, or whose account is
    /// in wrong hands: from the other account the post could be used too, and come back with it.
    mutating func join(_ person: PersonID, into: PersonID) throws(Refusal) {
        guard person != into, actor == nil || actor == into else { throw .notYours(step: "SG-1", posts: [.daemon]) }
        for one in [person, into] where state.unit.holdsOffice(one) || state.unit.suspended.contains(one) {
            throw .wrongState(move: "join", state: "serving", machine: "seat", by: one, at: nil)
        }
        add(.joined(person, into: into), as: actor == nil ? .daemon : .resident)
    }
}

extension Unit {
    /// Whether somebody has a post or sits in the council.
    public func holdsOffice(_ person: PersonID) -> Bool { posts[person] != nil || council[person] != nil }
}

extension Matter {
    /// Whether somebody has a voice in it, or a place at its sitting.
    public func concerns(_ person: PersonID) -> Bool {
        let lists = [
            proposers, principals, endorsers, signatures.people, listAdded, listRemoved, contested, sitting.list, sitting.approved,
            sitting.present, sitting.signedIn,
        ]
        return lists.contains { $0.contains(person) } || sitting.replies[person] != nil || ratings[person] != nil
            || objection == person || shown.contains { $0.person == person } || item("mandate", key: person.description) != nil
    }

    mutating func join(_ person: PersonID, into: PersonID) {
        proposers = proposers.joined(person, into: into)
        enterers = enterers.joined(person, into: into)
        principals = principals.joined(person, into: into)
        endorsers = endorsers.joined(person, into: into)
        signatures.join(person, into: into)
        listAdded = listAdded.joined(person, into: into)
        listRemoved = listRemoved.joined(person, into: into)
        // Whoever proposed does not support their own.
        endorsers.removeAll { proposers.contains($0) }
        if let village = villages.removeValue(forKey: person), villages[into] == nil { villages[into] = village }
        contested = contested.joined(person, into: into)
        if let score = ratings.removeValue(forKey: person), ratings[into] == nil { ratings[into] = score }
        if objection == person { objection = into }
        // What the one was told, the other need not be told again (XZ-14.1f).
        for index in shown.indices where shown[index].person == person { shown[index].person = into }
        sitting.join(person, into: into)
        // Of two mandates, and of two nominations, the one that has come further stands (XZ-8.2b).
        for (machine, order) in [("mandate", ["ended", "given", "approved"]), ("seat", ["left", "nominated", "serving"])] {
            guard let theirs = items.removeValue(forKey: Matter.slot(machine, person.description)) else { continue }
            let slot = Matter.slot(machine, into.description)
            func rank(_ item: Item?) -> Int { item.flatMap { order.firstIndex(of: $0.state.text) } ?? -1 }
            if rank(theirs) > rank(items[slot]) { items[slot] = theirs }
        }
    }
}

extension Sitting {
    mutating func join(_ person: PersonID, into: PersonID) {
        list = list.joined(person, into: into)
        approved = approved.joined(person, into: into)
        signedIn = signedIn.joined(person, into: into)
        present = present.joined(person, into: into)
        if let reply = replies.removeValue(forKey: person), replies[into] == nil { replies[into] = reply }
        if secretary == person { secretary = into }
        if chair == person { chair = into }
        for index in turns.indices where turns[index].person == person { turns[index].person = into }
        if speaker?.person == person { speaker?.person = into }
    }
}

extension Array where Element == PersonID {
    /// Once each, in their order.
    func joined(_ person: PersonID, into: PersonID) -> [PersonID] {
        guard contains(person) else { return self }
        var joined: [PersonID] = []
        for one in self {
            let who = one == person ? into : one
            if !joined.contains(who) { joined.append(who) }
        }
        return joined
    }
}

extension Happening {
    /// The words it refers to, in no order that matters.
    public var words: [WordsRef] {
        switch self {
        case .suggested(let words, _), .petitioned(let words, _, _), .supplemented(let words), .pictured(let words),
            .titled(let words), .violationExplained(_, let words),
            .recorded(.revision(let words, _), _), .recorded(.note(let words), _):
            [words]
        case .suggestedFor(let words, let informant, _, _): [words] + [informant].compactMap { $0 }
        case .endorsedOnPaper(_, let names, _, _): [names].compactMap { $0 }
        case .replied(_, let reason, _), .listChanged(_, _, _, let reason): [reason].compactMap { $0 }
        case .floorGiven(_, let viewpoint, _, _), .recorded(.turn(_, let viewpoint, _, _), _): [viewpoint.words].compactMap { $0 }
        case .contested(let words), .objected(let words): [words].compactMap { $0 }
        case .stepped(let step): step.fields.words
        case .corrected(let correction): correction.fields.words
        case .screened(let fields), .settingDecided(_, _, let fields), .posted(_, let fields): fields.words
        // Those of the matter it came from, where they stand already.
        case .absorbed: []
        default: []
        }
    }

    /// Entered for somebody else, whose words they are.
    var isOnBehalf: Bool {
        switch self {
        case .suggestedFor, .endorsedOnPaper: true
        default: false
        }
    }

    /// Whom its words are about alone, whoever wrote them down: what somebody said at the table, as what they were nominated, for whom they
    /// speak, why they left. These are theirs as much as what they wrote themselves, and go with them.
    public var subject: PersonID? {
        switch self {
        case .floorGiven(let person, _, _, _), .recorded(.turn(let person, _, _, _), _): person
        case .stepped(let step): step.key.flatMap(PersonID.init(text:))
        default: nil
        }
    }
}

extension Event {
    /// Words of a resident's: given as themselves, or about one person alone. Everything else was written in a post (the reason of an act of
    /// procedure, the answer, the revised topic, the minutes): it is the office's record and what the office made known, and neither the wish
    /// to be forgotten nor time takes it away (requirements R60: a departure stands with its reason).
    public var wordsOfPeople: [WordsRef] {
        what.subject != nil || what.isOnBehalf || Event.ownPosts.contains(post) ? what.words : []
    }

    private static let ownPosts: Set<Post> = [.resident, .proposer, .participant, .councilMember]

    /// Those of them that are one of these people's.
    public func words(of people: Set<PersonID>) -> [WordsRef] { isOwn(of: people) ? what.words : [] }

    /// Whether one of these people did it as themselves, or it is about one of them alone.
    public func isOwn(of people: Set<PersonID>) -> Bool {
        switch what {
        // Theirs, though an officer wrote it down: what they said across the counter, and the list on which they signed.
        case .suggestedFor(_, _, let person, _): return person.map(people.contains) == true
        case .endorsedOnPaper(_, _, let signers, _): return !people.isDisjoint(with: signers)
        default: break
        }
        if let subject = what.subject { return people.contains(subject) }
        return by.map(people.contains) == true && Event.ownPosts.contains(post)
    }
}

extension Fields {
    var words: [WordsRef] { values.values.compactMap { if case .words(let ref) = $0 { ref } else { nil } } }
}
