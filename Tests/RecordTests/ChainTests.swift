import Deliberation
import Procedure
import Testing
import Wire

@testable import Record

/// SQLite's own file tampered with behind the store's back.
@Suite struct ChainTests {
    let folder: Folder
    let store: Store

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
        try store.write { ledger throws(StoreFailure) in
            for number in 0..<12 {
                let unit = number % 4 == 3 ? xiyuan : dongyuan
                var draft = EventDraft.sample(MatterKey(unit, try ledger.nextSerial(unit, year: 2026)), body: #"{"n":"\#(number)"}"#)
                draft.happened = morning - .days(1)
                _ = try ledger.append(draft)
            }
        }
    }

    private func tamper(_ sql: String) throws {
        let connection = try Connection.open(path: folder.database, access: .writing)
        try connection.execute("PRAGMA foreign_keys = OFF; " + sql, "tamper")
        #expect(connection.changes == 1)
    }

    private func fault(of unit: UnitID = dongyuan) throws -> ChainReport.Fault? {
        try store.read { ledger throws(StoreFailure) in
            // The two ways of asking must agree.
            let all = try ledger.verifyChains()
            let one = try ledger.verifyChains(of: unit)
            #expect(all.filter { $0.unit == unit } == one)
            #expect(one.count == 1)
            return one.first?.fault
        }
    }

    @Test func anUntouchedChainIsWhole() throws {
        #expect(try fault() == nil)
        #expect(try fault(of: xiyuan) == nil)
    }

    /// Every column that is hashed, of the fifth event of dongyuan (id 6).
    @Test(arguments: [
        ("matter = matter + 1", ChainReport.Kind.altered), ("m = m + 1", .altered), ("at = at + 1", .altered),
        ("happened = happened - 1", .altered), ("happened = NULL", .altered), ("by = 'p78'", .altered), ("by = NULL", .altered),
        ("post = ''", .altered), ("rulebook = 'ab13'", .altered), ("kind = 'suggesteD'", .altered), ("version = 2", .altered),
        ("body = x'7b227d'", .altered), ("body = CAST(replace(CAST(body AS TEXT), '5', '6') AS BLOB)", .altered),
        ("prev = zeroblob(32)", .altered), ("hash = zeroblob(32)", .altered), ("n = n + 100", .outOfPlace), ("unit = 2", .outOfPlace),
        ("id = 1000", .outOfPlace),
    ])
    func anAlteredEventIsFoundAndNamed(_ change: String, _ kind: ChainReport.Kind) throws {
        try tamper("UPDATE event SET \(change) WHERE id = 6")
        #expect(try fault() == ChainReport.Fault(n: 5, kind: kind))
        if change != "unit = 2" { #expect(try fault(of: xiyuan) == nil) }
    }

    /// Each single bit of an event's body and hashes.
    @Test func everyFlippedBitIsFound() throws {
        let event = try #require(try store.read { ledger throws(StoreFailure) in try ledger.events(after: 5, limit: 1) }.first)
        for (column, bytes) in [("body", event.body), ("prev", event.prev), ("hash", event.hash)] {
            for place in stride(from: 0, to: bytes.count * 8, by: 5) {
                var flipped = bytes
                flipped[place / 8] ^= 1 << UInt8(place % 8)
                try tamper("UPDATE event SET \(column) = x'\(flipped.hex)' WHERE id = 6")
                #expect(try fault() == ChainReport.Fault(n: 5, kind: .altered), "\(column) bit \(place)")
            }
            try tamper("UPDATE event SET \(column) = x'\(bytes.hex)' WHERE id = 6")
        }
        #expect(try fault() == nil)
    }

    @Test func anEventTakenOutIsFound() throws {
        try tamper("DELETE FROM event WHERE id = 6")
        #expect(try fault() == ChainReport.Fault(n: 5, kind: .outOfPlace))
    }

    @Test func anEndCutOffIsFoundByTheUnitsRow() throws {
        try tamper("DELETE FROM event WHERE id = 11")
        #expect(try fault() == ChainReport.Fault(n: 9, kind: .wrongHead))
    }

    /// An event altered together with its hash no longer fits the next one.
    @Test func anEventForgedWithItsHashBreaksTheNextLink() throws {
        var event = try #require(try store.read { ledger throws(StoreFailure) in try ledger.events(after: 5, limit: 1) }.first)
        event.body = Array("{}".utf8)
        event.hash = EventHash.of(event)
        try tamper("UPDATE event SET body = x'\(event.body.hex)', hash = x'\(event.hash.hex)' WHERE id = 6")
        #expect(try fault() == ChainReport.Fault(n: 6, kind: .notLinked))
    }

    /// The format for ever, byte for byte, written out by hand.
    @Test func theHashIsOverTheDocumentedBytes() throws {
        let event = EventRow(
            id: 900, unit: dongyuan, n: 2, matter: MatterNumber(year: 2026, serial: 12), m: 1, at: Instant(milliseconds: 258),
            happened: nil,
            by: "p7", post: "", rulebook: nil, kind: "suggested", version: 1, body: [123, 125], prev: [UInt8](repeating: 1, count: 32),
            hash: [])
        let hex =
            "0000000d" + Array("yishi event 1".utf8).hex + "00000008" + Array("dongyuan".utf8).hex + "00000008" + "0000000000000002"
            + "00000008" + "0000000078c24e8c" + "00000008" + "0000000000000001" + "00000008" + "0000000000000102" + "ffffffff" + "00000002"
            + "7037" + "00000000" + "ffffffff" + "00000009" + Array("suggested".utf8).hex + "00000008" + "0000000000000001" + "00000002"
            + "7b7d"
            + "00000020" + String(repeating: "01", count: 32)
        let bytes = try #require([UInt8](hex: hex))
        #expect(EventHash.of(event) == SHA256.digest(bytes).bytes)
    }
}
