import Deliberation
import Desk
import FoundationEssentials
import Procedure
import Record

/// `yishi outbox`: sends of which nobody knows what became, or that failed, and what an operator says of them.
enum OutboxCommand: CommandLineCommand {
    static let name = "outbox"
    static let takes = "[--send NUMBER|all] [--drop NUMBER|all] [--config DIR] [--data DIR]"
    static let does = "lists messages that are stuck: unknown, failed or held back after a restore; sends or drops them"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data", "send", "drop"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        let send = try which(arguments["send"]), drop = try which(arguments["drop"])
        let record = try OpenRecord(arguments)
        let texts = record.library.texts, now = record.clock.now
        if send == nil, drop == nil {
            let rows = try all(record.store)
            for row in rows { CommandLineTool.say(line(row, texts, DateWriter(now: now))) }
            CommandLineTool.say(texts.render(rows.isEmpty ? "outbox.none" : "outbox.foot", ["count": String(rows.count)]))
            return 0
        }
        let rows = try all(record.store)
        for which in [send, drop] {
            if case .one(let id)? = which, !rows.contains(where: { $0.id == id }) {
                throw Failed(texts.render("outbox.absent", ["id": String(id)]))
            }
        }
        let counts = try record.store.write { ledger throws(StoreFailure) in
            var sent = 0, dropped = 0
            for row in rows {
                if drop?.names(row) == true {
                    if try ledger.settle(row.id, .drop, at: now) { dropped += 1 }
                } else if send?.names(row) == true {
                    if try ledger.settle(row.id, .sendAgain(at: now), at: now) { sent += 1 }
                }
            }
            return (sent, dropped)
        }
        CommandLineTool.say(texts.render("outbox.settled", ["sent": String(counts.0), "dropped": String(counts.1)]))
        return counts.0 + counts.1 > 0 ? 0 : 1
    }

    private enum Which {
        case all, one(Int64)

        func names(_ row: OutboxRow) -> Bool {
            switch self {
            case .all: true
            case .one(let id): row.id == id
            }
        }
    }

    private static func which(_ text: String?) throws(UsageFault) -> Which? {
        guard let text else { return nil }
        if text == "all" { return .all }
        guard let id = Int64(text), id > 0 else { throw UsageFault("\(text) is neither a number nor \"all\"") }
        return .one(id)
    }

    private static func all(_ store: Store) throws(StoreFailure) -> [OutboxRow] {
        try store.read { ledger throws(StoreFailure) in
            var rows: [OutboxRow] = []
            while true {
                let page = try ledger.stuck(after: rows.last?.id ?? 0, limit: 500)
                if page.isEmpty { return rows }
                rows += page
            }
        }
    }

    /// Which notice to whom, never what it says: words of residents stay in the record.
    private static func line(_ row: OutboxRow, _ texts: Texts, _ dates: DateWriter) -> String {
        let to: String
        if case .group = row.draft.to { to = texts.render("outbox.group") } else { to = texts.render("outbox.private") }
        let about =
            row.draft.about.flatMap {
                $0.number == .unit ? nil : "\($0.unit) " + texts.render("verify.number", ["number": String($0.number.serial)])
            } ?? ""
        let key = "outbox.text.\(row.draft.text)"
        let what = texts.render(texts.has(key) ? key : "outbox.text")
        let values = [
            "id": String(row.id), "to": to, "text": what, "about": about, "due": dates.moment(row.draft.due),
            "state": texts.render("outbox.state.\(row.isHeldBack ? "held" : row.state == .failed ? "failed" : "unknown")"),
        ]
        return texts.render("outbox.line", values)
    }
}
