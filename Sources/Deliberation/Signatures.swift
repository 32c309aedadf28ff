/// Who supports a matter on paper (SG-1: on someone's behalf): counted in heads, because most of them are not in any chat.
public struct Signatures: Sendable, Hashable {
    /// No village has more people.
    public static let most = 100_000
    /// As many as were entered, 0 to `most`.
    public internal(set) var heads = 0
    /// Those of them whom the record knows, each once.
    public internal(set) var people: [PersonID] = []
    /// The lists as they were written, oldest first; sealed, and empty once erased.
    public internal(set) var lists: [WordsRef] = []
    /// Where they were signed, of a joint petition (XZ-10.1b).
    public internal(set) var villages: Set<UnitID> = []

    mutating func add(_ more: Int, names: WordsRef?, people known: [PersonID], from village: UnitID?) {
        heads = min(Signatures.most, heads + min(max(0, more), Signatures.most))
        for person in known where !people.contains(person) { people.append(person) }
        if let names { lists.append(names) }
        if let village { villages.insert(village) }
    }

    /// Two of the people turned out to be one, whose head counts once.
    mutating func join(_ person: PersonID, into: PersonID) {
        if people.contains(person), people.contains(into) { heads = max(0, heads - 1) }
        people = people.joined(person, into: into)
    }
}

extension Matter {
    /// Heads that support it on paper alone: whoever also speaks up in a chat is counted there.
    public var paperEndorsers: Int {
        max(0, signatures.heads - signatures.people.count { endorsers.contains($0) || proposers.contains($0) })
    }
    /// Everybody who supports it, in a chat and on paper.
    public var supporters: Int { endorsers.count + paperEndorsers }
    /// The villages whose people stand behind it now: names that were taken back do not count.
    public var signedVillages: Set<UnitID> { signatures.villages.union((proposers + endorsers).compactMap { villages[$0] }) }
}
