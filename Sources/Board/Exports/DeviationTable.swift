import Deliberation
import Desk
import Procedure
import Record

/// 偏离台账和违规清单 as one table: what the rule asked, what was counted, who, when, why, and how it ended (requirements 0.3, R60).
public enum DeviationTable {
    static let columns = [
        "unit", "number", "title", "kind", "step", "place", "row", "problem", "numbers", "person", "post", "happened", "recorded", "late",
        "words", "standing", "ended",
    ]

    /// In the last row stands the day's root, by which it can be shown later that the record behind the table was not changed.
    /// - Parameters:
    ///   - unit: nil for all.
    ///   - day: today.
    public static func csv(_ store: Store, _ library: Library, unit: UnitID? = nil, on day: CivilDate) throws(StoreFailure) -> CSV {
        let texts = library.texts
        var table = CSV(columns.map { texts.render("export.\($0)") })
        return try store.read { ledger throws(StoreFailure) in
            func shown(_ id: WordsID) throws(StoreFailure) -> String {
                // A table is passed on further than a chat: it shows no more than that (design 2.10).
                try ledger.words(id).map { library.masked($0.text) } ?? texts.render("word.erased")
            }
            let book = try DeviationBook.read(&ledger, unit: unit)
            for entry in book.entries {
                let key = MatterKey(entry.unit, entry.matter)
                var title = "", words = "", person = ""
                if let id = book.heading(of: key) {
                    title = try ledger.words(id).map { library.heading(of: $0) } ?? texts.render("word.erased")
                }
                if let id = entry.words { words = try shown(id) }
                if let id = entry.by {
                    let profile = try ledger.profile(of: id)
                    person = profile?.realName ?? profile?.displayName ?? texts.render("word.somebody")
                }
                table.add(cells(entry, book.unitNames[entry.unit] ?? entry.unit.name, title, words, person, library))
            }
            let root = texts.render("root.line", ["root": try ledger.root(on: day).line])
            table.add([root] + [String](repeating: "", count: columns.count - 1))
            return table
        }
    }

    private static func cells(
        _ entry: DeviationBook.Entry, _ unit: String, _ title: String, _ words: String, _ person: String, _ library: Library
    ) -> [String] {
        let texts = library.texts
        let recorded = entry.at.civil.date
        let isLate = entry.happened.map { $0 < recorded } ?? false
        return [
            unit, entry.matter == .unit ? "" : "\(entry.matter.year)-\(entry.matter.serial)", title,
            texts.render(entry.verdict.force == .must ? "export.kind.violation" : "export.kind.deviation"),
            library.stepName(entry.step), library.rows[entry.verdict.row]?.place ?? "", entry.verdict.row.text,
            library.problem(of: entry.verdict), library.numbers(of: entry.verdict), person,
            texts.render("post.\(entry.post.rawValue)"), (entry.happened ?? recorded).iso,
            entry.at.civil.iso.replacing("T", with: " "), isLate ? texts.render("word.lateEntry") : "", words,
            texts.render("export.standing.\(entry.standing)"), entry.ended?.civil.iso.replacing("T", with: " ") ?? "",
        ]
    }
}
