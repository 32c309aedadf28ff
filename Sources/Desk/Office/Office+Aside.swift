import Deliberation
import Gateways
import Procedure
import Record
import Wire

extension Office {
    /// Sets an arrival aside: it is counted and known by a keyed hash, nothing of its content is kept, and it is not tried again. A timer is
    /// taken away, and of a send nobody says any more what became of it. Those who can do something about it hear of it.
    /// - Parameter isTold: false where telling it has killed the process, too.
    func setAside(_ arrival: Arrival, why: String, isTold: Bool, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        var entry = Aside(at: now, length: 0, place: arrival.name, fingerprint: [], reason: why)
        var isNew = true
        switch arrival {
        case .said(let heard):
            let said = heard.said
            let key = ledger.key(of: said)
            entry.length = said.text.utf8.count
            entry.fingerprint = key.bytes
            // Looked for in the history or pushed again, it is known.
            isNew = try ledger.noteInbox(key, InboxEntry(saidAt: said.at, matter: nil, outcome: Outcome.setAside.code), at: now)
        case .recalled(let recalled):
            entry.fingerprint = ledger.identity.messageKey(chat: recalled.chat.key, message: recalled.messageID).bytes
        case .pictured(let pictured):
            entry.length = pictured.picture.bytes.count
            entry.fingerprint = ledger.key(of: pictured.said).bytes
        case .unkept(let unkept):
            entry.fingerprint = ledger.key(of: unkept.said).bytes
        case .due(let timer):
            guard try ledger.fire(timer) else { return .duplicate }
            entry.length = timer.payload.count
            entry.place = "timer \(timer.kind) of \(timer.key.unit) \(timer.key.number)"
            entry.fingerprint = ledger.identity.fingerprint(of: timer.payload)
            try comeAgainTomorrow(timer, &ledger)
        case .leaving(let row):
            entry.place = "outbox row \(row)"
            isNew = try ledger.beginSending(row)
            if isNew {
                _ = try ledger.noteSend(row, .failed(error: why), at: now)
                // One that nobody can read is for nobody to settle, and what is stuck has to be listed without it.
                if try !isReadable(row, ledger: &ledger) { try ledger.settle(row, .drop, at: now) }
            }
        case .delivered(let delivery):
            entry.place = "outbox row \(delivery.row)"
            isNew = try ledger.noteSend(delivery.row, .unknown(error: why), at: delivery.at)
        case .aside(let inner, let why, let isTold): return try setAside(inner, why: why, isTold: isTold, &ledger)
        }
        try ledger.setAside(entry)
        if isTold, isNew { try tell(aside: arrival, &ledger) }
        return .setAside
    }

    private func isReadable(_ row: Int64, ledger: inout Ledger) throws(StoreFailure) -> Bool {
        do throws(StoreFailure) { _ = try ledger.outbox(row) } catch {
            if error.isUnreadable { return false }
            throw error
        }
        return true
    }

    /// What a unit does every day is tried again on the next.
    private func comeAgainTomorrow(_ timer: TimerRow, _ ledger: inout Ledger) throws(StoreFailure) {
        if timer.kind == Office.digestTimer, let digest { try setDigest(of: timer.key, at: digest, &ledger) }
        guard timer.kind == Office.chaseTimer else { return }
        chaseTimes[timer.key.unit] = nil
        var again = timer
        again.due = max(timer.due, now) + .days(1)
        try ledger.setTimer(again)
        noteAlarm(again.due)
    }

    // MARK: - What is told of it

