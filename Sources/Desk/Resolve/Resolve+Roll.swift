import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Who is there, as they say it themselves and as the secretary counts them, and what is taken down while it is discussed.
extension Resolve {
    /// 签到. Said loosely, it is taken where it does so, and passed over everywhere else; before anybody may sign in that is said once.
    func signIn(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let number = try sitting(&ledger) else { return .silence }
        if let opened = try opensCheckIn(number, &ledger) { return opened }
        let isLoose = text(.kind) == "loosely"
        // 「在的」 and 「到了」 are said to anybody among neighbours.
        if isLoose, isResidentsGroup, !office.says("said.roll.signs", in: said.text) { return .silence }
        var topics: [MatterNumber] = []
        var isEarly = false
        for topic in try together(with: number, &ledger) {
            guard let matter = try office.matter(MatterKey(unit.id, topic), &ledger) else { continue }
            isEarly = isEarly || matter.state(of: "meeting") == "called"
            if isLoose, matter.state(of: "meeting") != "checkIn", !isEarly { continue }
            if matter.sitting.list.contains(person), !matter.sitting.signedIn.contains(person) { topics.append(topic) }
        }
        if topics.isEmpty, isLoose { return .silence }
        if isEarly, said.chat.kind == .group,
            !office.isFirstTooEarly(said, MatterKey(unit.id, number))
        {
            return .silence
        }
        if topics.isEmpty { topics = [number] }
        return .decide(topics.map { Planned(command: command($0, .signIn), answer: "done.signIn") })
    }

    /// People are counted on the day of the sitting: before it a count can only be a slip, or the sitting was moved and nobody was told
    /// (XZ-12b). What has already taken place is taken down as 补录.
    func tooEarly(_ number: MatterNumber, _ matter: Matter?) -> Saying? {
        guard day(.late) == nil, let matter, matter.state(of: "meeting") == "called", let start = matter.sitting.start,
            start.civil.date > now.civil.date
        else { return nil }
        return Saying("ask.count.early", ["number": .integer(number.serial), "start": .instant(start)])
    }

    /// 「大家签到吧」 of the chair before anybody may sign in opens that, where a secretary was named with the call; else one is asked for
    /// (XZ-13.2a).
    func opensCheckIn(_ number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard let state = try office.load(unit.id, [number], &ledger), let matter = state.matters[number],
            matter.state(of: "meeting") == "called", let start = matter.sitting.start, start.civil.date <= now.civil.date,
            state.chairs(of: matter).contains(person), !isResidentsGroup
        else { return nil }
        guard matter.sitting.secretary != nil else { return .say(Saying("ask.secretary"), .asked) }
        return .decide(
            try together(with: number, &ledger).map { topic in
                Planned(
                    command: command(topic, .move("checkIn", Fields())), answer: office.rulebook(unit, nil)?.moves["checkIn"]?.answer)
            })
    }

    /// 「到会 20 全到」: a number that is none of a topic called here counts heads.
    func countingHeads(_ ledger: inout Ledger) throws(StoreFailure) -> Resolve? {
        guard intent.name == .closeCount, let serial = integer(.number), text(.kind) == "all", integer(.present) == nil else { return nil }
        if let number = try number(serial, &ledger), let matter = try office.matter(MatterKey(unit.id, number), &ledger),
            ["called", "checkIn", "announced"].contains(matter.state(of: "meeting"))
        {
            return nil
        }
        var counting = self
        counting.intent.slots[.number] = nil
        counting.intent.slots[.present] = .integer(serial)
        return counting
    }

