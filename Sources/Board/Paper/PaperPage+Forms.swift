import Deliberation
import Desk
import Procedure
import Record

extension PaperPage {
    /// The form of a matter, as it stands in the last commit; nil where there is nothing yet to put on it, or who asked holds no post
    /// any more.
    static func read(
        _ form: PaperForm, _ grant: PageGrant, _ library: Library, now: Instant, _ ledger: inout Ledger
    ) throws(StoreFailure) -> PaperPage? {
        guard let view = try MatterView.read(MatterKey(grant.unit, grant.matter), library, now: now, &ledger), view.admits(grant.person)
        else {
            return nil
        }
        let clerk = PaperClerk(view: view, texts: library.texts, rows: library.rows, now: now)
        return switch form {
        case .questions: try clerk.questions(library, &ledger)
        case .approval: try clerk.approval(&ledger)
        case .notice: try clerk.notice(&ledger)
        case .implementation: try clerk.implementation(&ledger)
        case .signIn: try clerk.signIn(&ledger)
        case .minutes: try clerk.minutes(&ledger)
        }
    }
}

/// Fills the forms.
struct PaperClerk {
    let view: MatterView
    let texts: Texts
    let rows: RowCatalog
    let now: Instant

    var matter: Matter { view.matter }
    var sitting: Sitting { view.matter.sitting }

    func t(_ key: String, _ values: [String: String] = [:]) -> String { texts.render("paper.\(key)", values) }

    func page(_ form: PaperForm, _ heading: [String], _ parts: [PaperPage.Part], basis: [String]) -> PaperPage {
        let places = basis.compactMap { rows[RowID($0)]?.place }.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return PaperPage(
            form: form, brand: view.state.rulebook.brand, title: t("title.\(form.rawValue)"),
            heading: [view.state.unit.name, t("number", ["number": "\(matter.number.serial)", "year": "\(matter.number.year)"])] + heading,
            parts: parts,
            foot: t(
                "foot", ["source": view.state.rulebook.source, "places": places.joined(separator: "、"), "day": view.day(now.civil.date)]))
    }

    /// That the step was entered on a later day than it took place.
    func late(_ steps: StepID...) -> [String] {
        for step in steps {
            if let day = matter.taken[step]?.fields.day(.late), let at = matter.taken[step]?.at, day < at.civil.date {
                return [t("late", ["day": view.day(day)])]
            }
        }
        return []
    }

    func names(_ people: [PersonID], _ ledger: inout Ledger) throws(StoreFailure) -> String {
        var names: [String] = []
        for person in people { names.append(try view.name(of: person, &ledger)) }
        return names.joined(separator: "、")
    }

    /// Whose wish it is; of what was entered for somebody the name that was said, and who entered it (SG-1: on someone's behalf).
    func proposers(_ ledger: inout Ledger) throws(StoreFailure) -> String {
        guard let entered = matter.entered else { return try names(matter.proposers, &ledger) }
        var people = try names(matter.parties, &ledger)
        if matter.principals.isEmpty {
            let said = entered.informant == nil ? texts.render("post.resident") : try view.words(entered.informant, &ledger)
            people = ([said] + [people].filter { !$0.isEmpty }).joined(separator: "、")
        }
        guard let officer = entered.by else { return people }
        return t("enteredBy", ["people": people, "person": try view.name(of: officer, &ledger)])
    }

    /// What the matter says in full, supplements among it.
    func content(_ ledger: inout Ledger) throws(StoreFailure) -> String {
        var lines: [String] = []
        for ref in matter.said { lines.append(try view.words(ref, &ledger)) }
        return lines.joined(separator: "\n")
    }

    // MARK: - 审批表

    /// Those who signed on paper are named for what they are.
    private func endorsers() -> String {
        let count = "\(matter.supporters)"
        if matter.paperEndorsers == 0 { return t("heads", ["count": count]) }
        return t("heads.paper", ["count": count, "paper": "\(matter.paperEndorsers)"])
    }

    func approval(_ ledger: inout Ledger) throws(StoreFailure) -> PaperPage {
        let sorted = matter.taken["SG-6"]?.fields ?? Fields()
        let kinds = [(Field.topicClass, "topicClass"), (.phase, "phase"), (.category, "category")].compactMap { field, name in
            sorted.text(field).map { texts.render("name.\(name).\($0)") }
        }
        var rows: [PaperPage.Row] = [
            .init([.init(t("topic"), try view.title(&ledger)), .init(t("kind"), kinds.joined(separator: "、"))]),
            .init([
                .init(t("proposers"), try proposers(&ledger)),
                .init(t("endorsers"), endorsers()),
            ]),
            .init([.init(t("content"), try content(&ledger))], lines: 4),
            .init([.init(t("screening"), screening())], lines: 2),
            .init(
                [.init(t("council"), submission(), signature: t("sign.convenor"))], lines: 4),
        ]
        rows.append(.init([.init(t("party"), try decision("TP-9", "TP-11", &ledger), signature: t("sign.party"))], lines: 5))
        rows.append(.init([.init(t("filing"), filing(), signature: t("sign.office"))], lines: 2))
        var page = page(.approval, late("TP-9", "TP-8"), [.form(rows)], basis: ["XZ-11g", "XZ-11h", "XZ-12a"])
        for index in matter.pictures.indices where try view.picture(index, &ledger) != nil { page.pictures = index + 1 }
        return page
    }

