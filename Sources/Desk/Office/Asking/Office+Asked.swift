import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Messages of ours that ask an officer something on their own account, long before it is answered: by quoting them with a number.
extension Office {
    /// A lawful send of which nobody knows whether it arrived, and a notice that was covered too late.
    static let askedByNumber: Set<String> = ["notice.unknown", "notice.late"]
    /// The timer's kind; its occasion is the outbox row.
    static let doubtful = "send.unknown"
    /// So long a platform's history may settle it by itself.
    private static let patience = Span.minutes(5)

    // MARK: - What is asked

    /// A lawful notice to a group, of which nobody can say whether it stands there: an officer is asked, once (design 2.3).
    func doubt(_ row: OutboxRow, _ ledger: inout Ledger) throws(StoreFailure) {
        try dropStranger(row, &ledger)
        // As for witnesses: of receipts, which are most of what is sent, no matter need be loaded.
        guard library.rulebooks.values.contains(where: { $0.notices[row.draft.text]?.isProof == true }) else { return }
        guard case .group = row.draft.to, let about = row.draft.about, about.number != .unit,
            let state = try load(about.unit, [about.number], &ledger), let notice = state.rulebook.notices[row.draft.text],
            notice.lane == .lawful, notice.isProof
        else { return }
        let due = now + Office.patience
        try ledger.setTimer(TimerRow(about, kind: Office.doubtful, occasion: String(row.id), due: due))
        noteAlarm(due)
    }

    func askWhetherShown(_ timer: TimerRow, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        guard let id = Int64(timer.occasion), let row = try ledger.outbox(id), row.state == .unknown, case .group(let group) = row.draft.to
        else { return .silent }
        guard try isStillMeant(row, timer.key, &ledger) else { return .silent }
        var saying = Office.saying("notice.unknown", of: row, timer.key)
        saying.values["group"] = .group(group)
        saying.values["row"] = .literal(String(row.id))
        for addressee in Office.officers(of: try unit(timer.key.unit, &ledger)) {
            _ = try ledger.queue(
                OutboxDraft(
                    to: addressee, lane: Lane.ordinary.number, text: saying.key, arguments: saying.bytes, due: now, about: timer.key))
        }
        return .decided
    }

    /// Not of a notice that was put out anew meanwhile, nor of a meeting that was called off.
    private func isStillMeant(_ row: OutboxRow, _ about: MatterKey, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        guard row.draft.text.hasPrefix("notice."), let matter = try matter(about, &ledger),
            let item = matter.item("notice", key: String(row.draft.text.dropFirst("notice.".count)))
        else { return true }
        return row.draft.due >= item.since && (row.draft.text != "notice.preMeeting" || matter.state(of: "meeting") == "called")
    }

    private static func saying(_ key: String, of row: OutboxRow, _ about: MatterKey) -> Saying {
        Saying(key, ["number": .integer(about.number.serial), "notice": .text(key: "word.\(row.draft.text)", [:])])
    }

    // MARK: - What is answered

    /// An answer to one of them. First come, first served; whoever comes later hears that it is settled.
    func choose(_ asked: OutboxRow, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        guard let about = asked.draft.about, let question = Saying(asked) else {
            return (.silent, nil)
        }
        let answer = library.reader.numberedAnswer(resolve.said.text, at: now)
        let number = answer?.number ?? (resolve.intent.name == .yes ? 1 : resolve.intent.name == .no ? 2 : 0)
        let told: Told
        switch (asked.draft.text, number) {
        case ("notice.unknown", 1): told = try shown(question, since: answer?.moment?.instant, resolve, &ledger)
        case ("notice.unknown", 2): told = try notShown(question, resolve, &ledger)
        case ("notice.late", 1...2): told = try late(question, answer, number, about, resolve, &ledger)
        default: told = Told(outcome: .asked, saying: Saying("ask.choice"))
        }
        if let saying = told.saying { try self.answer(saying, to: resolve.here, about: about, &ledger) }
        return (told.outcome, about)
    }