    /// Where and when, or which matter and which step: never what was in it. What cannot be read for that is left out, because setting
    /// aside must not fail for what it says.
    private func tell(aside arrival: Arrival, _ ledger: inout Ledger) throws(StoreFailure) {
        do throws(StoreFailure) {
            switch arrival {
            case .said(let heard): try tell("aside.said", in: heard.said.chat, at: heard.said.at, &ledger)
            case .recalled(let recalled): try tell("aside.recalled", in: recalled.chat, at: recalled.at, &ledger)
            case .due(let timer): try tell(aside: timer, &ledger)
            case .leaving(let row): if let row = try ledger.outbox(row) { try tell(aside: row, &ledger) }
            case .delivered(let delivery): if let row = try ledger.outbox(delivery.row) { try doubt(row, &ledger) }
            // That a picture was not kept is told by whoever fetches them.
            case .pictured, .unkept, .aside: break
            }
        } catch {
            if !error.isUnreadable { throw error }
        }
    }

    /// Something said in a group of ours, to which nobody was given an answer.
    private func tell(_ key: String, in chat: Chat, at: Instant, _ ledger: inout Ledger) throws(StoreFailure) {
        guard let bound = standing.read({ $0.groups[chat.key] }) else { return }
        try tell(Saying(key, ["group": .group(bound.group), "at": .instant(at)]), of: MatterKey(bound.unit, .unit), &ledger)
    }

    /// A step that time was to bring about: which, and how it is done by hand.
    private func tell(aside timer: TimerRow, _ ledger: inout Ledger) throws(StoreFailure) {
        let family = timer.kind.prefix { $0 != "." }
        var keys = ["aside.due.\(timer.kind)", "aside.due.\(family)"]
        var values: [String: Argument] = ["unit": .literal(try unit(timer.key.unit, &ledger).name)]
        if timer.key.number != .unit {
            keys.append("aside.due")
            values["number"] = .integer(timer.key.number.serial)
        }
        guard let key = keys.first(where: library.texts.has) else { return }
        try tell(Saying(key, values), of: timer.key, &ledger)
    }

    /// A message that never left: who has to hear it, and from whom. A filing is not taken for sent; whoever proposed is told by hand.
    private func tell(aside row: OutboxRow, _ ledger: inout Ledger) throws(StoreFailure) {
        try dropStranger(row, &ledger)
        // What tells of one of these is not told of itself.
        guard !row.draft.text.hasPrefix("aside.") else { return }
        let name = "outbox.text.\(row.draft.text)"
        var saying = Saying("aside.send", ["what": .text(key: library.texts.has(name) ? name : "outbox.text", [:])])
        var about = row.draft.about
        switch row.draft.to {
        case .stranger: return
        case .person(let person):
            saying.key = "aside.send.person"
            // Members and officers stand on the public roster, and a call names whom it did not reach; a resident is not named here.
            let isNamed = library.texts.names(in: "unreached.\(row.draft.text)").contains("person")
            // Whose name cannot be read is not named: what tells of it would fail over the same box.
            let isReadable = (try? ledger.profile(of: person)) != nil
            if isReadable, isNamed || units.values.contains(where: { $0.holdsOffice(person) }) { saying.values["person"] = .person(person) }
            if let key = about, key.number != .unit, try matter(key, &ledger)?.proposers.contains(person) == true {
                try witness(row, since: now, &ledger)
            }
        case .group(let group):
            guard let unit = units.values.first(where: { $0.groups[group] != nil }) else { break }
            if unit.groups[group] == .residents {
                saying.key = "aside.send.group"
                saying.values["group"] = .group(group)
            }
            about = about ?? MatterKey(unit.id, .unit)
        }
        guard let about else { return }
        if about.number != .unit {
            saying.values["number"] = .integer(about.number.serial)
            try returnFiling(row, &ledger)
        }
        try tell(saying, of: about, &ledger)
    }

    private func tell(_ saying: Saying, of about: MatterKey, _ ledger: inout Ledger) throws(StoreFailure) {
        for officers in Office.officers(of: try unit(about.unit, &ledger)) {
            _ = try ledger.queue(
                OutboxDraft(
                    to: officers, lane: Lane.ordinary.number, text: saying.key, arguments: saying.bytes, due: now,
                    about: about.number == .unit ? nil : about))
        }
    }
}
