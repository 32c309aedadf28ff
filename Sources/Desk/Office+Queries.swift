import Deliberation
import Procedure
import Reading
import Record

/// Answers that change nothing: what is to be done, where a matter stands, what there is to say.
extension Office {
    private static let linesAtMost = 10

    /// 待办: what is due first, ten lines; never empty (civic anchors: digests that are never empty).
    /// - Parameter filter: 全部, or a word of `Terms.filter`.
    func todo(_ resolve: Resolve, _ filter: String?, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        let unit = resolve.unit
        let all = filter == "全部"
        let kind = filter.flatMap { Terms.filter[$0] }
        var lines = try todoLines(of: unit, all: all, kind: kind, &ledger)
        guard !lines.isEmpty else {
            if let kind {
                return Saying("todo.filtered.none", ["unit": .literal(unit.name), "filter": .text(key: "todo.filter.\(kind)", [:])])
            }
            var next: Argument = .text(key: "todo.none", [:])
            if let due = try ledger.nextTimer(besides: Office.digestTimer) { next = .instant(due) }
            return Saying("todo.empty", ["unit": .literal(unit.name), "next": next])
        }
        if all { lines.append(try rootLine(&ledger)) }
        return Saying("todo", ["lines": .list(lines, separator: "\n")])
    }

    /// A heading and a line a matter; nothing where nothing is owed.
    func todoLines(of unit: Unit, all: Bool, kind: String? = nil, _ ledger: inout Ledger) throws(StoreFailure) -> [Argument] {
        var open: [MatterState] = []
        for row in try ledger.openMatters(of: unit.id, limit: 5000) where Office.isOwed(Summary(row.state)) { open.append(row) }
        if let kind { open = open.filter { isWanted($0, kind) } }
        guard !open.isEmpty else { return [] }
        let unitName = Argument.literal(unit.name)
        let count = Argument.integer(open.count)
        var lines: [Argument] = [
            kind.map {
                .text(key: "todo.filtered.head", ["unit": unitName, "count": count, "filter": .text(key: "todo.filter.\($0)", [:])])
            }
                ?? .text(key: "todo.head", ["unit": unitName, "count": count])
        ]
        for row in open.prefix(all ? open.count : Office.linesAtMost) {
            guard let summary = Summary(row.state), let heading = summary.heading else { continue }
            var values: [String: Argument] = [
                "number": .integer(row.key.number.serial), "title": .title(heading), "state": .text(key: Office.stateKey(summary), [:]),
                "next": nextStep(summary),
            ]
            guard summary.contested > 0 else {
                lines.append(.text(key: "todo.line", values))
                continue
            }
            values["count"] = .integer(summary.contested)
            if let said = summary.contestedWith { values["reason"] = .title(said) }
            lines.append(.text(key: "todo.contested", values))
        }
        if !all, open.count > Office.linesAtMost {
            lines.append(.text(key: "todo.more", ["count": .integer(open.count - Office.linesAtMost)]))
        }
        return lines
    }

    /// What falls under 逾期, 今天, 本周 (Monday to Sunday), 建议, 议题 or 会议.
    private func isWanted(_ row: MatterState, _ kind: String) -> Bool {
        guard let summary = Summary(row.state) else { return false }
        let today = now.civil.date
        switch kind {
        case "overdue": return row.due.map { $0 < now } ?? false
        case "today": return row.due?.civil.date == today
        case "week":
            guard let day = row.due?.civil.date else { return false }
            let monday = today.adding(days: 1 - today.weekday)
            return monday <= day && day < monday.adding(days: 7)
        case "suggestion": return summary.topic == "none"
        case "topic": return summary.topic != "none"
        case "meeting": return summary.meeting == "called" || summary.isLive
        default: return true
        }
    }

    /// Whether somebody still owes a matter something; a topic that only waits to be reported is on the next agenda by itself.
    private static func isOwed(_ summary: Summary?) -> Bool {
        guard let summary else { return false }
        if summary.suggestion == "closed", summary.contested == 0 { return false }
        return summary.contested > 0 || !["closed", "withdrawn", "merged"].contains(summary.stage)
    }

