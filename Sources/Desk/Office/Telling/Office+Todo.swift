import Deliberation
import Procedure
import Reading
import Record

/// 待办: what the asker owes, with its day, ten lines; never empty (civic anchors: digests that are never empty). Whoever screens sees what
/// the unit waits for from others as well, below their own; everybody else sees their own only.
extension Office {
    /// - Parameter filter: 全部, or a word of `Terms.filter`.
    func todo(_ resolve: Resolve, _ filter: String?, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        let unit = resolve.unit
        let all = filter == "全部"
        let kind = filter.flatMap { Terms.filter[$0] }
        let seesAll = screens(resolve.person, unit)
        var lines = try todoLines(of: unit, for: resolve.person, all: all, kind: kind, &ledger)
        guard !lines.isEmpty else {
            let name = Argument.literal(unit.name)
            if let kind {
                let key = seesAll ? "todo.filtered.none" : "todo.own.filtered.none"
                var values = ["unit": name, "filter": Argument.text(key: "todo.filter.\(kind)", [:])]
                // What has no day of its own waits all the same.
                if ["today", "soon", "week"].contains(kind) { values["waiting"] = try waiting(for: resolve, &ledger) }
                return Saying(key, values)
            }
            guard seesAll else { return Saying("todo.own.empty", ["unit": name]) }
            var next: Argument = .text(key: "todo.none", [:])
            if let due = try nextDue(of: unit, &ledger) { next = .instant(due) }
            return Saying("todo.empty", ["unit": name, "next": next])
        }
        if all, seesAll { lines.append(try rootLine(&ledger)) }
        return Saying("todo", ["lines": .list(lines, separator: "\n")])
    }