    func closeCount(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let early = tooEarly(number, matter) { return .say(early, .asked) }
        if text(.kind) == "roll", let matter, Summary(matter).isDiscussed { return try cameLate(number, &ledger) }
        var named: [PersonID]
        var missing: [PersonID]
        let said = texts(.add) + texts(.persons)
        switch (try people(said.filter { $0 != "我" }, in: matter, &ledger), try people(texts(.missing), in: matter, &ledger)) {
        case (.success(let added), .success(let absent)): (named, missing) = (said.contains("我") ? added + [person] : added, absent)
        case (.failure(let unclear), _), (_, .failure(let unclear)): return .say(unclear.saying, .asked)
        }
        // 「郑红冯军也来了」: beside those who were counted by name before.
        if text(.kind) == "roll", missing.isEmpty, let counted = matter?.sitting.present {
            guard case .success(let gone) = try people(texts(.remove), in: matter, &ledger) else { return .silence }
            // 「钱丽没到 周敏到了」 changes what was counted, 「到会的有张三李四」 is counted anew; where some were counted before, which it is is asked.
            let words = self.said.text
            let isBeside = !gone.isEmpty || office.says("said.roll.beside", in: words)
            let isAnew = office.says("said.roll.anew", in: words)
            let isNew = !named.contains(where: counted.contains)
            if !isBeside, !isAnew, !isNew { return .say(Saying("ask.count.also"), .asked) }
            let all = (isAnew && !isBeside ? named : counted + named).filter { !gone.contains($0) }.uniqued()
            if integer(.present).map({ $0 >= all.count }) ?? true { named = all }
        }
        // 「郭亮还在路上」 of those who were counted by name: one less, and not everybody else.
        if text(.kind) == "roll", named.isEmpty, integer(.present) == nil, let counted = matter?.sitting.present, !counted.isEmpty,
            !missing.isEmpty, !office.says("said.roll.except", in: self.said.text)
        {
            (named, missing) = (counted.filter { !missing.contains($0) }, [])
        }
        let topics = try together(with: number, &ledger)
        var present = integer(.present)
        let isNamed = !named.isEmpty || !missing.isEmpty
        var away: [PersonID] = []
        if text(.kind) == "roll", !missing.isEmpty, let present, let sitting = matter?.sitting {
            // 「到了15个 除了赵强都来了」: whoever asked for leave is none of them either.
            let onLeave = sitting.list.filter { one in
                [.leave, .notComing].contains(sitting.replies[one]) && !sitting.signedIn.contains(one) && !named.contains(one)
                    && !missing.contains(one)
            }
            if sitting.list.filter({ !missing.contains($0) }).count - onLeave.count == present { away = onLeave }
        }
        if topics.count > 1, isNamed, present != nil, text(.kind) == "roll" {
            present = try settled(topics, named, missing + away, &ledger)
        }
        if topics.count > 1, present != nil, !isNamed || text(.kind) != "roll" || integer(.stakeholders) != nil {
            // Heads without a name stand for other parties in each topic: they are said for each.
            let serials = Argument.list(topics.map { .integer($0.serial) }, separator: "、")
            return .say(Saying("ask.countEach", ["numbers": serials, "number": .integer(number.serial)]), .asked)
        }
        // 「到会16人，全到」 of a longer list: all of those sixteen.
        let isWhole = integer(.present).map { $0 == matter?.sitting.list.count } ?? true
        // A bare 到会 keeps those who were counted by name before.
        let isBare = !isNamed && present == nil && text(.kind) == nil && integer(.stakeholders) == nil
        var planned: [Planned] = []
        for topic in topics {
            let counted = isBare ? try office.matter(MatterKey(unit.id, topic), &ledger)?.sitting.present ?? [] : []
            let act = Act.closeCount(
                named: named + counted, missing: missing + away, everybody: text(.kind) == "all" && isWhole, present: present,
                stakeholders: integer(.stakeholders))
            planned.append(Planned(command: command(topic, act), answer: "done.count"))
        }
        return .decide(planned)
    }

    /// The number that was told beside names, nil where the names come to it in every one of these topics: then it says no more than they do.
    private func settled(
        _ topics: [MatterNumber], _ named: [PersonID], _ missing: [PersonID], _ ledger: inout Ledger
    ) throws(StoreFailure) -> Int? {
        for topic in topics {
            guard let sitting = try office.matter(MatterKey(unit.id, topic), &ledger)?.sitting else { return integer(.present) }
            let first = missing.isEmpty ? sitting.signedIn : sitting.list
            if Set(first + named).subtracting(missing).count != integer(.present) { return integer(.present) }
        }
        return nil
    }

