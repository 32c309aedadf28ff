/// A table for an office suite: RFC 4180, a mark of UTF-8 in front (else it is read as GBK), and no cell that would be taken for a formula.
public struct CSV: Sendable {
    public private(set) var text = "\u{FEFF}"

    public init(_ heading: [String]) { add(heading) }

    public mutating func add(_ cells: [String]) {
        text += cells.map(CSV.cell).joined(separator: ",") + "\r\n"
    }

    public var bytes: [UInt8] { Array(text.utf8) }

    /// What somebody wrote may begin like a formula (`=cmd|…`, `@SUM`, a full-width ＝ too): an apostrophe in front makes it text.
    /// Line breaks stay inside the quotes; other control characters, which no cell needs, go.
    static func cell(_ value: String) -> String {
        var plain = String(
            String.UnicodeScalarView(value.unicodeScalars.filter { $0 == "\n" || ($0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)) }))
        let first = plain.unicodeScalars.first { $0 != " " && $0 != "\u{3000}" && $0 != "\n" }
        if let first, CSV.openings.contains(first) { plain = "'" + plain }
        let needsQuotes = plain.utf8.contains { [0x22, 0x2C, 0x0A].contains($0) } || plain.hasPrefix(" ") || plain.hasSuffix(" ")
        return needsQuotes ? "\"" + plain.replacing("\"", with: "\"\"") + "\"" : plain
    }

    private static let openings: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"]
}
