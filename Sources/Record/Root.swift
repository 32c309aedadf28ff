import Deliberation
import Procedure
import Wire

/// One value over the heads of all units' chains at a moment: whoever has it on paper can show later that nothing before it was changed,
/// even by somebody who could rewrite the whole file.
///
/// SHA-256 over the text `yishi root 1`, the number of the newest event, and for each unit in the order of names its name, n and hash, each
/// as a length in 4 bytes (big-endian) and that many bytes; whole numbers are 8 bytes, big-endian. Its first 20 bytes are printed.
public struct Root: Sendable, Hashable {
    /// The civil day it was taken.
    public var day: CivilDate
    /// The newest event over all units, by its place in the record.
    public var newest: Int64
    /// 20 bytes.
    public var bytes: [UInt8]

    public init(day: CivilDate, newest: Int64, heads: [(unit: UnitID, head: ChainHead)]) {
        self.day = day
        self.newest = newest
        bytes = Array(Root.digest(newest, heads).prefix(20))
    }

    private static func digest(_ newest: Int64, _ heads: [(unit: UnitID, head: ChainHead)]) -> [UInt8] {
        var buffer: [UInt8] = []
        func add(_ bytes: [UInt8]) {
            withUnsafeBytes(of: UInt32(clamping: bytes.count).bigEndian) { buffer.append(contentsOf: $0) }
            buffer += bytes
        }
        func add(_ number: Int64) { add(withUnsafeBytes(of: number.bigEndian) { Array($0) }) }
        add(Array("yishi root 1".utf8))
        add(newest)
        for (unit, head) in heads.sorted(by: { $0.unit < $1.unit }) where head.n > 0 {
            add(Array(unit.name.utf8))
            add(head.n)
            add(head.hash)
        }
        return SHA256.digest(buffer).bytes
    }

    /// `2026-03-02 1234 5f3c9a01-…-77`: the day, the newest event, forty hexadecimal digits in eights, and two more by which a slip of the
    /// pen is told from a change of the record.
    public var line: String {
        var groups: [String] = []
        for start in stride(from: 0, to: bytes.count, by: 4) { groups.append(Array(bytes[start..<min(start + 4, bytes.count)]).hex) }
        return "\(day.iso) \(newest) \(groups.joined(separator: "-"))-\(check)"
    }

    private var check: String { Array(SHA256.digest(Array("\(day.iso) \(newest) ".utf8) + bytes).bytes.prefix(1)).hex }

    /// Reads a printed line, whatever stands before the day and however it was typed (letters of either case, hyphens or spaces between the
    /// digits). Nil for what is no such line, or has a slip in it.
    public init?(line: String) {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "　" })
        guard let start = words.firstIndex(where: { CivilDate(iso: String($0)) != nil }), words.count >= start + 3,
            let day = CivilDate(iso: String(words[start])), let newest = Int64(words[start + 1]), newest >= 0
        else { return nil }
        let digits = words[(start + 2)...].joined().filter { $0 != "-" }.lowercased()
        guard digits.utf8.count == 42, let all = [UInt8](hex: digits) else { return nil }
        self.day = day
        self.newest = newest
        bytes = Array(all.prefix(20))
        guard check == Array(all.suffix(1)).hex else { return nil }
    }
}

extension Ledger {
    /// The root as things stand.
    public mutating func root(on day: CivilDate) throws(StoreFailure) -> Root {
        var heads: [(unit: UnitID, head: ChainHead)] = []
        for unit in allUnits() { heads.append((unit, head(of: unit))) }
        return Root(day: day, newest: try newestEvent(), heads: heads)
    }

    /// What the root of that day was, from the events as they stand now.
    public mutating func root(again root: Root) throws(StoreFailure) -> Root {
        var heads: [(unit: UnitID, head: ChainHead)] = []
        for unit in allUnits() {
            var cursor = try eventSQL.lastOfUnit.begin(connection)
            cursor.bind(root.newest)
            cursor.bind(units.byName[unit]?.row)
            if try cursor.step() { heads.append((unit, ChainHead(n: cursor.integer(0), hash: cursor.bytes(1)))) }
        }
        return Root(day: root.day, newest: root.newest, heads: heads)
    }
}
