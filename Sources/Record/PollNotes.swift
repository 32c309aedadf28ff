import Deliberation
import Wire

struct PollNoteStatements: ~Copyable {
    var add = Statement("note something of a poll", "INSERT OR IGNORE INTO poll_note (poll, kind, who) VALUES (?, ?, ?)")
    var one = Statement("look for a poll's note", "SELECT 1 FROM poll_note WHERE poll = ? AND kind = ? AND who = ?")
    var clear = Statement("clear a poll's notes", "DELETE FROM poll_note WHERE poll = ?")
    var ofMember = Statement(
        "find the polls of a member", "SELECT poll FROM poll_note WHERE kind = 'member' AND who = ? ORDER BY poll")
    var ofPerson = Statement("find the polls somebody voted in", "SELECT poll FROM roll WHERE person = ? ORDER BY poll")
}

/// What is known of a poll beside its roll and its ballots, and of no use once it is over (XZ-11f). It says nothing of what anybody chose.
extension Ledger {
    private enum Kind: String {
        /// Spoke in a bound group while it ran: their vote in private counts.
        case member
        /// An account that has voted and whose owner is no longer known: it does not vote again.
        case voted
        /// Its ballots have been counted for somebody: no more are taken.
        case counted
    }

    public mutating func noteMember(_ person: PersonID, of poll: String) throws(StoreFailure) { try note(poll, .member, person.value) }
    public mutating func isMember(_ person: PersonID, of poll: String) throws(StoreFailure) -> Bool { try has(poll, .member, person.value) }

    /// The polls that run now in which somebody's vote in private counts.
    public mutating func polls(ofMember person: PersonID) throws(StoreFailure) -> [String] {
        var cursor = try pollNoteSQL.ofMember.begin(connection)
        cursor.bind(person.value)
        var found: [String] = []
        while try cursor.step() { found.append(cursor.text(0)) }
        return found
    }

    /// The keyed hash of poll and account, cut to 63 bits: it outlives a rotation of the key, and names the account to nobody without it.
    public mutating func noteVoted(_ account: Account, in poll: String) throws(StoreFailure) {
        try note(poll, .voted, mark(of: account, in: poll))
    }

    public mutating func hasVoted(_ account: Account, in poll: String) throws(StoreFailure) -> Bool {
        try has(poll, .voted, mark(of: account, in: poll))
    }

    public mutating func noteCounted(_ poll: String) throws(StoreFailure) { try note(poll, .counted, 0) }
    public mutating func isCounted(_ poll: String) throws(StoreFailure) -> Bool { try has(poll, .counted, 0) }

    public mutating func clearPollNotes(_ poll: String) throws(StoreFailure) {
        var cursor = try pollNoteSQL.clear.begin(connection)
        cursor.bind(poll)
        try cursor.run()
    }

    /// The polls in which somebody stands on the roll. Looks through all rolls: for what is asked for seldom.
    public mutating func polls(votedBy person: PersonID) throws(StoreFailure) -> Set<String> {
        var cursor = try pollNoteSQL.ofPerson.begin(connection)
        cursor.bind(person.value)
        var found: Set<String> = []
        while try cursor.step() { found.insert(cursor.text(0)) }
        return found
    }

    private func mark(of account: Account, in poll: String) -> Int64 {
        let hash = identity.fingerprint(of: Array("voted\0\(poll)\0\(account.endpoint)\0\(account.id)".utf8))
        return hash.prefix(8).reduce(Int64(0)) { ($0 & 0x7F_FFFF_FFFF_FFFF) << 8 | Int64($1) }
    }

    private mutating func note(_ poll: String, _ kind: Kind, _ who: Int64) throws(StoreFailure) {
        var cursor = try pollNoteSQL.add.begin(connection)
        cursor.bind(poll)
        cursor.bind(kind.rawValue)
        cursor.bind(who)
        try cursor.run()
    }

    private mutating func has(_ poll: String, _ kind: Kind, _ who: Int64) throws(StoreFailure) -> Bool {
        var cursor = try pollNoteSQL.one.begin(connection)
        cursor.bind(poll)
        cursor.bind(kind.rawValue)
        cursor.bind(who)
        return try cursor.step()
    }
}
