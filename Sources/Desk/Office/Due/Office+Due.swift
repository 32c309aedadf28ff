import Deliberation
import Gateways
import Procedure
import Record
import Wire

extension Office {
    /// A timer has come due. It is deleted in the same commit, so it fires once for its occasion, late rather than never (requirements 2.0, 5).
    func fire(_ timer: TimerRow, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        guard try ledger.fire(timer) else { return .duplicate }
        if timer.kind == "post.ends" {
            try endLentPost(timer, &ledger)
            return .decided
        }
        if timer.kind == Office.digestTimer { return try tellDigest(timer, &ledger) }
        if timer.kind == Office.chaseTimer { return try chase(timer, &ledger) }
        if timer.kind == Office.doubtful { return try askWhetherShown(timer, &ledger) }
        guard timer.kind != "code", let state = try load(timer.key.unit, [timer.key.number], &ledger),
            let matter = state.matters[timer.key.number], let alarm = state.rulebook.alarms[timer.kind]
        else { return .silent }
        guard isStillMeant(timer, matter) else { return .silent }
        if matter.objection != nil, alarm.move == nil {
            // While an objection stands nobody can do what they would be reminded of. What is not of an hour waits until it is settled.
            if !timer.kind.hasPrefix("meeting."), !timer.kind.hasPrefix("floor.") { try postpone(timer, to: now + .days(1), &ledger) }
            return .silent
        }
        if let move = alarm.move {
            let fields = try move == "closePoll" ? ballots(Office.poll(timer.key, matter), &ledger) : Fields()
            let command = Command(actor: .daemon, matter: timer.key.number, act: .move(move, fields))
            _ = try execute([command], of: timer.key.unit, &ledger)
        }
        if timer.kind == "notice.over", let later = notYetRun(matter, state) {
            // The days run from the confirmed sending, not from our step.
            try postpone(timer, to: later, &ledger)
            return .silent
        }
        try comeAgain(timer, state, matter, &ledger)
        // What fires in time is due when its alarm was: so the alarms of one sitting are told in one message.
        let together = now - timer.due < .minutes(1) ? timer.due : now
        var told = state
        var tells = alarm.tells
        if timer.kind.hasPrefix("referral."), try isGivenBack(matter, &ledger) {
            (told.rulebook, tells) = (deliveries(state.rulebook), [Office.givenBack])
        }
        for key in tells {
            guard let notice = told.rulebook.notices[key] else { continue }
            for audience in notice.to { try tell(key, audience, Cause(state: told, matter: matter), due: together, &ledger) }
        }
        return .decided
    }

    /// Sets the timer for the next time, in the commit of this one; how often it has come stands in it.
    private func comeAgain(_ timer: TimerRow, _ state: Case, _ matter: Matter, _ ledger: inout Ledger) throws(StoreFailure) {
        let before = (try? JSON(parsing: timer.payload))?.integer ?? 0
        let came = Int(clamping: before) + 1
        guard let next = state.nextTime(of: timer.kind, on: matter, due: timer.due, came: came, now: now) else { return }
        var again = timer
        again.payload = JSON.integer(Int64(came)).bytes()
        try postpone(again, to: next, &ledger)
    }

    private func postpone(_ timer: TimerRow, to due: Instant, _ ledger: inout Ledger) throws(StoreFailure) {
        var later = timer
        later.due = due
        try ledger.setTimer(later)
        noteAlarm(due)
    }

    /// A reminder of what was moved, called off, answered, decided or taken back meanwhile says nothing.
    func isStillMeant(_ timer: TimerRow, _ matter: Matter) -> Bool {
        if timer.kind.hasPrefix("meeting.") { return matter.state(of: "meeting") == "called" }
        if timer.kind.hasPrefix("floor.") { return matter.sitting.speaker != nil }
        if timer.kind == "notice.over" { return matter.state(of: "topic") == "publicising" }
        if timer.kind.hasPrefix("referral.") { return matter.state(of: "suggestion") == "referred" }
        if timer.kind.hasPrefix("task.") { return matter.state(of: "topic") == "implementing" }
        switch timer.kind {
        case "question.open": return matter.state(of: "suggestion") == "needsInfo"
        case "kept.yearly": return matter.state(of: "topic") == "registered"
        case "approval.pending": return matter.state(of: "topic") == "submitted"
        case "outcome.pending": return matter.state(of: "topic") == "determining"
        case "answer.owed": return ["decisionReference", "reportedUp"].contains(matter.state(of: "topic"))
        case "answered.closes": return isUncontradicted(matter)
        default: return true
        }
    }

