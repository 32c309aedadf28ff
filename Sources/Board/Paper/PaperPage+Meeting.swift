import Deliberation
import Desk
import Procedure
import Record

extension PaperClerk {
    // MARK: - 签到表

    /// Everybody on the list, in its order, with room to sign; and empty lines for whoever comes besides.
    func signIn(_ ledger: inout Ledger) throws(StoreFailure) -> PaperPage {
        let list = sitting.list.isEmpty ? view.state.preparedList(for: matter, expected: nil) : sitting.list
        var rows: [[String]] = []
        for (index, person) in list.enumerated() {
            rows.append([
                "\(index + 1)", try view.name(of: person, &ledger), kind(of: person), try party(of: person, &ledger), "", remark(person),
            ])
        }
        for index in 0..<PaperClerk.emptyLines { rows.append(["\(list.count + index + 1)", "", "", "", "", ""]) }
        let columns = [
            (t("column.index"), 8), (t("column.name"), 16), (t("column.kind"), 20), (t("column.party"), 20), (t("column.signature"), 20),
            (t("column.remark"), 16),
        ]
        let form = PaperPage.Part.form([
            .init([.init(t("topic"), try view.title(&ledger)), .init(t("start"), sitting.start.map(view.moment) ?? "")]),
            .init([.init(t("place"), sitting.place ?? ""), .init(t("expected"), expected)]),
        ])
        return page(.signIn, late("MT-3"), [form, .list(columns: columns, rows: rows)], basis: ["XZ-13.2b", "XZ-13.3a", "XZ-13.3b"])
    }

    private static let emptyLines = 3

    /// Left open to be filled in by hand, where nobody has said it yet.
    private var expected: String { sitting.expected > 0 ? t("heads", ["count": "\(sitting.expected)"]) : "" }

    private func kind(of person: PersonID) -> String {
        if view.state.unit.council[person] != nil { return t("kind.member") }
        return view.state.isStakeholder(person, in: matter) ? t("kind.stakeholder") : ""
    }

    private func party(of person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        if let mandate = matter.item("mandate", key: person.description), mandate.state != "ended" {
            if let told = mandate.fields.text(.party) { return told }
            return try view.words(mandate.fields.words(.party), &ledger)
        }
        return matter.parties.contains(person) ? t("proposer") : ""
    }

    private func remark(_ person: PersonID) -> String {
        switch sitting.replies[person] {
        case .leave?: t("remark.leave")
        case .notComing?: t("remark.notComing")
        case .coming?, nil: ""
        }
    }

    // MARK: - 会议记录

    func minutes(_ ledger: inout Ledger) throws(StoreFailure) -> PaperPage? {
        guard sitting.start != nil || sitting.isCounted else { return nil }
        let chairs = try names(Array(view.state.presiding(over: matter).prefix(1)), &ledger)
        let secretary = try names([sitting.secretary].compactMap { $0 }, &ledger)
        let absent = sitting.isCounted && sitting.unnamed == 0 ? sitting.list.filter { !sitting.present.contains($0) } : []
        var rows: [PaperPage.Row] = [
            .init([.init(t("topic"), try view.title(&ledger))]),
            .init([.init(t("start"), held), .init(t("place"), sitting.place ?? "")]),
            .init([.init(t("chair"), chairs), .init(t("secretary"), secretary)]),
            .init([.init(t("expected"), expected), .init(t("present"), present())]),
            .init([.init(t("absent"), try names(absent, &ledger))]),
            .init([.init(t("turns"), try turns(&ledger))], lines: 6),
            .init([.init(t("revision"), try view.words(sitting.revision, &ledger))], lines: 3),
            .init([
                .init(t("method"), sitting.method.map { texts.render("name.method.\($0.rawValue)") } ?? ""), .init(t("result"), result()),
            ]),
        ]
        var noted: [String] = []
        for ref in [matter.taken["MT-14"]?.fields.words(.text)] + sitting.notes { noted.append(try view.words(ref, &ledger)) }
        let more = noted.filter { !$0.isEmpty }.joined(separator: "\n")
        if !more.isEmpty { rows.append(.init([.init(t("more"), more)], lines: 2)) }
        rows.append(.init([.init(t("signatures"), "", signature: t("sign.meeting"))], lines: 3))
        return page(
            .minutes, late("MT-13.2", "MT-14", "MT-5"), [.form(rows)],
            basis: ["XZ-13.2b", "XZ-13.3b", "XZ-13.5a", "XZ-13.7a", "XZ-13.8a", "XZ-13.8b"])
    }

    /// When it was held: of another day than the one it was called for, entered afterwards, the hour is not known.
    private var held: String {
        guard let held = sitting.held else { return "" }
        let late = (matter.taken["MT-5"] ?? matter.taken["MT-13.2"])?.fields.day(.late)
        return late != nil && held.civil.date != sitting.start?.civil.date ? view.day(held.civil.date) : view.moment(held)
    }

    private func present() -> String {
        guard sitting.isCounted else { return "" }
        let stakeholders = sitting.present.count { view.state.isStakeholder($0, in: matter) } + sitting.unnamedStakeholders
        return t("present.heads", ["count": "\(sitting.presentCount)", "stakeholders": "\(stakeholders)"])
    }

    private func turns(_ ledger: inout Ledger) throws(StoreFailure) -> String {
        var lines: [String] = []
        for (index, turn) in sitting.turns.enumerated() {
            let viewpoint =
                if case .told(let text) = turn.viewpoint { view.masked(text) } else { try view.words(turn.viewpoint.words, &ledger) }
            var values = ["index": "\(index + 1)", "person": try view.name(of: turn.person, &ledger)]
            // On neither side, and nothing written down: only that they spoke.
            if turn.stance != .other { values["stance"] = t("stance.\(turn.stance.rawValue)") }
            if !viewpoint.isEmpty { values["viewpoint"] = viewpoint }
            lines.append(t("turn", values))
        }
        return lines.joined(separator: "\n")
    }

    private func result() -> String {
        let record = matter.taken["MT-13"]?.fields ?? matter.taken["MT-13.2"]?.fields ?? Fields()
        guard let result = record.text(.result) else { return "" }
        var text = texts.render("name.result.\(result)")
        if let votes = record.integer(.votesFor) {
            var values = ["for": "\(votes)", "against": "\(record.integer(.votesAgainst) ?? 0)"]
            if let abstained = record.integer(.votesAbstained) { values["abstain"] = "\(abstained)" }
            text += "（\(texts.render("word.votes", values))）"
        }
        return text
    }
}