    private func screening() -> String {
        var lines = matter.screenings.map { record in
            let method = record.text(.method).map { texts.render("name.method.\($0)") } ?? ""
            return record.day(.date).map { view.day($0) + method } ?? method
        }
        if let poll = matter.taken["PL-2"]?.fields {
            let counts = [Field.votesFor, .votesAgainst, .votesAbstained].map { poll.integer($0) ?? 0 }
            lines.append(
                counts.reduce(0, +) < 3
                    ? texts.render("word.tally.hidden")
                    : texts.render("word.tally", ["for": "\(counts[0])", "against": "\(counts[1])", "abstain": "\(counts[2])"]))
        }
        return lines.joined(separator: "；")
    }

    private func submission() -> String {
        guard let taken = matter.taken["TP-8"] else { return t("submit.open") }
        return t("submit", ["day": view.day(taken.fields.day(.late) ?? taken.at.civil.date)])
    }

    /// What a body decided, and who entered it where it was somebody else.
    private func decision(_ yes: StepID, _ no: StepID, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        if let taken = matter.taken[no] {
            return t("rejected", ["reason": try view.words(taken.fields.words(.reason), &ledger)]) + (try recorder(taken, &ledger))
        }
        guard let taken = matter.taken[yes] else { return "" }
        let source = taken.fields.text(.meeting) ?? taken.fields.text(.document) ?? ""
        let day = taken.fields.day(.date).map(view.day) ?? ""
        return t("approved", ["day": day, "source": source]) + (try recorder(taken, &ledger))
    }

    private func recorder(_ taken: Matter.Taken, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        guard let person = taken.fields.person(.recordedBy) else { return "" }
        return "\n" + t("recordedBy", ["person": try view.name(of: person, &ledger), "day": view.day(taken.at.civil.date)])
    }

    private func filing() -> String {
        matter.item("filing", key: "topic").map { t("filed", ["day": view.day($0.fields.day(.late) ?? $0.since.civil.date)]) } ?? ""
    }

    // MARK: - 公示

    func notice(_ ledger: inout Ledger) throws(StoreFailure) -> PaperPage? {
        guard let start = sitting.start else { return nil }
        let from = matter.item("notice", key: "preMeeting").map { $0.fields.day(.late) ?? $0.since.civil.date } ?? now.civil.date
        let lines = [
            t("notice.opening", ["title": try view.title(&ledger)]), t("notice.start", ["start": view.moment(start)]),
            t("notice.place", ["place": sitting.place ?? ""]),
            t("notice.people", ["expected": "\(sitting.expected)"]),
            t("notice.chair", ["chair": try names(Array(view.state.chairs(of: matter).prefix(1)), &ledger)]),
            t("notice.span", ["from": view.day(from), "to": view.day(start.civil.date)]), t("notice.feedback"),
        ]
        return page(
            .notice, late("TP-18"),
            [.notice(lines, signed: [view.state.unit.name + t("council.suffix"), view.day(from)])] + postings("notice.preMeeting"),
            basis: ["XZ-12b", "XZ-12c"])
    }

    /// Where it has been put up already, since when, and how many photographs of it are kept: evidence of the notice (XZ-12c, XZ-14.1c).
    private func postings(_ notice: String) -> [PaperPage.Part] {
        var posted: [Matter.Posted] = []
        for one in matter.posted where one.notice == notice {
            guard let index = posted.firstIndex(where: { $0.place == one.place }) else {
                posted.append(one)
                continue
            }
            // Said once more of the same place: since when it hung at the earliest, with all its photographs.
            posted[index].from = min(posted[index].from, one.from)
            posted[index].kept = max(posted[index].kept, one.kept)
        }
        guard !posted.isEmpty else { return [] }
        return [
            .list(
                columns: [(t("posted.place"), 50), (t("posted.from"), 34), (t("posted.pictures"), 16)],
                rows: posted.map { posting in
                    [
                        posting.place, view.moment(posting.from),
                        posting.kept > 0 ? t("posted.count", ["count": "\(posting.kept)"]) : "",
                    ]
                })
        ]
    }

    func implementation(_ ledger: inout Ledger) throws(StoreFailure) -> PaperPage? {
        guard let done = matter.taken["TP-28"] else { return nil }
        // As it hangs now: an interrupted notice begins its days anew (XZ-14.1e).
        let item = matter.item("notice", key: "implementation")
        let from = item.map { $0.fields.day(.late) ?? $0.since.civil.date } ?? done.fields.day(.late) ?? done.at.civil.date
        let covered = view.state.implementationCovered(matter).map(\.civil.date) ?? from
        var lines = [t("done.opening", ["title": try view.title(&ledger)])]
        let revision = try view.words(sitting.revision, &ledger)
        if !revision.isEmpty { lines.append(t("done.revision", ["revision": revision])) }
        if let department = matter.taken["TP-24"]?.fields.text(.department) {
            lines.append(t("done.department", ["department": department]))
        }
        lines.append(t("done.text", ["text": try view.words(done.fields.words(.text), &ledger)]))
        lines.append(t("done.span", ["from": view.day(from), "to": view.day(max(from, covered).adding(days: 7))]))
        lines.append(t("notice.feedback"))
        return page(
            .implementation, late("TP-28"),
            [.notice(lines, signed: [view.state.unit.name + t("council.suffix"), view.day(from)])] + postings("notice.implementation"),
            basis: ["XZ-14.1c", "XZ-14.1e"])
    }
}