    /// Whether an answer was given and nobody has said anything to it since: then the matter may be closed by itself (SG-16).
    private func isUncontradicted(_ matter: Matter) -> Bool {
        let standing = matter.state(of: "suggestion")
        guard standing == "explained" || standing == "replied" else { return false }
        let answered = matter.events.lastIndex { if case .stepped(let step) = $0.what { step.to == standing } else { false } }
        return !matter.events[((answered ?? -1) + 1)...].contains { event in
            switch event.what {
            case .supplemented, .contested, .objected: return true
            case .rated(let score): return score <= Matter.lowRating
            default: return false
            }
        }
    }

    /// When to look again, while the implementation notice has not run its days; nil once it has.
    private func notYetRun(_ matter: Matter, _ state: Case) -> Instant? {
        guard let verdict = state.foresee("TP-31", on: matter, now: now).first(where: { $0.rule == "noticeRan" }), !verdict.isMet else {
            return nil
        }
        if case .wait(let until)? = verdict.remedy { return max(until, now + .minutes(1)) }
        return now + .days(1)
    }

    /// Marks a row as being sent, unless it was cancelled meanwhile: this is committed before anything leaves.
    func leave(_ row: Int64, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        try ledger.beginSending(row) ? .decided : .silent
    }

    /// At start: of what was on its way when the process ended nobody knows whether it arrived. News counts as heard, once for all pieces of
    /// a message.
    func settleInterruptedSends(_ ledger: inout Ledger) throws(StoreFailure) {
        let now = now
        for id in try ledger.settleInterruptedSends() {
            guard let row = try ledger.outbox(id) else { continue }
            try doubt(row, &ledger)
            if row.draft.lane == Lane.ordinary.number, case .group(let group) = row.draft.to,
                units.values.contains(where: { $0.groups[group] == .residents })
            {
                try ledger.noteHeard(group, at: now, day: Attention.day(of: now))
            }
        }
    }

    /// What became of a send. Where the procedure depends on it, it becomes an event (design 2.3).
    func settle(_ delivery: Delivery, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        guard let row = try ledger.outbox(delivery.row) else { return .duplicate }
        // What never left is nothing that was heard: during an outage a group's day stays whole.
        if delivery.asNews, delivery.mayHaveArrived, case .group(let group) = row.draft.to {
            try ledger.noteHeard(group, at: delivery.at, day: Attention.day(of: delivery.at))
        }
        switch delivery.outcome {
        case .sent(messageID: let messageID):
            let chat = if let chat = delivery.chat { chat.key } else { try chatKey(row.draft.to, &ledger) }
            let key: MessageKey? = if let messageID, let chat { ledger.identity.messageKey(chat: chat, message: messageID) } else { nil }
            guard try ledger.noteSend(row.id, .sent(message: messageID, key: key), at: delivery.at) else { return .duplicate }
            try noteReminded(row, at: delivery.at, &ledger)
            try witness(row, since: delivery.at, &ledger)
            if row.isSealed { try ledger.emptySealed(row.id) }
            if case .stranger = row.draft.to { try ledger.forgetStranger(row.id) }
        case .refused(reason: let reason, retryAfter: _):
            // It keeps its place; when it is tried again is the courier's to say.
            _ = try ledger.noteSend(row.id, .again(at: row.draft.due, error: reason), at: delivery.at)
        case .impossible(reason: let reason):
            _ = try ledger.noteSend(row.id, .failed(error: reason), at: delivery.at)
            try dropStranger(row, &ledger)
            try fallBack(row, &ledger)
            try tellUndelivered(row, &ledger)
        case .unknown(reason: let reason):
            if try ledger.noteSend(row.id, .unknown(error: reason), at: delivery.at) {
                try noteReminded(row, at: delivery.at, &ledger)
                try doubt(row, &ledger)
            }
        }
        return .decided
    }

    /// - Parameter since: when it was delivered; it counts where that was a while ago, as the group's history tells.
    func witness(_ row: OutboxRow, since: Instant, _ ledger: inout Ledger) throws(StoreFailure) {
        // Receipts are most of what is sent, and no rulebook takes them for proof: then no matter need be loaded.
        guard library.rulebooks.values.contains(where: { $0.notices[row.draft.text]?.isProof == true }) else { return }
        guard let about = row.draft.about, about.number != .unit, let state = try load(about.unit, [about.number], &ledger),
            state.rulebook.notices[row.draft.text]?.isProof == true
        else { return }
        let earlier = confirmed(row, since: now - since > .minutes(1) ? since : nil, state.matters[about.number])
        let act: Act =
            switch row.draft.to {
            case .group(let group): .confirmShown(notice: row.draft.text, group: group, person: nil, since: earlier)
            case .person(let person): .confirmShown(notice: row.draft.text, group: nil, person: person, since: earlier)
            case .stranger: .confirmShown(notice: row.draft.text, group: nil, person: nil, since: earlier)
            }
        _ = try execute([Command(actor: .daemon, matter: about.number, act: act)], of: about.unit, &ledger)
    }

