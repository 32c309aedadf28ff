import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Answers that change nothing: where a matter stands, who is on a list, what there is to say.
extension Office {
    static let listedAtMost = 10

    static func stateKey(_ summary: Summary) -> String {
        summary.topic == "none" ? "state.suggestion.\(summary.suggestion)" : "state.topic.\(summary.topic)"
    }

    /// What a matter waits for: for officers in the words they go on with, for everybody else in plain ones.
    func waiting(_ summary: Summary, isScreened: Bool, forOfficers: Bool) -> Argument? {
        let stage = isScreened && summary.stage == "screening" ? "screened" : summary.stage
        let key = (forOfficers ? ["next"] : ["waits", "next"]).map { "\($0).\(stage)" }.first(where: library.texts.has)
        return key.map { .text(key: $0, [:]) }
    }

    func status(_ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        guard let state = try load(resolve.unit.id, [number], &ledger), let matter = state.matters[number] else {
            return Saying("refuse.noSuchMatter", ["unit": .literal(resolve.unit.name), "number": .integer(number.serial)])
        }
        let isOffice = !resolve.isResidentsGroup && resolve.unit.posts[resolve.person] != nil
        if !resolve.mayHear(of: matter) { return Saying("status.private", ["number": .integer(number.serial)]) }
        let summary = Summary(matter)
        let values = Values(texts: library.texts, state: state, matter: matter, now: now, home: resolve.home)
        var extra: [Argument] = []
        if matter.supporters > 0 {
            var counts = ["supporters": Argument.integer(matter.supporters)]
            if matter.paperEndorsers > 0 { counts["onPaper"] = .integer(matter.paperEndorsers) }
            extra.append(.text(key: "status.supporters", counts))
        } else if says("said.asks.supporters", in: resolve.said.text) {
            extra.append(.text(key: "status.supporters.none", [:]))
        }
        if case .number(let target)? = matter.taken["SG-5"]?.fields[.target], summary.suggestion == "merged" {
            extra.append(.text(key: "next.mergedInto", ["number": .integer(target.serial)]))
        }
        if let department = matter.carrier {
            extra.append(
                .text(key: "status.department", ["department": .literal(department), "due": values.due].compactMapValues { $0 }))
        }
        if summary.isCalled, let start = matter.sitting.start, let place = matter.sitting.place {
            extra.append(.text(key: "status.called", ["start": .instant(start), "place": .literal(place)]))
        } else if isOffice, summary.topic == "ready" {
            extra.append(values.argument("status.ready"))
        } else if try isGivenBack(matter, &ledger) {
            extra.append(.list([.text(key: isOffice ? "next.givenBack" : "waits.givenBack", [:]), .literal("。")], separator: ""))
        } else if let next = waiting(summary, isScreened: matter.isScreened, forOfficers: isOffice) {
            if let why = matter.refusedWith, isOffice || matter.isProposed(by: resolve.person) {
                extra.append(.text(key: "status.refused", ["reason": .words(why.id)]))
            }
            extra.append(.list([next, .literal("。")], separator: ""))
        }
        return Saying(
            "status",
            [
                "number": state.spoken(matter, from: resolve.home), "title": matter.heading.map { .title($0.id) } ?? .literal(""),
                "state": .text(key: values.stateKey, [:]), "since": .day(summary.since.civil.date), "next": .list(extra, separator: ""),
            ])
    }

    /// 名单: who is asked to the sitting, or would be; with names, because it is said among officers only.
    func list(_ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        guard let state = try load(resolve.unit.id, [number], &ledger), let matter = state.matters[number] else {
            return Saying("refuse.noSuchMatter", ["unit": .literal(resolve.unit.name), "number": .integer(number.serial)])
        }
        var values = Values(texts: library.texts, state: state, matter: matter, now: now)
        values.extra["names"] = .list(values.list.map { .person($0) }, separator: "、")
        return values.saying("done.list")
    }

