import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Numbers begin anew with the year, and nobody says the year: around its turn 12号 may be this year's matter or last year's. Where only one
/// of them can be meant it is that one; where both can, that is asked, because acting on a matter that was not meant is the worst there is.
extension Resolve {
    /// The matter that was quoted with its number, or that was settled; else this year's, and last year's where only that is open.
    func number(_ serial: Int, _ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        if let year = years[serial] { return MatterNumber(year: year, serial: serial) }
        if let quoted, quoted.serial == serial { return quoted }
        let bearing = try bearing(serial, &ledger)
        return (bearing.first(where: \.isOpen) ?? bearing.first)?.key.number
    }

    /// This year's matter of that number, and last year's.
    private func bearing(_ serial: Int, _ ledger: inout Ledger) throws(StoreFailure) -> [MatterState] {
        let year = now.civil.date.year
        var found: [MatterState] = []
        for candidate in [year, year - 1] {
            if let row = try ledger.matter(MatterKey(unit.id, MatterNumber(year: candidate, serial: serial))) { found.append(row) }
        }
        return found
    }

    /// What comes of it, or the question which of two years is meant.
    func resolve(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        var settled = self
        var asked: [(serial: Int, able: [(number: MatterNumber, resolution: Resolution)])] = []
        for serial in serials where years[serial] == nil && quoted?.serial != serial {
            let open = try bearing(serial, &ledger).filter(\.isOpen)
            guard open.count > 1 else { continue }
            var able: [(number: MatterNumber, resolution: Resolution)] = []
            for row in open {
                var one = self
                one.years[serial] = row.key.number.year
                let resolution = try one.resolveSettled(&ledger)
                if try isPossible(resolution, on: row.key.number, &ledger) { able.append((row.key.number, resolution)) }
            }
            // What only shows something is mostly wanted of one's own.
            if able.count > 1, able.allSatisfy(\.resolution.changesNothing), let own = try onlyOwn(able.map(\.number), &ledger) {
                able = able.filter { $0.number == own }
            }
            if able.count > 1 { asked.append((serial, able)) } else { settled.years[serial] = able.first?.number.year }
        }
        guard let first = asked.first else { return try settled.resolveSettled(&ledger) }
        return try which(first.serial, first.able, isOnly: asked.count == 1, &ledger)
    }

    private func onlyOwn(_ numbers: [MatterNumber], _ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        var own: [MatterNumber] = []
        for number in numbers where try office.matter(MatterKey(unit.id, number), &ledger)?.concerns(person) == true { own.append(number) }
        return own.count == 1 ? own[0] : nil
    }

    /// The numbers that were said of matters.
    private var serials: [Int] {
        var serials = [integer(.number), integer(.to)].compactMap(\.self)
        if case .integers(let many)? = intent.slots[.numbers] { serials += many }
        return serials.uniqued()
    }

    private func which(
        _ serial: Int, _ able: [(number: MatterNumber, resolution: Resolution)], isOnly: Bool, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Resolution {
        var choices: [[Planned]] = []
        var lines: [Argument] = []
        for (place, one) in able.enumerated() {
            if isOnly, case .decide(let planned) = one.resolution { choices.append(planned) }
            let matter = try office.matter(MatterKey(unit.id, one.number), &ledger)
            let heading = matter.flatMap { mayHear(of: $0) ? $0.heading : nil }
            lines.append(
                .text(
                    key: choices.isEmpty ? "ask.year.matter" : "ask.year.choice",
                    NamedMatter.values(
                        one.number, heading?.id, ["place": .integer(place + 1), "year": .literal(String(one.number.year))])))
        }
        let values: [String: Argument] = ["number": .integer(serial), "matters": .list(lines, separator: "\n")]
        guard choices.count == able.count else { return .say(Saying("ask.year.quote", values), .asked) }
        try office.ask(Question(about: .oneOf(choices), asked: now, message: said.messageID), self, &ledger)
        return .say(Saying("ask.year", values), .asked)
    }

    /// Whether a matter stands where what was said can be done with it, by whoever said it; what it would still ask for is no matter.
    private func isPossible(_ resolution: Resolution, on number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        let matter = try office.matter(MatterKey(unit.id, number), &ledger)
        switch resolution {
        case .say, .silence: return false
        case .other(.vote), .other(.enlist): return matter?.state(of: "poll") == "open"
        case .other(.undo), .other(.immediately): return matter?.lastAct(of: person) != nil
        case .other: return true
        case .decide(let planned):
            let own = planned.filter { $0.command.matter == number || $0.alsoLoad.contains(number) }
            for plan in own {
                guard let state = try office.load(unit.id, [plan.command.matter] + plan.alsoLoad, &ledger) else { return false }
                do throws(Refusal) { _ = try decide(plan.command, in: state, now: now) } catch {
                    if error.isOfWhereItStands { return false }
                }
            }
            return !own.isEmpty
        }
    }
}

extension Refusal {
    /// Not for now, or not theirs: nothing that is said with it would change that.
    fileprivate var isOfWhereItStands: Bool {
        switch self {
        case .noSuchMatter, .notOffered, .wrongState, .already, .notYours, .nothingToUndo, .ownEndorsement, .signedAlready, .notAmong,
            .frozen:
            true
        default: false
        }
    }
}