    /// It stands in the group: it counts from the time that was stated, else from now; never from before it was due.
    private func shown(_ question: Saying, since stated: Instant?, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Told
    {
        guard let (row, about) = try unsettled(question, &ledger) else { return settledBefore(question) }
        guard case .group(let group) = row.draft.to else { return Told(outcome: .silent) }
        let since = confirmed(row, since: stated, try matter(about, &ledger))
        let act = Act.confirmShown(notice: row.draft.text, group: group, person: nil, since: since)
        let plan = Resolve.Planned(command: resolve.command(about.number, act))
        let told = try decideOne(plan, resolve, &ledger)
        guard told.outcome == .decided else { return told }
        _ = try ledger.settle(row.id, .wasSent(message: nil, key: nil), at: now)
        var saying = Office.saying("done.shown", of: row, about)
        saying.values["since"] = .instant(since ?? now)
        return Told(outcome: .decided, saying: saying)
    }

    /// It does not: it is sent again.
    private func notShown(_ question: Saying, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Told {
        guard let (row, about) = try unsettled(question, &ledger) else { return settledBefore(question) }
        guard !Office.may(resolve).isEmpty else { return notTheirs() }
        _ = try ledger.settle(row.id, .sendAgain(at: now), at: now)
        return Told(outcome: .decided, saying: Office.saying("done.sendAgain", of: row, about))
    }

    /// The notice was covered too late for the start that was called: another start, or a reason.
    private func late(
        _ question: Saying, _ answer: NumberedAnswer?, _ number: Int, _ about: MatterKey, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Told {
        guard let matter = try matter(about, &ledger), let start = matter.sitting.start, question.values["start"] == .instant(start),
            matter.state(of: "meeting") == "called"
        else { return Told(outcome: .refused, saying: Saying("refuse.callMoved", ["number": .integer(about.number.serial)])) }
        guard number == 2 else {
            guard let book = rulebook(resolve.unit, about) else { return Told(outcome: .silent) }
            // Five minutes more than the least: it is sent to several groups, and shall not come late again.
            let least = book.earliestStart(noticeFrom: now + book.undoTime + .minutes(5))
            let fields = Fields([.start: .instant(least)])
            return try decideOne(try resolve.moved(about.number, fields, [], &ledger), resolve, &ledger)
        }
        var plan = Resolve.Planned(command: resolve.command(about.number, .move("keepDate", Fields())), answer: "done.keepDate")
        if let reason = answer?.rest, !reason.isEmpty {
            let pending = try resolve.words(reason, about.number, kind: "reason", &ledger)
            plan.words = [pending]
            plan.command.reason = pending.ref
        }
        return try decideOne(plan, resolve, &ledger)
    }

    // MARK: - Which row, and whose

    private func unsettled(_ question: Saying, _ ledger: inout Ledger) throws(StoreFailure) -> (OutboxRow, MatterKey)? {
        guard case .literal(let text)? = question.values["row"], let id = Int64(text), let row = try ledger.outbox(id),
            row.state == .unknown, let about = row.draft.about
        else { return nil }
        return (row, about)
    }

    private func settledBefore(_ question: Saying) -> Told {
        Told(outcome: .refused, saying: Saying("refuse.sendSettled", question.values))
    }

    private static func may(_ resolve: Resolve) -> Set<Post> {
        (resolve.unit.posts[resolve.person] ?? []).intersection([.liaisonOfficer, .firstConvenor, .secondConvenor])
    }

    private func notTheirs() -> Told {
        let posts: [Argument] = [.text(key: "post.liaisonOfficer", [:]), .text(key: "post.firstConvenor", [:])]
        return Told(outcome: .refused, saying: Saying("refuse.notYours", ["posts": .list(posts, separator: "、")]))
    }
}