    /// How many wait for whoever asks, new suggestions told apart; nil where none does.
    private func waiting(for resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Argument? {
        var own = 0, new = 0
        for row in try ledger.openMatters(of: resolve.unit.id, limit: Summary.openAtMost) {
            guard let summary = Summary(row.state), Office.isOwed(summary, row, now: now), let matter = try matter(row.key, &ledger),
                isOwed(Owed(row: row, summary: summary, matter: matter), by: resolve.person, in: resolve.unit)
            else { continue }
            if summary.stage == "registered" { new += 1 } else { own += 1 }
        }
        if new > 0 {
            return .text(key: own > 0 ? "todo.waiting.both" : "todo.waiting.new", ["count": .integer(new), "own": .integer(own)])
        }
        return own > 0 ? .text(key: "todo.waiting.own", ["own": .integer(own)]) : nil
    }

    /// When somebody in the unit is next told something, as far as that is known: by its own matters, and by what is still meant.
    private func nextDue(of unit: Unit, _ ledger: inout Ledger) throws(StoreFailure) -> Instant? {
        for timer in try ledger.timers(of: unit.id) {
            guard rulebook(unit, timer.key)?.alarms[timer.kind] != nil, let matter = try matter(timer.key, &ledger),
                isStillMeant(timer, matter)
            else { continue }
            return timer.due
        }
        return nil
    }

    /// A heading and a line a matter; nothing where nothing is owed.
    /// - Parameter person: who asks; nil for a work group as a whole.
    func todoLines(
        of unit: Unit, for person: PersonID?, all: Bool, kind: String? = nil, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [Argument] {
        let seesAll = person.map { screens($0, unit) } ?? true
        var own: [Owed] = [], others: [Owed] = []
        for row in try ledger.openMatters(of: unit.id, limit: Summary.openAtMost)
            + ledger.closedMatters(of: unit.id, dueAfter: now, limit: Summary.openAtMost)
        {
            guard let summary = Summary(row.state), Office.isOwed(summary, row, now: now), let matter = try matter(row.key, &ledger) else {
                continue
            }
            let owed = Owed(
                row: row, summary: summary, matter: matter, chased: rulebook(unit, nil)?.firstChase(of: matter),
                isGivenBack: try isGivenBack(matter, &ledger))
            if let kind, !isWanted(owed, kind) { continue }
            if let person, isOwed(owed, by: person, in: unit) { own.append(owed) } else if seesAll { others.append(owed) }
        }
        guard !own.isEmpty || !others.isEmpty else { return [] }
        var lines = [todoHead(unit, own.count + others.count, kind, isOwn: !seesAll)]
        let most = all ? own.count + others.count : Office.listedAtMost
        let isMixed = !own.isEmpty && !others.isEmpty
        if isMixed { lines.append(.text(key: "todo.yours", [:])) }
        for owed in own.prefix(most) { lines.append(todoLine(owed, person, isOwn: true)) }
        let rest = others.prefix(max(0, most - own.count))
        if isMixed, !rest.isEmpty { lines.append(.text(key: "todo.others", [:])) }
        for owed in rest { lines.append(todoLine(owed, person, isOwn: false)) }
        let left = own.count + others.count - most
        if left > 0 { lines.append(.text(key: "todo.more", ["count": .integer(left)])) }
        return lines
    }

    /// A matter that somebody owes something.
    private struct Owed {
        var row: MatterState
        var summary: Summary
        var matter: Matter
        /// When somebody is first reminded that it lies still, and since when it does; nil where it does not.
        var chased: (due: Instant, since: Instant)?
        /// Whether the department it was referred to says that it is not theirs.
        var isGivenBack = false

        /// Where it stands: at the table while its sitting is called or under way, screened once a screening is recorded, else its stage.
        var stage: String {
            if summary.isCalled || summary.isLive { return summary.meeting }
            if isGivenBack { return "givenBack" }
            return summary.stage == "screening" && matter.isScreened ? "screened" : summary.stage
        }

        /// Whose work it is by agreement, and until when.
        var task: Fields? {
            switch stage {
            case "referred", "givenBack": matter.taken["SG-9"]?.fields
            case "implementing": (matter.taken["TP-24"]?.fields ?? Fields()).overlaid(with: matter.taken["TP-26"]?.fields ?? Fields())
            default: nil
            }
        }

        /// The day that was set: that of the task, of the sitting.
        var stated: CivilDate? {
            if let task { return task.day(.due) ?? row.due?.civil.date }
            if stage == "called" { return matter.sitting.start?.civil.date }
            return row.due?.civil.date
        }

        /// The day it is due: that one, else the day on which it has lain too long.
        var due: CivilDate? { stated ?? (task == nil && stage != "called" ? chased?.due.civil.date : nil) }

        /// For how many days it has lain, where that is too long.
        func late(_ now: Instant) -> Int? { chased.flatMap { $0.due <= now ? Office.days(from: $0.since, to: now) : nil } }

        func isUnanswered(by person: PersonID) -> Bool {
            stage == "called" && matter.sitting.list.contains(person) && matter.sitting.replies[person] == nil
        }
    }

    private func todoHead(_ unit: Unit, _ count: Int, _ kind: String?, isOwn: Bool) -> Argument {
        var values: [String: Argument] = ["unit": .literal(unit.name), "count": .integer(count)]
        guard let kind else { return .text(key: isOwn ? "todo.own.head" : "todo.head", values) }
        values["filter"] = .text(key: "todo.filter.\(kind)", [:])
        return .text(key: isOwn ? "todo.own.filtered.head" : "todo.filtered.head", values)
    }

    private func todoLine(_ owed: Owed, _ person: PersonID?, isOwn: Bool) -> Argument {
        let summary = owed.summary
        var values: [String: Argument] = [
            "number": .integer(owed.row.key.number.serial), "title": summary.heading.map { .title($0) } ?? .literal(""),
            "state": .text(key: Office.stateKey(summary), [:]),
        ]
        if let low = owed.matter.discontent {
            values["score"] = .integer(low.score)
            values["late"] = late(owed)
            return .text(key: "todo.rated", values)
        }
        guard summary.contested > 0 else {
            values["next"] = nextStep(owed, isOwn ? person : nil)
            return .text(key: "todo.line", values)
        }
        values["count"] = .integer(summary.contested)
        values["late"] = late(owed)
        if let said = summary.contestedWith { values["reason"] = .title(said) }
        return .text(key: "todo.contested", values)
    }

    /// What it waits for, in words, and until when; the meeting's own state says more while one is under way.
    private func nextStep(_ owed: Owed, _ person: PersonID?) -> Argument {
        let number = Argument.integer(owed.row.key.number.serial)
        var parts: [Argument] = []
        if let person, owed.isUnanswered(by: person) {
            parts.append(.text(key: "next.reply", ["number": number]))
        } else if owed.stage != "called", let stage = [owed.stage, owed.summary.stage].first(where: { library.texts.has("next.\($0)") }) {
            // Whose turn it is reads what to say; everybody else, whom it waits for.
            let own = "own.\(stage)"
            parts.append(.text(key: person != nil && library.texts.has(own) ? own : "next.\(stage)", ["number": number]))
        }
        if owed.stage == "called", let start = owed.matter.sitting.start {
            parts.append(.text(key: "next.called", ["start": .instant(start)]))
        }
        if owed.task?.day(.due) != nil, let due = owed.due {
            parts.append(.text(key: due < now.civil.date ? "todo.overdue" : "todo.due", ["due": .day(due)]))
        }
        if let late = late(owed) { parts.append(late) }
        return parts.isEmpty ? .literal("") : .list([.literal("")] + parts, separator: "，")
    }

    private func late(_ owed: Owed) -> Argument? {
        let own = "todo.late.\(owed.stage)"
        return owed.late(now).map { .text(key: library.texts.has(own) ? own : "todo.late", ["count": .integer($0)]) }
    }

    /// What falls under 逾期, 今天, 本周 (Monday to Sunday), 建议, 议题 or 会议.
    private func isWanted(_ owed: Owed, _ kind: String) -> Bool {
        let today = now.civil.date
        switch kind {
        case "overdue": return owed.late(now) != nil || owed.due.map { $0 < today } ?? false
        case "today": return owed.due == today
        case "week":
            guard let day = owed.due else { return false }
            let monday = today.adding(days: 1 - today.weekday)
            return monday <= day && day < monday.adding(days: 7)
        // What only lies still has no day of its own.
        case "soon": return owed.late(now) != nil || owed.stated.map { $0 <= today.adding(days: 7) } ?? false
        case "referred", "screened": return owed.stage == kind
        case "kept": return owed.summary.topic == "registered"
        case "approved": return owed.summary.topic == "ready" || owed.summary.isCalled
        case "suggestion": return owed.summary.topic == "none"
        case "topic": return owed.summary.topic != "none"
        case "meeting": return owed.summary.isCalled || owed.summary.isLive
        default: return true
        }
    }

    /// Whether somebody still owes a matter something; a topic that only waits to be reported is on the next agenda by itself.
    private static func isOwed(_ summary: Summary, _ row: MatterState, now: Instant) -> Bool {
        // Of what is closed a day is set only while somebody who was little content may still be asked (SG-15).
        if summary.suggestion == "closed", summary.contested == 0 { return row.due.map { now < $0 } ?? false }
        return summary.contested > 0 || !["closed", "withdrawn", "merged"].contains(summary.stage)
    }

    // MARK: - Who

    /// Whether a person takes in what comes, by the unit's own rulebook (SG-6, TP-5): they watch over all of it.
    private func screens(_ person: PersonID, _ unit: Unit) -> Bool {
        let steps = rulebook(unit, nil)?.steps
        let posts = Set((steps?["SG-6"]?.by ?? []) + (steps?["TP-5"]?.by ?? []))
        return !posts.isDisjoint(with: postsHeld(by: person, unit))
    }

    private func postsHeld(by person: PersonID, _ unit: Unit) -> Set<Post> {
        guard !unit.suspended.contains(person), var posts = unit.posts[person] else { return [] }
        if posts.contains(.liaisonOfficer) { posts.insert(.registerKeeper) }
        return posts
    }

    /// Which posts a stage waits for; an answer waits for those who asked (SG-16). Where people are asked by name, `isOwed(_:by:in:)` says whom.
    private static let awaited: [String: Set<Post>] = [
        "registered": [.liaisonOfficer, .registerKeeper], "givenBack": [.liaisonOfficer, .registerKeeper],
        "screening": [.liaisonOfficer, .registerKeeper],
        "screened": [.firstConvenor, .secondConvenor], "submitted": [.partySecretary], "rejected": [.liaisonOfficer, .registerKeeper],
        "ready": [.firstConvenor, .secondConvenor], "agreed": [.firstConvenor, .secondConvenor],
        "notAgreed": [.firstConvenor, .secondConvenor], "determining": [.partySecretary], "redeliberationRequested": [.partySecretary],
        "decisionReference": [.partySecretary], "reportedUp": [.liaisonOfficer, .registerKeeper],
        "notDetermined": [.liaisonOfficer, .registerKeeper], "publicising": [.liaisonOfficer, .registerKeeper],
    ]

    /// Whether the next step is this person's: by their post, as a contact of the department it was given to, at the table, or because they
    /// were asked to come and have not answered.
    private func isOwed(_ owed: Owed, by person: PersonID, in unit: Unit) -> Bool {
        let posts = postsHeld(by: person, unit)
        let keeps = !posts.isDisjoint(with: [.liaisonOfficer, .registerKeeper])
        if owed.summary.contested > 0 || owed.matter.discontent != nil, keeps { return true }
        // Nobody answers what was asked: then it is for whoever asked to go on.
        if owed.stage == "needsInfo", owed.late(now) != nil, keeps { return true }
        if let posts = Office.awaited[owed.stage], !posts.isDisjoint(with: postsHeld(by: person, unit)) { return true }
        if let task = owed.task, !owed.isGivenBack {
            let contacts = unit.answering(for: task.text(.department) ?? "")
            return contacts.isEmpty ? keeps : contacts.contains(person)
        }
        guard let book = rulebook(unit, owed.row.key) else { return false }
        let sitting = owed.matter.sitting
        switch owed.stage {
        case "called": return owed.isUnanswered(by: person)
        case "checkIn" where !sitting.isCounted, "announced": return sitting.secretary == person
        default: return owed.summary.isLive && Case(unit: unit, rulebook: book).chairs(of: owed.matter).contains(person)
        }
    }
}
