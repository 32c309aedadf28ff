import Deliberation
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
        if isOffice, let department = matter.carrier {
            extra.append(.text(key: "status.department", ["department": .literal(department)]))
        }
        if matter.supporters > 0 {
            var counts = ["supporters": Argument.integer(matter.supporters)]
            if matter.paperEndorsers > 0 { counts["onPaper"] = .integer(matter.paperEndorsers) }
            extra.append(.text(key: "status.supporters", counts))
        }
        if case .number(let target)? = matter.taken["SG-5"]?.fields[.target], summary.suggestion == "merged" {
            extra.append(.text(key: "next.mergedInto", ["number": .integer(target.serial)]))
        }
        if summary.isCalled, let start = matter.sitting.start, let place = matter.sitting.place {
            extra.append(.text(key: "status.called", ["start": .instant(start), "place": .literal(place)]))
        } else if let next = waiting(summary, isScreened: matter.isScreened, forOfficers: isOffice) {
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

    func mine(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        try catchUpParts(&ledger)
        var own: [Argument] = []
        var others: [Argument] = []
        for key in try ledger.parts(of: resolve.person, limit: Office.listedAtMost) {
            guard let row = try ledger.matter(key), let summary = Summary(row.state), let heading = summary.heading else { continue }
            let line =
                Argument
                .text(
                    key: "todo.line",
                    [
                        "number": key.unit == resolve.unit.id
                            ? .integer(key.number.serial) : .literal("\(units[key.unit]?.shortName ?? "")\(key.number.serial)"),
                        "title": .title(heading), "state": .text(key: Office.stateKey(summary), [:]),
                        "next": .literal(""),
                    ])
            let matter = try matter(key, &ledger)
            if matter?.proposers.contains(resolve.person) == true || matter?.principals.contains(resolve.person) == true {
                own.append(line)
            } else {
                others.append(line)
            }
        }
        guard !own.isEmpty || !others.isEmpty else { return Saying("mine.empty") }
        if !own.isEmpty { own.insert(.text(key: "mine.head", [:]), at: 0) }
        if !others.isEmpty { others.insert(.text(key: "mine.others", [:]), at: 0) }
        return Saying("lines", ["lines": .list(own + others, separator: "\n")])
    }

    /// What a residents' group is told of 帮助: nobody there asked for a page.
    private static let helpInBrief: [IntentName] = [.suggest, .endorse, .askStatus]

    func helpInBrief() -> Saying {
        let taught = Office.helpInBrief.compactMap { name in
            library.verbs.verbs.first { $0.intent == name && $0.group == "resident" && !$0.help.isEmpty }
        }
        let lines = taught.map { Argument.literal("\($0.example)　\($0.help)") }
        return Saying(
            "lines", ["lines": .list([.text(key: "help.resident", [:])] + lines + [.text(key: "help.brief", [:])], separator: "\n")])
    }

    /// 帮助, from the verbs' own lines: the groups of the speaker's posts.
    /// - Parameter table: the groups of whoever leads a sitting that is today's or under way; then those alone.
    func help(_ posts: Set<Post>, table: Set<String> = []) -> Saying {
        let office = Set(posts.map { $0 == .firstConvenor || $0 == .secondConvenor ? "convenor" : $0.rawValue })
        let wanted: Set<String> = table.isEmpty ? posts.isEmpty ? ["resident"] : office : table
        let heading = wanted == ["resident"] ? "help.resident" : table.isEmpty ? "help.officer" : "help.table"
        var lines: [Argument] = [.text(key: heading, [:])]
        for verb in library.verbs.verbs {
            guard let group = verb.group, wanted.contains(group), !verb.help.isEmpty else { continue }
            lines.append(.literal("\(verb.example)　\(verb.help)"))
        }
        if wanted.contains("convenor") { lines.append(.text(key: "help.table.later", [:])) }
        if !table.isEmpty { lines.append(.text(key: "help.table.foot", [:])) }
        if wanted != ["resident"] { lines.append(.text(key: "help.foot", [:])) }
        return Saying("lines", ["lines": .list(lines, separator: "\n")])
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

extension Matter {
    /// Who has it in hand at present: to whom it was referred, or who carries it out.
    var carrier: String? {
        if state(of: "topic") == "implementing" {
            return taken["TP-26"]?.fields.text(.department) ?? taken["TP-24"]?.fields.text(.department)
        }
        return state(of: "suggestion") == "referred" ? taken["SG-9"]?.fields.text(.department) : nil
    }
}
