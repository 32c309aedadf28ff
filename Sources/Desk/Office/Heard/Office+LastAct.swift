import Deliberation
import Procedure
import Reading
import Record

/// What somebody did last is taken back (撤销), or goes out at once (立即). Where no number is said it is found in the log: open or closed, it is
/// that and no other; what cannot be taken back is refused with its reason, and nothing earlier is touched in its place.
extension Office {
    /// So long after it 撤销 and 立即 without a number still mean an act.
    private static let spokenOfWithin = Span.minutes(10)

    /// The matters in which this person acted last, at one moment, the very last first; the unit's own number where that was about posts or
    /// seats.
    func lastActed(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> [MatterNumber] {
        let by = resolve.person.description
        let since = now - Office.spokenOfWithin
        var found: [MatterNumber] = []
        var at: Instant?
        var before = Int64.max
        while true {
            let page = try ledger.events(before: before, limit: 200)
            for row in page {
                if row.at < at ?? since { return found }
                guard row.unit == resolve.unit.id, row.by == by, !found.contains(row.matter) else { continue }
                let matter = row.matter == .unit ? resolve.unit.register : try matter(row.key, &ledger)
                guard let act = matter?.lastAct(of: resolve.person), act.ms.contains(row.m) else { continue }
                // What a merge brought to the other side was not said of that one.
                if matter?.onlyAbsorbed(act) == true { continue }
                at = at ?? act.at
                if act.at == at { found.append(row.matter) }
            }
            guard let last = page.last else { return found }
            before = last.id
        }
    }

    func undo(_ number: MatterNumber?, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let numbers = if let number { [number] } else { try lastActed(resolve, &ledger) }
        if number == nil, let last = numbers.first, let saying = try undoOfAnother(than: last, resolve, &ledger) {
            try answer(saying, to: resolve.here, about: MatterKey(resolve.unit.id, last), &ledger)
            return (.asked, MatterKey(resolve.unit.id, last))
        }
        guard let number = numbers.first, number != .unit else {
            try answer(Saying(numbers.isEmpty ? "refuse.nothingToUndo" : "refuse.undo.unit"), to: resolve.here, about: nil, &ledger)
            return (.refused, nil)
        }
        let key = MatterKey(resolve.unit.id, number)
        let matter = try matter(key, &ledger)
        let act = matter?.lastAct(of: resolve.person)
        if let matter, let book = rulebook(resolve.unit, key), try !canBeTakenBack(matter, key, book, resolve, &ledger),
            let put = try putWithdrawal(of: matter, resolve, &ledger)
        {
            return put
        }
        var sent = false
        if let act, let matter { sent = try hasLeft(act, key, matter, &ledger) }
        let command = Command(actor: .person(resolve.person), matter: number, act: .undo(sent: sent))
        // A merge or an announcement reaches into other matters, and is taken back there too.
        let reached = act.flatMap { matter?.reachedByUndo(of: $0) } ?? []
        let told = try decideOne(Resolve.Planned(command: command, answer: "done.undo", alsoLoad: reached), resolve, &ledger)
        var lines = [told.saying].compactMap { $0 }
        if told.outcome == .decided, let act, let also = try doneWith(act, numbers.dropFirst(), resolve, &ledger) { lines.append(also) }
        try answer(lines, to: resolve.here, about: key, &ledger)
        return (told.outcome, key)
    }

    /// What somebody proposed themselves and nobody has looked at yet is withdrawn, where it is too late to take it back. Nil for everything
    /// else.
    func putWithdrawal(
        of matter: Matter, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?)? {
        guard matter.isProposed(by: resolve.person), matter.state(of: "suggestion") == "registered" else { return nil }
        let plan = Resolve.Planned(command: resolve.command(matter.number, .withdraw), answer: "done.withdraw")
        guard try refusals(of: [plan], resolve, &ledger) == nil else { return nil }
        let step = Intent(.act, .withdraw, slots: [.number: .integer(matter.number.serial)])
        return try put([step], [plan], of: [matter.number], resolve, by: [], &ledger)
    }

    /// 「路灯那个不对，撤回来」 of whoever did something else last: that is named, and nothing is taken back. Nil where it is what they speak of.
    private func undoOfAnother(than last: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying? {
        guard let subject = resolve.text(.subject) else { return nil }
        // 撤销路灯那件
        let word = library.verbs.verbs.filter { $0.intent == .undo }.flatMap(\.words).filter { subject.hasPrefix($0) }.max {
            $0.count < $1.count
        }
        let name = String(subject.dropFirst(word?.count ?? 0))
        let called = name.isEmpty ? [] : try resolve.matters(called: name, &ledger)
        guard !called.isEmpty, !called.contains(last) else { return nil }
        return Saying("ask.undo.which", try values(of: MatterKey(resolve.unit.id, last), &ledger, ["name": .literal(name)]))
    }

    /// What the same message did in other matters stands; whoever wants that back as well is told how.
    private func doneWith(
        _ act: LastAct, _ numbers: ArraySlice<MatterNumber>, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Saying? {
        var others: [Int] = []
        for number in numbers.sorted() where number != .unit {
            let matter = try matter(MatterKey(resolve.unit.id, number), &ledger)
            if matter?.stands(resolve.person, at: act.at) == true { others.append(number.serial) }
        }
        guard let first = others.first else { return nil }
        return Saying(
            "done.undo.also",
            ["numbers": .list(others.map { .literal("\($0)号") }, separator: "、"), "number": .integer(first)])
    }

    /// Whether anything an act was to tell has left the house, here or on the other side of a merge.
    func hasLeft(_ act: LastAct, _ key: MatterKey, _ matter: Matter, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        for cause in try causes(of: act.ms, key, &ledger) where try ledger.hasLeft(of: key.unit, cause: cause) { return true }
        for number in matter.reachedByUndo(of: act) {
            let other = MatterKey(key.unit, number)
            guard let half = try self.matter(other, &ledger)?.half(of: key.number, act) else { continue }
            for cause in try causes(of: half, other, &ledger) where try ledger.hasLeft(of: key.unit, cause: cause) { return true }
        }
        return false
    }

    /// The numbers (n in the unit) of a matter's events, by their m.
    private func causes(of ms: [Int64], _ key: MatterKey, _ ledger: inout Ledger) throws(StoreFailure) -> [Int64] {
        guard let first = ms.min(), let last = ms.max() else { return [] }
        return try ledger.events(of: key, after: first - 1, limit: Int(last - first + 1)).filter { ms.contains($0.m) }.map(\.n)
    }

    /// 立即 waives the undo time.
    func hurry(_ number: MatterNumber?, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let numbers = if let number { [number] } else { try lastActed(resolve, &ledger).filter { $0 != .unit }.sorted() }
        guard let first = numbers.first else {
            try answer(Saying("refuse.nothingWaiting"), to: resolve.here, about: nil, &ledger)
            return (.refused, nil)
        }
        var lines: [Saying] = []
        for number in numbers { lines.append(try hurry(number, resolve, &ledger)) }
        // Of several only those are told of which something waited, if there is one.
        let hurried = lines.filter { $0.key.hasPrefix("done.immediately") }
        let key = MatterKey(resolve.unit.id, first)
        try answer(hurried.isEmpty ? lines : hurried, to: resolve.here, about: key, &ledger)
        return (hurried.isEmpty ? .refused : .answered, key)
    }

    private func hurry(_ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        let key = MatterKey(resolve.unit.id, number)
        guard let state = try load(key.unit, [number], &ledger), let matter = state.matters[number],
            let act = matter.lastAct(of: resolve.person), let m = act.ms.last
        else { return Saying("refuse.nothingWaiting") }
        let last = matter.events[Int(m) - 1]
        if !state.mayStill(last, in: matter) {
            return Saying("refuse.notYours", ["posts": .text(key: "post.\(last.post.rawValue)", [:])])
        }
        var hastened = 0
        var lanes: Set<Int> = []
        for cause in try causes(of: act.ms, key, &ledger) {
            hastened += try ledger.hasten(of: key.unit, cause: cause, to: now)
            lanes.formUnion(try ledger.waitingLanes(of: key.unit, cause: cause))
        }
        return hastened > 0 ? hurried(number, lanes) : Saying("refuse.nothingWaiting")
    }

    /// Lawful notices go at any hour. What is ordinary waits for the morning whoever asks for it (design 2.7): then it is said when it goes.
    private func hurried(_ number: MatterNumber, _ lanes: Set<Int>) -> Saying {
        var values: [String: Argument] = ["number": .integer(number.serial)]
        let morning = Attention(standing.read { $0.attention }).release(now: now)
        guard lanes.contains(Lane.ordinary.number), morning > now else { return Saying("done.immediately", values) }
        values["due"] = .instant(morning)
        if lanes.count > 1 {
            values["now"] = .text(key: "word.immediately.lawful", [:])
            values["rest"] = .text(key: "word.immediately.rest", [:])
        }
        return Saying("done.immediately.quiet", values)
    }
}
