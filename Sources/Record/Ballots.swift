import Deliberation
import Wire

/// What came of a vote.
public enum VoteResult: Sendable, Hashable {
    case counted
    /// This person has voted in this poll before; nothing is changed, and nobody can say what they chose.
    case votedBefore
}

struct BallotStatements: ~Copyable {
    var enrol = Statement("enter the roll", "INSERT INTO roll (poll, person) VALUES (?, ?)")
    var cast = Statement("cast a ballot", "INSERT INTO ballot (poll, token, choice) VALUES (?, ?, ?)")
    var count = Statement("count the ballots", "SELECT choice, count(*) FROM ballot WHERE poll = ? GROUP BY choice ORDER BY choice")
    var turnout = Statement("count the roll", "SELECT count(*) FROM roll WHERE poll = ?")
    var onRoll = Statement("look into the roll", "SELECT 1 FROM roll WHERE poll = ? AND person = ?")
}

extension Ledger {
    /// One row in the roll and one ballot that nothing links to it, in the same commit.
    /// - Parameter poll: the poll's name, unique over all units.
    public mutating func vote(_ poll: String, by person: PersonID, choice: String) throws(StoreFailure) -> VoteResult {
        var enrol = try ballotSQL.enrol.begin(connection)
        enrol.bind(poll)
        enrol.bind(person.value)
        guard try enrol.insertUnlessThere() else { return .votedBefore }
        while true {
            var cast = try ballotSQL.cast.begin(connection)
            cast.bind(poll)
            cast.bind(SecureRandom.int63())
            cast.bind(choice)
            if try cast.insertUnlessThere() { return .counted }
        }
    }

    public mutating func hasVoted(_ person: PersonID, in poll: String) throws(StoreFailure) -> Bool {
        var cursor = try ballotSQL.onRoll.begin(connection)
        cursor.bind(poll)
        cursor.bind(person.value)
        return try cursor.step()
    }

    /// Votes for each choice that got any.
    public mutating func ballotCount(_ poll: String) throws(StoreFailure) -> [String: Int] {
        var cursor = try ballotSQL.count.begin(connection)
        cursor.bind(poll)
        var found: [String: Int] = [:]
        while try cursor.step() { found[cursor.text(0)] = Int(cursor.integer(1)) }
        return found
    }

    /// How many have voted.
    public mutating func turnout(_ poll: String) throws(StoreFailure) -> Int {
        var cursor = try ballotSQL.turnout.begin(connection)
        cursor.bind(poll)
        return try cursor.step() ? Int(cursor.integer(0)) : 0
    }
}
