import Deliberation
import Procedure

struct HeardStatements: ~Copyable {
    var note = Statement("note what a group has heard", "INSERT OR IGNORE INTO heard (chat, at) VALUES (?, ?)")
    var forget = Statement("forget what groups heard before", "DELETE FROM heard WHERE at < ?")
    var since = Statement("read what groups have heard", "SELECT chat, at FROM heard WHERE at >= ? ORDER BY at, chat")
}

/// How often groups have been told ordinary news (design 2.7): a few rows a day and group, and none of a day that is over.
extension Ledger {
    /// Notes that a group is being told something now; what was before `day` is forgotten.
    public mutating func noteHeard(_ group: GroupID, at: Instant, day: Instant) throws(StoreFailure) {
        var forget = try heardSQL.forget.begin(connection)
        forget.bind(day.milliseconds)
        try forget.run()
        var cursor = try heardSQL.note.begin(connection)
        cursor.bind(group.description)
        cursor.bind(at.milliseconds)
        try cursor.run()
    }

    /// What groups have heard since then, in order of time.
    public mutating func heard(since: Instant) throws(StoreFailure) -> [(group: GroupID, at: Instant)] {
        var cursor = try heardSQL.since.begin(connection)
        cursor.bind(since.milliseconds)
        var found: [(group: GroupID, at: Instant)] = []
        while try cursor.step() {
            guard let group = GroupID(text: cursor.text(0)) else {
                throw StoreFailure("read what groups have heard", .unreadable(table: "heard"))
            }
            found.append((group, Instant(milliseconds: cursor.integer(1))))
        }
        return found
    }
}
