import Wire

/// A text with what people said it is.
public struct LabelledText: Sendable, Hashable {
    public var text: String
    public var label: String
    /// Rows of one group (one matter said twice) never stand on both sides of a test.
    public var group: String

    public init(text: String, label: String, group: String) {
        self.text = text
        self.label = label
        self.group = group
    }
}

/// A table as offices keep it: tab- or comma-separated, quoted where needed, the first line naming the columns. `text` is wanted, or
/// `title` and `detail`; the label stands in the column asked for; `matter`, if there is one, says which rows are one matter.
public struct LabelledTable: Sendable {
    public var columns: [String]
    public var rows: [[String]]

    /// - Throws: `Malformed` with the line for a table without a header, or a quote that is never closed.
    public init(parsing bytes: [UInt8]) throws(Malformed) {
        var lines = try LabelledTable.fields(bytes)
        guard let header = lines.first else { throw Malformed("the table is empty") }
        columns = header.map { $0.trimmed.lowercased() }
        lines.removeFirst()
        rows = lines.filter { $0.contains { !$0.trimmed.isEmpty } }
    }

    /// The rows with a text and a label; a group without a `matter` column is the text itself without digits, marks and spaces.
    public func labelled(by name: String) throws(Malformed) -> [LabelledText] {
        guard let label = columns.firstIndex(of: name.lowercased()) else { throw Malformed("there is no column \(name)") }
        let texts = try self.texts()
        let matter = columns.firstIndex(of: "matter")
        return rows.indices.compactMap { index in
            let row = rows[index]
            let said = label < row.count ? row[label].trimmed : ""
            guard !said.isEmpty, !texts[index].isEmpty else { return nil }
            let group = matter.flatMap { $0 < row.count ? row[$0].trimmed : nil } ?? ""
            return LabelledText(text: texts[index], label: said, group: group.isEmpty ? LabelledTable.bare(texts[index]) : group)
        }
    }

    /// The text of each row: `text`, or `title` and `detail` on two lines.
    public func texts() throws(Malformed) -> [String] {
        let wanted = ["text"].compactMap { columns.firstIndex(of: $0) } + ["title", "detail"].compactMap { columns.firstIndex(of: $0) }
        guard !wanted.isEmpty else { throw Malformed("there is no column text, and none called title or detail") }
        return rows.map { row in wanted.compactMap { $0 < row.count ? row[$0].trimmed : nil }.filter { !$0.isEmpty }.joined(separator: "\n")
        }
    }

    /// Some column by its name, empty where a row ends before it.
    public func column(_ name: String) -> [String]? {
        columns.firstIndex(of: name).map { place in rows.map { place < $0.count ? $0[place].trimmed : "" } }
    }

    private static func bare(_ text: String) -> String {
        var bare = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where isChinese(scalar.value) { bare.append(scalar) }
        return bare.isEmpty ? text : String(bare)
    }

    /// Lines of fields; the separator is the tab if the first line has one, else the comma. Only comma tables know quotes.
    private static func fields(_ bytes: [UInt8]) throws(Malformed) -> [[String]] {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let head = bytes[start...].prefix { $0 != 0x0A }
        let separator: UInt8 = head.contains(0x09) ? 0x09 : 0x2C
        var lines: [[String]] = []
        var line: [String] = []
        var field: [UInt8] = []
        var quoted = false
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if quoted {
                if byte == 0x22, at < bytes.count, bytes[at] == 0x22 {
                    field.append(byte)
                    at += 1
                } else if byte == 0x22 {
                    quoted = false
                } else {
                    field.append(byte)
                }
            } else if byte == 0x22, separator == 0x2C, field.isEmpty {
                quoted = true
            } else if byte == separator || byte == 0x0A {
                line.append(String(decoding: field, as: UTF8.self))
                field = []
                if byte == 0x0A {
                    lines.append(line)
                    line = []
                }
            } else if byte != 0x0D {
                field.append(byte)
            }
        }
        guard !quoted else { throw Malformed("a quote is opened and never closed", line: lines.count + 1, column: 1) }
        if !field.isEmpty || !line.isEmpty { lines.append(line + [String(decoding: field, as: UTF8.self)]) }
        return lines
    }
}

extension String {
    /// Without blanks at its ends.
    var trimmed: String {
        var rest = self[...]
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest.drop { $0.isWhitespace })
    }
}

/// Which part of a cross-validation a row belongs to.
enum Folds {
    /// Rows of one group get one part; parts are of nearly one size. The same groups always get the same parts.
    static func of(_ groups: [String], count: Int) -> [Int] {
        var sizes: [String: Int] = [:]
        for group in groups { sizes[group, default: 0] += 1 }
        var order = Array(sizes.keys.sorted().indices)
        let names = sizes.keys.sorted()
        var dice = Dice(seed: 7)
        dice.shuffle(&order)
        var filled = [Int](repeating: 0, count: max(1, count))
        var parts: [String: Int] = [:]
        for index in order.sorted(by: { (sizes[names[$0]] ?? 0) > (sizes[names[$1]] ?? 0) }) {
            let part = filled.indices.min { filled[$0] < filled[$1] } ?? 0
            parts[names[index]] = part
            filled[part] += sizes[names[index]] ?? 0
        }
        return groups.map { parts[$0] ?? 0 }
    }
}