    /// 我的: what they proposed, what they support still, and where they are to sit at the table, the last open ones only.
    func mine(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        try catchUpParts(&ledger)
        let person = resolve.person
        var own: [Argument] = []
        var others: [Argument] = []
        var called: [Argument] = []
        var listed: Set<MatterKey> = []
        for key in try ledger.parts(of: person, limit: Office.listedAtMost) {
            guard let row = try ledger.matter(key), let line = line(of: key, Summary(row.state), resolve),
                let matter = try matter(key, &ledger)
            else {
                continue
            }
            if matter.proposers.contains(person) || matter.principals.contains(person) {
                own.append(line)
            } else if matter.endorsers.contains(person) {
                others.append(line)
            } else {
                continue
            }
            listed.insert(key)
        }
        for row in try ledger.open(in: resolve.unit.id, where: { $0.topic != "none" }) where called.count < Office.listedAtMost {
            guard let matter = try matter(row.key, &ledger), resolve.mayHear(of: matter) else { continue }
            let stands = matter.item("mandate", key: person.description).map { $0.state != "ended" } ?? false
            guard stands || matter.sitting.list.contains(person) && !listed.contains(row.key) else { continue }
            if let line = line(of: row.key, row.summary, resolve) { called.append(line) }
        }
        let parts = [("mine.head", own), ("mine.others", others), ("mine.called", called)].filter { !$0.1.isEmpty }
        guard !parts.isEmpty else { return Saying("mine.empty") }
        return Saying("lines", ["lines": .list(parts.flatMap { [.text(key: $0.0, [:])] + $0.1 }, separator: "\n")])
    }

    private func line(of key: MatterKey, _ summary: Summary?, _ resolve: Resolve) -> Argument? {
        guard let summary, let heading = summary.heading else { return nil }
        let number: Argument =
            key.unit == resolve.unit.id
            ? .integer(key.number.serial) : .literal("\(units[key.unit]?.shortName ?? "")\(key.number.serial)")
        return .text(
            key: "todo.line",
            ["number": number, "title": .title(heading), "state": .text(key: Office.stateKey(summary), [:]), "next": .literal("")])
    }

    /// chair, secretary: what somebody leads at a sitting of this day, or one that has begun and has no result yet.
    func tableGroups(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Set<String> {
        var groups: Set<String> = []
        for row in try ledger.open(in: resolve.unit.id, where: { $0.isCalled || $0.meeting == "checkIn" || $0.isDiscussed }) {
            guard let matter = try matter(row.key, &ledger), let book = rulebook(resolve.unit, row.key),
                !row.summary.isCalled || matter.sitting.start?.civil.date == now.civil.date
            else { continue }
            if Case(unit: resolve.unit, rulebook: book).chairs(of: matter).contains(resolve.person) { groups.insert("chair") }
            if matter.sitting.secretary == resolve.person { groups.insert("secretary") }
        }
        return groups
    }

    /// Whose matters: filled behind the commit, so that a suggestion waits for no random key. The mark says how far it has come.
    func catchUpParts(_ ledger: inout Ledger) throws(StoreFailure) {
        var mark = try ledger.mark("parts") ?? 0
        while true {
            let rows = try ledger.events(after: mark, of: nil, limit: 500)
            guard let last = rows.last else { return }
            for row in rows { try followPart(row, &ledger) }
            mark = last.id
            try ledger.setMark("parts", mark)
        }
    }

    /// Joining and erasing changed these rows in their own commit; made anew from the events, they are followed as well.
    private func followPart(_ row: EventRow, _ ledger: inout Ledger) throws(StoreFailure) {
        switch row.kind {
        case "suggested", "petitioned", "suggestedFor", "endorsed", "signed":
            if let person = row.by.flatMap(PersonID.init(text:)) { try ledger.notePart(person, in: row.key) }
        case "joined", "erased":
            switch try Office.event(row).what {
            case .joined(let person, let other): try ledger.moveParts(of: person, to: other)
            case .erased(let person?, _, _): try ledger.eraseParts(of: person)
            default: break
            }
        default: break
        }
    }
}
