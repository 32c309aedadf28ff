import Deliberation
import Procedure
import Reading
import Record

/// 催办: whoever a matter waits for is told so at once, because somebody asked for it; beside what reminds them by itself (`Office+Chasing`).
/// Who that is follows from where the matter stands; a matter is pressed once a day, however many officers ask.
extension Office {
    func urge(_ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, Saying) {
        guard var state = try load(resolve.unit.id, [number], &ledger), let matter = state.matters[number] else {
            return (.refused, Saying("refuse.noSuchMatter", ["unit": .literal(resolve.unit.name), "number": .integer(number.serial)]))
        }
        // Of a matter begun under an older file too it goes by the newest, as with what reminds by itself.
        state.rulebook = deliveries(state.rulebook)
        var cause = Cause(state: state, matter: matter)
        var values = Values(texts: library.texts, state: state, matter: matter, now: now)
        // While an objection stands nobody can do what they would be pressed for.
        let isGivenBack = try isGivenBack(matter, &ledger)
        guard matter.objection == nil, !isGivenBack, let (notice, since) = urge(for: matter, state.rulebook) else {
            values.extra = ["state": .text(key: values.stateKey, [:])]
            values.extra["next"] =
                isGivenBack ? .text(key: "next.givenBack", [:]) : waiting(Summary(matter), isScreened: matter.isScreened, forOfficers: true)
            return (.refused, values.saying("refuse.urge"))
        }
        let days = Office.days(from: since, to: now)
        if days > 0 { cause.extra["days"] = .integer(days) }
        var people: [Addressee] = []
        for audience in notice.to { people += try addressees(audience, cause, &ledger) }
        values.extra = ["owing": .integer(people.count), "whom": .text(key: "\(notice.key).whom", ["owing": .integer(people.count)])]
        if people == [.person(resolve.person)] { return (.refused, values.saying("refuse.urge.you")) }
        if people.isEmpty {
            let key = "\(notice.key).nobody"
            return (.refused, values.saying(library.texts.has(key) ? key : "refuse.urge.nobody"))
        }
        // Nobody is pressed for what they have not been told yet.
        if now < since + state.rulebook.undoTime { return (.refused, values.saying("refuse.urge.fresh")) }
        let mark = "\(Office.urgedMark)\(resolve.unit.id).\(number.key)", today = Attention.day(of: now)
        if try ledger.mark(mark) == today.milliseconds { return (.refused, values.saying("refuse.urge.today")) }
        try ledger.setMark(mark, today.milliseconds)
        for audience in notice.to { try tell(notice.key, audience, cause, &ledger) }
        return (.decided, values.saying("done.urge"))
    }

    /// On which day a matter was last pressed, under its unit and number.
    static let urgedMark = "urged."

    /// What is said to whom the matter waits for, and since when it does; nil where it waits for nobody but its officers.
    func urge(for matter: Matter, _ book: Rulebook) -> (notice: Rulebook.Notice, since: Instant)? {
        for case let notice? in book.urges.map({ book.notices[$0] }) {
            guard let place = notice.onlyWhile.first(where: { matter.state(of: $0.machine) == $0.state }) else { continue }
            // Whoever has not answered by the hour is not asked to come any more.
            if notice.to == [.owing], matter.sitting.start.map({ $0 <= now }) ?? true { return nil }
            return (notice, matter.item(place.machine)?.since ?? now)
        }
        return nil
    }
}

extension Resolve {
    /// 「抓紧些」 in answer to what is another unit's: who is pressed there is not for this one to say.
    func presses(elsewhere quotedUnit: UnitID?) -> Bool {
        guard intent.name == .remind, intent.slots[.number] == nil, intent.slots[.numbers] == nil else { return false }
        return quotedUnit.map { $0 != unit.id } ?? false
    }

    func urge(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let owing = try owing(&ledger)
        if !owing.isEmpty { return .other(.urge(owing)) }
        return switch try chosen(&ledger, example: "催办") {
        case .failure(let unclear): unclear.resolution
        case .success(let numbers): .other(.urge(numbers))
        }
    }
}