    /// From when a confirmation counts, nil for now: never from before the message was due; and one of a notice that has been put out anew
    /// since (改期) counts from its own time only, so that it does not stand for the new one.
    func confirmed(_ row: OutboxRow, since: Instant?, _ matter: Matter?) -> Instant? {
        let key = row.draft.text.hasPrefix("notice.") ? String(row.draft.text.dropFirst(7)) : ""
        if let item = matter?.item("notice", key: key), row.draft.due < item.since { return row.draft.due }
        return since.map { max($0, row.draft.due) }
    }

    /// An answer to somebody who is nobody of ours, of which nobody knows whether it arrived or that could not be sent: it is let go.
    func dropStranger(_ row: OutboxRow, _ ledger: inout Ledger) throws(StoreFailure) {
        guard case .stranger = row.draft.to else { return }
        _ = try ledger.settle(row.id, .drop, at: now)
        try ledger.forgetStranger(row.id)
    }

    /// Where private cannot be had the group hears that there is an answer, and not what it says (design 5, *Groups*).
    /// Where there is no group for it, the officers hear that they have to tell the person themselves.
    private func fallBack(_ row: OutboxRow, _ ledger: inout Ledger) throws(StoreFailure) {
        guard case .person(let person) = row.draft.to, let about = row.draft.about, let matter = try matter(about, &ledger),
            let state = try load(about.unit, [about.number], &ledger), matter.proposers.contains(person)
        else { return }
        // Who has been forgotten reads nothing.
        if try ledger.profile(of: person) != nil {
            // Nothing of a private matter stands in a residents' group.
            let group = matter.isPrivate ? nil : matter.group
            let saying = Saying(group == nil ? "unreached.proposer" : "private.fallback", ["number": state.spoken(matter)])
            let readers = group.map { [Addressee.group($0)] } ?? Office.officers(of: state.unit).filter { $0 != row.draft.to }
            for reader in readers { try queue(saying, to: reader, of: row, &ledger) }
        }
        try witness(row, since: now, &ledger)
    }

    private func queue(_ saying: Saying, to: Addressee, of row: OutboxRow, _ ledger: inout Ledger) throws(StoreFailure) {
        _ = try ledger.queue(
            OutboxDraft(
                to: to, lane: Lane.ordinary.number, text: saying.key, arguments: saying.bytes, due: now, about: row.draft.about,
                cause: row.draft.cause))
    }

    /// A filing that did not reach the unit above is not taken for sent (FL-3).
    func returnFiling(_ row: OutboxRow, _ ledger: inout Ledger) throws(StoreFailure) {
        guard let about = row.draft.about, let filing = ["filing.topic": "topic", "filing.result": "result"][row.draft.text] else { return }
        let returned = Command(actor: .daemon, matter: about.number, act: .step("FL-3", key: filing, Fields()))
        _ = try execute([returned], of: about.unit, &ledger)
    }

    /// A form, a task, a call, a notice or a filing that could not be delivered: the officers hear what to do instead.
    private func tellUndelivered(_ row: OutboxRow, _ ledger: inout Ledger) throws(StoreFailure) {
        guard let about = row.draft.about, about.number != .unit else { return }
        var key = "unreached.\(row.draft.text)"
        var values: [String: Argument] = [:]
        switch row.draft.to {
        case .person(let person): values["person"] = .person(person)
        case .group(let group) where library.rulebooks.values.contains { $0.notices[row.draft.text]?.isProof == true }:
            if !library.texts.has(key) { key = "unreached.notice" }
            values = ["group": .group(group), "notice": .text(key: "word.\(row.draft.text)", [:])]
        default: break
        }
        guard library.texts.has(key) else { return }
        try returnFiling(row, &ledger)
        guard let state = try load(about.unit, [about.number], &ledger), let matter = state.matters[about.number] else { return }
        var saying = Values(texts: library.texts, state: state, matter: matter, now: now).saying(key)
        saying.values.merge(values) { $1 }
        for officers in Office.officers(of: state.unit) where officers != row.draft.to { try queue(saying, to: officers, of: row, &ledger) }
    }

    /// The chat in which an addressee reads us, as keys name it.
    func chatKey(_ addressee: Addressee, _ ledger: inout Ledger) throws(StoreFailure) -> String? {
        switch addressee {
        case .group(let group): try chatKey(group, &ledger)
        case .person(let person): try ledger.profile(of: person)?.accounts.first.map { "\($0.endpoint)/private/\($0.id)" }
        // What is said to nobody in particular is nothing to be quoted.
        case .stranger: nil
        }
    }

    /// A group never changes its place, and its row is sealed: opened once.
    private func chatKey(_ group: GroupID, _ ledger: inout Ledger) throws(StoreFailure) -> String? {
        if let known = chatKeys[group] { return known }
        let key = try ledger.place(of: group).map { "\($0.endpoint)/group/\($0.id)" }
        chatKeys[group] = key
        return key
    }
}
