import Deliberation
import Desk

/// Rows to learn from, as `yishi train` and `yishi same --learn` read them: tabs between the columns, a line a matter. `matter` says which rows
/// are one matter, so that no fold of a cross-validation has it on both sides.
public enum TrainingTable {
    static let columns = ["unit", "group", "matter", "text", "category", "department", "source"]

    public static func text(_ rows: [TrainingRows.Row]) -> String {
        var text = columns.joined(separator: "\t") + "\n"
        for row in rows {
            let group = "\(row.group.year)-\(row.group.serial)"
            text +=
                [
                    row.unit.name, group, "\(row.unit.name)/\(group)", row.text, plain(row.category), plain(row.department),
                    row.sources.map(\.rawValue).joined(separator: "+"),
                ]
                .joined(separator: "\t") + "\n"
        }
        return text
    }

    /// What somebody typed has no tab and no line break in it; were there one, a row would be two.
    private static func plain(_ name: String?) -> String { String((name ?? "").map { $0.isWhitespace ? " " : $0 }) }
}
