import Deliberation
import FoundationEssentials
import Procedure
import Record
import Testing

/// A data folder of its own for one test, gone with it.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-record-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var database: String { path + "/yishi.db" }

    /// Every byte of the database, its log and whatever else stands in the folder.
    func bytes() throws -> [UInt8] {
        var all: [UInt8] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            all += [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
        }
        return all
    }

    func holds(_ text: String) throws -> Bool { try bytes().holds(Array(text.utf8)) }
}

extension Array where Element == UInt8 {
    func holds(_ needle: [UInt8]) -> Bool {
        guard let first = needle.first, count >= needle.count else { return false }
        return indices.dropLast(needle.count - 1).contains { self[$0] == first && self[$0..<$0 + needle.count].elementsEqual(needle) }
    }
}

let dongyuan = UnitID("dongyuan") ?? fallback
let xiyuan = UnitID("xiyuan") ?? fallback
private let fallback: UnitID = { preconditionFailure("the names above are names of units") }()

/// 2026-03-05 09:00 in China.
let morning = Instant(milliseconds: 1_772_672_400_000)

let key = IdentityKey(bytes: [UInt8](repeating: 7, count: 32)) ?? IdentityKey.random()

func matter(_ serial: Int, in unit: UnitID = dongyuan) -> MatterKey { MatterKey(unit, MatterNumber(year: 2026, serial: serial)) }

extension EventDraft {
    static func sample(_ key: MatterKey, kind: String = "suggested", at: Instant = morning, body: String = "{}") -> EventDraft {
        EventDraft(key, at: at, by: "p77", post: "resident", rulebook: "ab12", kind: kind, body: Array(body.utf8))
    }
}

extension OutboxDraft {
    static func sample(
        _ about: MatterKey, to: Addressee = .group(GroupID(5)), lane: Int = 1, due: Instant = morning, cause: Int64 = 1
    ) -> OutboxDraft {
        OutboxDraft(to: to, lane: lane, text: "receipt", arguments: Array(#"{"number":12}"#.utf8), due: due, about: about, cause: cause)
    }
}

extension Store {
    static func fresh(in folder: Folder) throws -> Store { try Store.open(path: folder.database, identity: key) }

    /// A new matter with its first event, as a suggestion makes it.
    @discardableResult
    func suggest(in unit: UnitID = dongyuan, at: Instant = morning, due: Instant? = nil) throws -> EventRow {
        try write { ledger throws(StoreFailure) in try ledger.suggest(in: unit, at: at, due: due) }
    }
}

extension Ledger {
    @discardableResult
    mutating func suggest(in unit: UnitID = dongyuan, at: Instant = morning, due: Instant? = nil) throws(StoreFailure) -> EventRow {
        let key = MatterKey(unit, try nextSerial(unit, year: 2026))
        let event = try append(.sample(key, at: at))
        try putMatter(MatterState(key, stage: "registered", isOpen: true, due: due, state: Array(#"{"a":1}"#.utf8)))
        return event
    }
}

func mode(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
}

func setMode(of path: String, _ mode: Int) throws { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path) }

func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