    static func stateKey(_ summary: Summary) -> String {
        summary.topic == "none" ? "state.suggestion.\(summary.suggestion)" : "state.topic.\(summary.topic)"
    }

    /// What it waits for, in words; the meeting's own state says more while one is under way.
    private func nextStep(_ summary: Summary) -> Argument {
        for state in [summary.isLive ? summary.meeting : "", summary.stage] where library.texts.has("next.\(state)") {
            return .list([.literal("，"), .text(key: "next.\(state)", [:])], separator: "")
        }
        return .literal("")
    }

    func status(_ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        guard let state = try load(resolve.unit.id, [number], &ledger), let matter = state.matters[number] else {
            return Saying("refuse.noSuchMatter", ["unit": .literal(resolve.unit.name), "number": .integer(number.serial)])
        }
        // Of a private matter only its proposers hear more, and officers where they work.
        let isOffice = !resolve.isResidentsGroup && resolve.unit.posts[resolve.person] != nil
        let isTheirs = matter.proposers.contains(resolve.person) && !resolve.isResidentsGroup
        if matter.isPrivate, !isOffice, !isTheirs { return Saying("status.private", ["number": .integer(number.serial)]) }
        let summary = Summary(matter)
        let values = Values(texts: library.texts, state: state, matter: matter, now: now)
        var extra: [Argument] = []
        if matter.supporters > 0 {
            var counts = ["supporters": Argument.integer(matter.supporters)]
            if matter.paperEndorsers > 0 { counts["onPaper"] = .integer(matter.paperEndorsers) }
            extra.append(.text(key: "status.supporters", counts))
        }
        if case .number(let target)? = matter.taken["SG-5"]?.fields[.target], summary.suggestion == "merged" {
            extra.append(.text(key: "next.mergedInto", ["number": .integer(target.serial)]))
        }
        if summary.meeting == "called", let start = matter.sitting.start, let place = matter.sitting.place {
            extra.append(.text(key: "status.called", ["start": .instant(start), "place": .literal(place)]))
        } else if library.texts.has("next.\(summary.stage)") {
            extra.append(.list([.text(key: "next.\(summary.stage)", [:]), .literal("。")], separator: ""))
        }
        return Saying(
            "status",
            [
                "number": state.spoken(matter), "title": matter.heading.map { .title($0.id) } ?? .literal(""),
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
        var lines: [Argument] = []
        for key in try ledger.parts(of: resolve.person, limit: 100).suffix(Office.linesAtMost) {
            guard let row = try ledger.matter(key), let summary = Summary(row.state), let heading = summary.heading else { continue }
            lines.append(
                .text(
                    key: "todo.line",
                    [
                        "number": key.unit == resolve.unit.id
                            ? .integer(key.number.serial) : .literal("\(units[key.unit]?.shortName ?? "")\(key.number.serial)"),
                        "title": .title(heading), "state": .text(key: Office.stateKey(summary), [:]),
                        "next": .literal(""),
                    ]))
        }
        guard !lines.isEmpty else { return Saying("mine.empty") }
        return Saying("lines", ["lines": .list([.text(key: "mine.head", [:])] + lines, separator: "\n")])
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
        for row in try ledger.openMatters(of: resolve.unit.id, limit: 5000) {
            guard let summary = Summary(row.state), ["called", "checkIn"].contains(summary.meeting) || summary.isDiscussed,
                let matter = try matter(row.key, &ledger), let book = rulebook(resolve.unit, row.key),
                summary.meeting != "called" || matter.sitting.start?.civil.date == now.civil.date
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
            for row in rows where ["suggested", "petitioned", "suggestedFor", "endorsed", "signed"].contains(row.kind) {
                if let person = row.by.flatMap(PersonID.init(text:)) { try ledger.notePart(person, in: row.key) }
            }
            mark = last.id
            try ledger.setMark("parts", mark)
        }
    }
}
