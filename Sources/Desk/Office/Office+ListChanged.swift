import Deliberation
import Procedure
import Record

/// The list of a sitting was changed after it was called: what has not left follows it, and those who heard of the old one are told
/// (XZ-13.3a: the list that the expected number comes from).
extension Office {
    /// - Parameter rows: those of the events, in the same order.
    func followLists(_ events: [Event], _ rows: [EventRow], _ state: Case, _ ledger: inout Ledger) throws(StoreFailure) {
        for (index, event) in events.enumerated() {
            // Of what is over, or is told afterwards, nobody is called any more.
            guard case .listChanged(let added, let removed, expected: .some, _) = event.what, let matter = state.matters[event.matter],
                event.happened == nil, let start = matter.sitting.start, start > now
            else { continue }
            let cause = Cause(
                state: state, matter: matter, actor: event.by, n: rows[index].n, canBeUndone: true, joined: added, left: removed)
            try followList(cause, by: rows[index], &ledger)
        }
    }

    private func followList(_ cause: Cause, by row: EventRow, _ ledger: inout Ledger) throws(StoreFailure) {
        let key = MatterKey(cause.state.unit.id, cause.matter.number)
        let waiting = try ledger.supersede(of: key, texts: Office.calls(cause.state.rulebook), by: row.n)
        // What waits is said anew with the new numbers, when it was to be said: the days of the notice are counted from there.
        for message in waiting {
            if case .person(let person) = message.to, cause.left.contains(person), message.text == "call.meeting" { continue }
            let values = Values(texts: library.texts, state: cause.state, matter: cause.matter, actor: cause.actor, now: now)
            let notice = cause.state.rulebook.notices[message.text]
            _ = try ledger.queue(
                OutboxDraft(
                    to: message.to, lane: (notice?.lane ?? .ordinary).number, text: message.text,
                    arguments: values.saying(message.text, buttons: notice?.buttons ?? []).bytes, due: message.due, about: key,
                    cause: row.n))
        }
        let unheard = Set(waiting.filter { $0.text == "call.meeting" }.map(\.to))
        var heard = cause
        heard.left = cause.left.filter { !unheard.contains(.person($0)) }
        let callDue = waiting.first?.due
        try tell("call.meeting", .joinedList, cause, due: callDue, &ledger)
        try tell("call.left", .leftList, heard, &ledger)
        guard cause.joined.count != cause.left.count, !waiting.contains(where: { $0.text == "notice.preMeeting" }) else { return }
        try tell("call.changed", .scopeGroups, cause, &ledger)
    }
}
