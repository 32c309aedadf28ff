import Wire

/// The id of a row of the requirements, e.g. `XZ-12b`. It stands in rulebooks, exports and `verify`, never in a chat.
public struct RowID: Sendable, Hashable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
}

/// How strictly the text speaks (requirements 0.3).
public enum Force: String, Sendable, Hashable {
    /// 必须, 应, 不少于 …: a request is refused; a record opens a violation.
    case must = "M"
    /// 原则上, 一般 …: an authorised person may go on with a reason, into the deviation ledger (R60).
    case principle = "D"
    /// 可: offered, never required.
    case may = "P"
    /// 探索, 鼓励: supported and counted.
    case encouraged = "E"
    case context = "C"
}

/// One requirement: its place in print, its force and the document's own words.
public struct Row: Sendable, Hashable {
    public let id: RowID
    /// As people cite it: 「《工作规则》第十三条第3项」.
    public let place: String
    public let force: Force
    public let words: String
}

/// All rows of the five documents, read once from `Config/rows.json`.
public struct RowCatalog: Sendable {
    private let rows: [RowID: Row]

    /// - Throws: `Malformed` for a row without one of its parts, a row that stands twice, and a file without rows.
    public init(parsing bytes: [UInt8]) throws(Malformed) {
        let document = try JSON(parsing: bytes)
        var rows: [RowID: Row] = [:]
        for entry in document["rows"]?.array ?? [] {
            guard let id = entry["id"]?.string, let place = entry["place"]?.string, let words = entry["words"]?.string,
                let force = entry["force"]?.string.flatMap(Force.init(rawValue:))
            else { throw Malformed("a row needs id, place, force (M, D, P, E or C) and words; entry \(rows.count + 1)") }
            guard rows.updateValue(Row(id: RowID(id), place: place, force: force, words: words), forKey: RowID(id)) == nil
            else { throw Malformed("row \(id) stands twice") }
        }
        guard !rows.isEmpty else { throw Malformed("rows.json has no rows") }
        self.rows = rows
    }

    /// Nil where no document has such a row.
    public subscript(id: RowID) -> Row? { rows[id] }
    public var count: Int { rows.count }
    /// In the order of their ids.
    public var all: [Row] { rows.values.sorted { $0.id.text < $1.id.text } }
}
