import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// A sitting told afterwards as a whole: when, where, how many, with what result, as far as nobody said it on the day.
struct PastedSitting {
    /// The day it was held.
    var day: CivilDate
    var commands: [Command] = []

    func dated(_ command: Command) -> Command {
        var command = command
        command.happened = day
        return command
    }
}

extension Resolve {
    /// Of which sitting minutes without a number tell: the only one that was held and has none, else the one their beginning names.
    func written(_ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        guard quoted == nil, integer(.number) == nil, intent.slots[.numbers] == nil else { return nil }
        var held: [NamedMatter] = []
        for row in try ledger.open(
            in: unit.id, where: { ["announced", "minuted"].contains($0.meeting) || $0.isCalled || $0.meeting == "checkIn" })
        {
            guard let matter = try office.matter(row.key, &ledger),
                ["announced", "minuted"].contains(matter.state(of: "meeting")) || (matter.sitting.start.map { $0 <= now } ?? false)
            else { continue }
            held.append(try office.named(matter, &ledger))
        }
        if held.count == 1 { return held[0].number }
        let beginning = String(said.text.prefix(60))
        guard let named = office.numbered(beginning, held.map(\.nameable))?.numbers, named.count == 1 else { return nil }
        return try number(named[0], &ledger)
    }

    /// What a pasted record says of the sitting itself beyond its middle; nil where all of that was said at the table.
    /// Last night's meeting is taken down as it was; what a rule misses in it opens a violation (requirements 2.0, 3).
    func sitting(
        _ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Result<PastedSitting?, Unclear> {
        guard let matter else { return .success(nil) }
        let meeting = matter.state(of: "meeting"), isCalled = matter.state(of: "topic") != "ready"
        if ["announced", "minuted", "closed"].contains(meeting) { return .success(nil) }
        // In a line of its own, or in the first one with the day.
        let start = intent.more.compactMap { line in moment(line.slots[.start]) }.first ?? moment(intent.slots[.date])
        guard let held = day(.date) ?? start?.date ?? matter.sitting.start.map(\.civil.date) else {
            return .failure(Unclear(saying: Saying("ask.record.date", ["number": .integer(number.serial)])))
        }
        // That nobody signed in is no count of none.
        let isCounted = isCalled && (matter.sitting.isCounted || !matter.sitting.signedIn.isEmpty)
        let missing = missingLines(start, held, isCalled: isCalled, isCounted: isCounted)
        guard missing.isEmpty else {
            let values: [String: Argument] = [
                "number": .integer(number.serial), "count": .integer(missing.count), "lines": .list(missing, separator: "\n"),
            ]
            return .failure(Unclear(saying: Saying("ask.record.lines", values)))
        }
        var sitting = PastedSitting(day: held)
        if !isCalled, let start {
            switch try pastedCall(number, start, &ledger) {
            case .failure(let unclear): return .failure(unclear)
            case .success(let call): sitting.commands.append(call)
            }
        }
        if isCalled, meeting == "called", matter.sitting.secretary == nil {
            switch try pastedSecretary(number, matter, &ledger) {
            case .failure(let unclear): return .failure(unclear)
            case .success(let begun): if let begun { sitting.commands.append(begun) }
            }
        }
        switch try pastedCount(number, matter, &ledger) {
        case .failure(let unclear): return .failure(unclear)
        case .success(let count): if !matter.sitting.isCounted || !isCalled { sitting.commands.append(count) }
        }
        guard let line = intent.more.first(where: { $0.name == .announceResult }) else { return .success(nil) }
        var pending: [PendingWords] = []
        let reading = reading(line, number)
        let fields = try reading.fields(number, &pending, &ledger)
        let agreed = fields.text(.result) != DeliberationResult.noConsensus.rawValue
        sitting.commands.append(command(number, .move(agreed ? "announceAgreed" : "announceNotAgreed", fields)))
        return .success(sitting)
    }

    /// What the record of a sitting cannot do without, each as it could be written: all of it is asked for at once.
    private func missingLines(_ start: CivilMoment?, _ held: CivilDate, isCalled: Bool, isCounted: Bool) -> [Argument] {
        func says(_ slot: Slot) -> Bool { intent.more.contains { $0.slots[slot] != nil } }
        // 应到20 alone is read as a count, too; 到会 缺 张三 is one.
        let tellsCount = intent.more.contains { line in
            line.name == .closeCount && [Slot.present, .persons, .missing, .add].contains { line.slots[$0] != nil }
        }
        let asked: [(line: String, isThere: Bool)] = [
            ("start", isCalled || start != nil), ("place", isCalled || says(.place)), ("expected", isCalled || says(.expected)),
            ("count", isCounted || tellsCount), ("result", intent.more.contains { $0.name == .announceResult }),
        ]
        return asked.filter { !$0.isThere }.map {
            .text(key: "record.line.\($0.line)", ["day": .literal("\(held.month)月\(held.day)日")])
        }
    }

    /// The result stands as it was announced at the table; a record that tells another one is not taken, and its writer hears why.
    func contradiction(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Saying? {
        guard let matter, ["announced", "minuted"].contains(matter.state(of: "meeting")),
            let announced = (matter.taken["MT-13"] ?? matter.taken["MT-13.2"])?.fields,
            let line = intent.more.first(where: { $0.name == .announceResult })
        else { return nil }
        var pending: [PendingWords] = []
        let told = try reading(line, number).fields(number, &pending, &ledger)
        let counts: [Field] = [.votesFor, .votesAgainst, .votesAbstained]
        let differs =
            told[.result] != nil && told.text(.result) != announced.text(.result)
            || counts.contains { announced[$0] != nil && told[$0] != nil && announced.integer($0) != told.integer($0) }
        guard differs else { return nil }
        return Saying(
            "ask.record.differs",
            [
                "number": .integer(number.serial), "announced": Resolve.result(announced),
                "told": Resolve.result(announced.overlaid(with: told)),
            ])
    }

    private static func result(_ fields: Fields) -> Argument {
        let name = Argument.text(key: "name.result.\(fields.text(.result) ?? "noConsensus")", [:])
        guard let favor = fields.integer(.votesFor) else { return name }
        var counts: [String: Argument] = ["for": .integer(favor), "against": .integer(fields.integer(.votesAgainst) ?? 0)]
        if let abstained = fields.integer(.votesAbstained) { counts["abstain"] = .integer(abstained) }
        return .list([name, .literal("（"), .text(key: "word.votes", counts), .literal("）")], separator: "")
    }

    private func reading(_ line: Intent, _ number: MatterNumber) -> Resolve {
        Resolve(office: office, said: said, intent: line, person: person, unit: unit, quoted: number, here: here, now: now)
    }

    private func moment(_ value: SlotValue?) -> CivilMoment? {
        guard case .date(let reading)? = value else { return nil }
        switch reading {
        case .moment(let moment), .past(.moment(let moment)): return moment
        default: return nil
        }
    }

    /// The call of a sitting that nobody called here.
    private func pastedCall(
        _ number: MatterNumber, _ start: CivilMoment, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Result<Command, Unclear> {
        var fields = Fields([.start: .instant(start.instant)])
        for line in intent.more {
            let reading = reading(line, number)
            if let place = reading.text(.place) { fields[.place] = .text(place) }
            if let expected = reading.integer(.expected) { fields[.expected] = .integer(expected) }
            if reading.flag(.mandatesApproved) { fields[.mandatesApproved] = .flag(true) }
            guard line.name == .nominateSecretary, let name = reading.text(.secretary) else { continue }
            switch try people([name], in: nil, &ledger) {
            case .failure(let unclear): return .failure(unclear)
            case .success(let people): fields[.secretary] = people.first.map { .person($0) }
            }
        }
        return .success(command(number, .move("call", fields)))
    }

    /// Who kept the record, where the call named nobody.
    private func pastedSecretary(
        _ number: MatterNumber, _ matter: Matter, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Result<Command?, Unclear> {
        guard let name = intent.more.first(where: { $0.name == .nominateSecretary })?.slots[.secretary], case .text(let name) = name else {
            return .success(nil)
        }
        switch try people([name], in: matter, &ledger) {
        case .failure(let unclear): return .failure(unclear)
        case .success(let people):
            return .success(people.first.map { command(number, .move("checkIn", Fields([.secretary: .person($0)]))) })
        }
    }

    private func pastedCount(
        _ number: MatterNumber, _ matter: Matter, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Result<Command, Unclear> {
        var named: [PersonID] = [], missing: [PersonID] = []
        var everybody = false
        var present: Int?, stakeholders: Int?
        for line in intent.more where line.name == .closeCount {
            let reading = reading(line, number)
            switch (
                try people(reading.texts(.add) + reading.texts(.persons), in: matter, &ledger),
                try people(reading.texts(.missing), in: matter, &ledger)
            ) {
            case (.success(let added), .success(let absent)):
                named += added
                missing += absent
            case (.failure(let unclear), _), (_, .failure(let unclear)): return .failure(unclear)
            }
            everybody = everybody || reading.text(.kind) == "all"
            present = reading.integer(.present) ?? present
            stakeholders = reading.integer(.stakeholders) ?? stakeholders
        }
        return .success(
            command(
                number,
                .closeCount(named: named, missing: missing, everybody: everybody, present: present, stakeholders: stakeholders)))
    }
}
