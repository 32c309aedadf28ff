import Deliberation
import Gateways
import Record

/// One sitting may have several topics (XZ-13.0d). What is told of each in the same minute, and differs in nothing but the topic, goes out
/// as one message under the text `KEY.several`. Each topic keeps its row: its notice is shown for itself (XZ-12b), and taking one topic back
/// takes only its line away.
extension Courier {
    /// The rows that go out with this one, itself first; only itself where its text has no form for several.
    func ofOneSitting(_ row: OutboxRow, _ ledger: inout Ledger) throws(StoreFailure) -> [OutboxRow] {
        guard desk.library.severals.contains(row.draft.text), let saying = Saying(row) else { return [row] }
        return [row]
            + (try ledger.waiting(beside: row)).filter {
                $0.draft.about?.unit == row.draft.about?.unit && Saying($0)?.differsInTopicOnly(from: saying) == true
            }
    }

    /// As one message; nil when one of them cannot be read.
    func several(
        _ rows: [OutboxRow], for chat: Chat, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Parcel? {
        let sayings = rows.compactMap { Saying($0) }
        guard sayings.count == rows.count, let joint = Saying(ofSeveral: sayings),
            let message = try during(
                rows[0].id, { () throws(StoreFailure) in try outgoing(joint, of: rows[0], for: chat, rendering, &ledger) })
        else { return nil }
        return Parcel(rows: rows, message: message, isOneSitting: true)
    }
}

extension Library {
    /// What a row and those of the same sitting that left with it said, in their order; nothing where it cannot be read.
    func ofOneSitting(_ row: OutboxRow, among rows: [OutboxRow]) -> [Saying] {
        guard let saying = Saying(row) else { return [] }
        guard severals.contains(row.draft.text) else { return [saying] }
        let beside = rows.filter {
            $0.draft.due == row.draft.due && $0.draft.to == row.draft.to && $0.draft.about?.unit == row.draft.about?.unit
        }
        return beside.compactMap { Saying($0) }.filter { $0.differsInTopicOnly(from: saying) }
    }
}

extension Saying {
    fileprivate init?(_ row: OutboxRow) { self.init(key: row.draft.text, bytes: row.draft.arguments) }

    /// The ending of the text that speaks of several topics: `{topics}` has a line for each, `{number}` all their numbers.
    static let several = ".several"
    private static let ofTheTopic: Set<String> = ["number", "title", Library.spokenValue]

    fileprivate func differsInTopicOnly(from other: Saying) -> Bool {
        func rest(_ saying: Saying) -> [String: Argument] { saying.values.filter { !Saying.ofTheTopic.contains($0.key) } }
        return key == other.key && buttons == other.buttons && rest(self) == rest(other)
    }

    /// The same notice of several topics as one; nil of none.
    init?(ofSeveral sayings: [Saying]) {
        guard let first = sayings.first else { return nil }
        let topics = sayings.map { Argument.text(key: "several.topic", $0.values.filter { Saying.ofTheTopic.contains($0.key) }) }
        var values = first.values
        values["number"] = .list(sayings.compactMap { $0.values["number"] }, separator: "、")
        values["topics"] = .list(topics, separator: "\n")
        values["count"] = .integer(sayings.count)
        self.init(first.key + Saying.several, values, buttons: first.buttons)
    }
}
