import Deliberation
import Desk
import Procedure
import Reading
import Record

extension PaperClerk {
    // MARK: - 议题初审表

    /// The ten questions of 五议五不议 with what is proposed, the two most doubtful first, and room for the answers: those are a person's.
    /// Without models, or once the words are erased, the proposals are left blank. Where the unit's rulebook has no such list the foot says that it is for reference.
    func questions(_ library: Library, _ ledger: inout Ledger) throws(StoreFailure) -> PaperPage {
        var known: [String] = []
        for ref in matter.said { if let text = try ledger.words(ref.id)?.text { known.append(library.reader.masked(text)) } }
        let proposed = known.isEmpty ? [] : library.matters?.questions(known.joined(separator: "\n")) ?? []
        let order = proposed.isEmpty ? Scope.admissible + Scope.inadmissible : proposed.map(\.row)
        let lines = order.map { row in
            let question = proposed.first { $0.row == row }
            return [
                number(of: row), rows[RowID(row)]?.words ?? "", question.map { texts.render("name.answer.\($0.answer.rawValue)") } ?? "",
                question?.words.prefix(3).joined(separator: "、") ?? "", "",
            ]
        }
        let head: [PaperPage.Row] = [
            .init([
                .init(t("topic"), try view.title(&ledger)), .init(t("proposers"), try proposers(&ledger)),
            ]),
            .init([.init(t("content"), try content(&ledger))], lines: 3),
        ]
        let widths = [("index", 8), ("question", 34), ("proposal", 16), ("because", 26), ("answer", 16)]
        let foot: [PaperPage.Row] = [
            .init([.init(t("questions.remark"), t("questions.note"))]),
            .init([.init(t("questions.result"), "", signature: t("sign.questions"))], lines: 4),
        ]
        var page = page(
            .questions, [],
            [.form(head), .list(columns: widths.map { (t("column.\($0)"), $1) }, rows: lines), .form(foot)], basis: [])
        page.foot = t(
            "questions.foot", ["place": rows[RowID("OX-2.4g")]?.place ?? "", "day": view.day(now.civil.date)])
        return page
    }

    /// 议1 … 不议5, as printed.
    private func number(of row: String) -> String {
        if let index = Scope.admissible.firstIndex(of: row) { return t("questions.may", ["index": "\(index + 1)"]) }
        return Scope.inadmissible.firstIndex(of: row).map { t("questions.mayNot", ["index": "\($0 + 1)"]) } ?? ""
    }
}
