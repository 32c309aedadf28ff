import Deliberation
import Gateways
import Procedure
import Record

/// Reminders of what is owed (requirements 2.0, 5): nobody gets more than one message of them a day. What comes on a day is told together; what
/// comes after that day's message waits for the next morning; and what was done meanwhile is not told at all.
extension Office {
    /// Somebody has been reminded: not again on this day.
    func noteReminded(_ row: OutboxRow, at: Instant, _ ledger: inout Ledger) throws(StoreFailure) {
        guard library.reminders.contains(row.draft.text) else { return }
        try ledger.setMark(Library.reminded(row.draft.to), Attention.day(of: at).milliseconds)
    }

    /// What an alarm that has been called off was about to say.
    func dropReminders(
        _ alarm: String, _ key: MatterKey, _ state: Case, _ n: Int64, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        guard state.rulebook.isReminder(alarm), let tells = state.rulebook.alarms[alarm]?.tells else { return }
        _ = try ledger.supersede(of: key, texts: Set(tells), by: n)
    }
}

extension Library {
    /// The mark that keeps on which day somebody was reminded last.
    static func reminded(_ addressee: Addressee) -> String { "reminded.\(addressee)" }

    /// When in the day people are reminded: nine in the morning, unless a rulebook says otherwise.
    var remindingTime: Span { rulebooks.values.compactMap { $0.settings["reminders"] }.max() ?? .hours(9) }
}

extension Courier {
    /// When somebody may be reminded of these; nil: now. What was left over from another day waits a minute for what comes this morning.
    func nextReminding(_ rows: [DueMessage], _ now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> Instant? {
        guard let first = rows.first else { return nil }
        let today = Attention.day(of: now)
        let morning = today + desk.library.remindingTime + .minutes(1)
        if try ledger.mark(Library.reminded(first.to)) == today.milliseconds {
            return CivilMoment(now.civil.date.adding(days: 1), minuteOfDay: 0).instant + (morning - today)
        }
        return now < morning && rows.allSatisfy { $0.place.due < today } ? morning : nil
    }

    /// Several reminders as one message, a line each, the oldest first, as far as it fits; what does not fit waits for the next day. It speaks
    /// of several matters, so it is nobody's to quote: the number has to be said.
    func list(
        ofReminders reminders: [DueMessage], for chat: Chat, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Parcel {
        let texts = desk.library.texts
        var rendering = rendering
        rendering.isShared = chat.kind != .direct
        var rows: [OutboxRow] = []
        for reminder in reminders.sorted(by: { $0.place < $1.place }) {
            if let row = try row(reminder.place.id, &ledger) { rows.append(row) }
        }
        // Who serves several units is told of which one each is.
        let isOfSeveral = Set(rows.map(\.draft.about?.unit)).count > 1
        var lines: [String] = []
        var told: [OutboxRow] = []
        for row in rows {
            guard var saying = Saying(row) else {
                // One that cannot be read goes by itself, to be told as failed.
                if told.isEmpty { return Parcel(rows: [row], message: nil) }
                continue
            }
            if isOfSeveral, let spoken = saying.values[Library.spokenValue] { saying.values["number"] = spoken }
            let line = Library.line(of: saying.key)
            if texts.has(line) { saying.key = line }
            guard let text = try during(row.id, { () throws(StoreFailure) in try rendering.render(saying, &ledger) }) else {
                if told.isEmpty { return Parcel(rows: [row], message: nil) }
                continue
            }
            lines.append(text)
            told.append(row)
        }
        func text(_ count: Int) -> String {
            // The same said twice, because it waited for days, is said once.
            let lines = Array(lines.prefix(count)).uniqued()
            let whole = texts.render("reminders", ["count": "\(lines.count)", "lines": lines.joined(separator: "\n")])
            return self.texts.prefix + (lines.count == 1 ? lines[0] : whole)
        }
        let count = fitting(told.count, chat, text)
        guard let newest = told.prefix(count).last else { return Parcel(rows: [], message: nil) }
        return Parcel(
            rows: Array(told.prefix(count)),
            message: Outgoing(
                chat: chat, text: text(count), idempotencyKey: newest.idempotencyKey,
                throughGroup: chat.kind == .direct
                    ? told.first?.draft.about.flatMap { group(of: $0.unit, at: chat.endpoint) } : nil))
    }
}

extension Library {
    /// The name under which a reminder keeps how its matter is called among several units, e.g. 东园12.
    static let spokenValue = "spoken"
}
