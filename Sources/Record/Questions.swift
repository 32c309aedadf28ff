import Deliberation
import Procedure
import Wire

/// One short question that is open. What waits for its answer may hold words of the person asked, so it is sealed, and deleted once it is
/// answered or too old.
public struct OpenQuestion: Sendable, Hashable {
    /// Chat and account it was put to, as the caller names them: one question each.
    public var asked: String
    public var at: Instant
    /// What is done with the answer; the caller's.
    public var content: JSON

    public init(asked: String, at: Instant, content: JSON) {
        self.asked = asked
        self.at = at
        self.content = content
    }
}

struct QuestionStatements: ~Copyable {
    var put = Statement(
        "note a question",
        """
        INSERT INTO question (key, at, sealed) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET at = excluded.at, sealed = excluded.sealed
        """)
    var drop = Statement("delete a question", "DELETE FROM question WHERE key = ?")
    var all = Statement("read the questions", "SELECT key, at, sealed FROM question ORDER BY at, key")
    var prune = Statement("prune the questions", "DELETE FROM question WHERE at < ?")
}

extension Ledger {
    /// Puts a question in the place of the one that was open to the same person in the same chat.
    public mutating func putQuestion(_ question: OpenQuestion) throws(StoreFailure) {
        let key = key(asked: question.asked)
        let members = [JSON.Member("asked", .string(question.asked)), JSON.Member("content", question.content)]
        var cursor = try questionSQL.put.begin(connection)
        cursor.bind(key)
        cursor.bind(question.at.milliseconds)
        cursor.bind(try seal(.object(members), as: "question/\(key.hex)"))
        try cursor.run()
    }

    /// False when none was open.
    @discardableResult
    public mutating func dropQuestion(_ asked: String) throws(StoreFailure) -> Bool {
        var cursor = try questionSQL.drop.begin(connection)
        cursor.bind(key(asked: asked))
        return try changes(cursor)
    }

    /// All that are open, oldest first.
    public mutating func questions() throws(StoreFailure) -> [OpenQuestion] {
        var cursor = try questionSQL.all.begin(connection)
        var found: [OpenQuestion] = []
        while try cursor.step() {
            let json = try unseal(cursor.bytes(2), as: "question/\(cursor.bytes(0).hex)", table: "question")
            guard let asked = json["asked"]?.string, let content = json["content"] else {
                throw StoreFailure("read the questions", .unreadable(table: "question"))
            }
            found.append(OpenQuestion(asked: asked, at: Instant(milliseconds: cursor.integer(1)), content: content))
        }
        return found
    }

    /// Deletes what was asked before `limit`. How many.
    @discardableResult
    public mutating func pruneQuestions(before limit: Instant) throws(StoreFailure) -> Int {
        var cursor = try questionSQL.prune.begin(connection)
        cursor.bind(limit.milliseconds)
        try cursor.run()
        return connection.changes
    }

    /// Accounts stand in the row as a keyed hash only.
    private func key(asked: String) -> [UInt8] { identity.messageKey(chat: asked, message: "question").bytes }
}
