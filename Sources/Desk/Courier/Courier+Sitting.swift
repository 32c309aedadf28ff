import Deliberation
import Gateways
import Record

// One sitting may have several topics (XZ-13.0d). What is told of each in the same commit, and differs in nothing but the topic, goes out as
// one message under the text `KEY.several`. Each topic keeps its row: its notice is shown for itself (XZ-12b), and taking one topic back takes
// only its line away.

extension Courier {
    /// The rows that go out with this one, itself first; only itself where its text has no form for several.
    func ofOneSitting(_ row: OutboxRow, _ ledger: inout Ledger) throws(StoreFailure) -> [OutboxRow] {
        guard desk.library.severals.contains(row.draft.text) else { return [row] }
        return desk.library.ofOneSitting(row, among: [row] + (try ledger.waiting(beside: row)))
    }
}

extension Library {
    /// Those of these rows that speak of one sitting with this one, itself among them, in their order.
    func ofOneSitting(_ row: OutboxRow, among rows: [OutboxRow]) -> [OutboxRow] {
        guard severals.contains(row.draft.text), let saying = Saying(row) else { return [row] }
        return rows.filter { other in
            other.draft.due == row.draft.due && other.draft.to == row.draft.to && other.draft.about?.unit == row.draft.about?.unit
                && Saying(other)?.differsInTopicOnly(from: saying) == true
        }
    }
}

extension Saying {
    init?(_ row: OutboxRow) { self.init(key: row.draft.text, bytes: row.draft.arguments) }

    /// What these rows say in one message; nil when one of them cannot be read.
    init?(_ rows: [OutboxRow]) {
        let sayings = rows.compactMap { Saying($0) }
        guard let first = sayings.first, sayings.count == rows.count else { return nil }
        self = first
        if sayings.count > 1 { join(sayings) }
    }

    /// The ending of the text that speaks of several topics: `{topics}` has a line for each, `{number}` all their numbers.
    static let several = ".several"
    private static let ofTheTopic: Set<String> = ["number", "title", Library.spokenValue]

    fileprivate func differsInTopicOnly(from other: Saying) -> Bool {
        func rest(_ saying: Saying) -> [String: Argument] { saying.values.filter { !Saying.ofTheTopic.contains($0.key) } }
        return key == other.key && buttons == other.buttons && rest(self) == rest(other)
    }

    private mutating func join(_ sayings: [Saying]) {
        let topics = sayings.map { Argument.text(key: "several.topic", $0.values.filter { Saying.ofTheTopic.contains($0.key) }) }
        key += Saying.several
        values["number"] = .list(sayings.compactMap { $0.values["number"] }, separator: "、")
        values["topics"] = .list(topics, separator: "\n")
        values["count"] = .integer(sayings.count)
    }
}