    /// 「郑红也来了 现在19个」 once it is discussed: the count is closed, the record says so.
    private func cameLate(_ number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let kept = try words(said.text, number, kind: "minutes", &ledger)
        return .decide([Planned(command: command(number, .record(.note(kept.ref))), words: [kept], answer: "done.note.table")])
    }

    /// 「张三觉得应该先修」 of the secretary while it is discussed: what was said goes into the record in its own words (XZ-13.2b), several lines of
    /// one message each by itself; so does who left before the end.
    func takeDown(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let matter else { return .silence }
        let kind = text(.kind)
        let names = text(.person).map { [$0] } ?? texts(.persons), lines = texts(.text)
        // A guest, or a line that is added, is on no list.
        if kind == "guest" || kind == "added", let line = lines.first {
            let isWritten = ["announced", "minuted"].contains(matter.state(of: "meeting"))
            guard Summary(matter).isDiscussed || isWritten && kind == "added" else { return .silence }
            let written = try ledger.open(in: unit.id) { $0.isDiscussed || ["announced", "minuted"].contains($0.meeting) }
            if kind == "added", written.count > 1, quoted == nil, integer(.number) == nil {
                return .say(Saying("ask.note.which", ["number": .integer(number.serial)]), .asked)
            }
            let kept = try words(line, number, kind: "minutes", &ledger)
            return .decide([Planned(command: command(number, .record(.note(kept.ref))), words: [kept], answer: "done.note.table")])
        }
        guard !names.isEmpty, names.count == lines.count, case .success(let speakers) = try people(names, in: matter, &ledger) else {
            return .silence
        }
        let persons = Argument.list(speakers.uniqued().map { .person($0) }, separator: "、")
        guard Summary(matter).isDiscussed else {
            // What is said of a topic that is not opened yet belongs to no record.
            guard matter.state(of: "meeting") == "checkIn", matter.sitting.isCounted, kind != "left" else { return .silence }
            return .say(Saying("ask.note.notOpen", ["number": .integer(number.serial), "person": persons]), .asked)
        }
        var kept: [PendingWords] = []
        for line in lines { kept.append(try words(line, number, kind: "minutes", &ledger)) }
        var commands = kept.map { command(number, .record(.note($0.ref))) }
        if isProposersFirst(speakers, matter) { commands.append(command(number, .record(.proposerSpokeFirst(true)))) }
        let planned = Planned(
            command: commands[0], words: kept, answer: kind == "left" ? "done.note.left" : "done.note",
            extra: ["person": persons], then: Array(commands.dropFirst()))
        // What somebody said who is not there is a slip, or their sign-in is missing.
        let absent = speakers.uniqued().filter { matter.sitting.list.contains($0) && !matter.sitting.isPresent($0) }
        guard matter.sitting.isCounted, kind != "left", !absent.isEmpty else { return .decide([planned]) }
        try office.ask(Question(about: .confirm([planned]), asked: now, steps: [intent]), self, &ledger)
        let who = Argument.list(absent.map { .person($0) }, separator: "、")
        let text = Argument.list(lines.map { .literal(office.library.masked($0, isDraft: true)) }, separator: "；")
        return .say(Saying("ask.note.absent", ["person": who, "text": text]), .asked)
    }

    /// Whether the first words of a sitting that are taken down are the proposer's (XZ-13.5a).
    private func isProposersFirst(_ speakers: [PersonID], _ matter: Matter) -> Bool {
        guard text(.kind) != "left", matter.state(of: "meeting") == "proposing", let first = speakers.first else { return false }
        let sitting = matter.sitting
        return !sitting.proposerSpokeFirst && sitting.turns.isEmpty && sitting.speaker == nil && sitting.notes.isEmpty
            && matter.isProposed(by: first)
    }
}
