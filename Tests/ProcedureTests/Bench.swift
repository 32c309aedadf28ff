import Foundation
import Testing
import Wire

@testable import Procedure

/// What these tests share: the files of `Config`, and one rule judged on facts set by hand.
enum Bench {
    static let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Config")

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: config.appendingPathComponent(path))) }

    static func rows() throws -> RowCatalog { try RowCatalog(parsing: bytes("rows.json")) }

    /// Which machine a step belongs to, for tests of the reading alone.
    static func machine(of step: StepID) -> String {
        [
            "SG": "suggestion", "TP": "topic", "MT": "meeting", "FL": "filing", "PN": "notice", "PL": "poll", "CS": "seat", "SM": "mandate",
            "CD": "delegation",
        ][String(step.text.prefix(2))] ?? "other"
    }

    static func instant(_ text: String) throws -> Instant { try #require(CivilMoment(iso: text)).instant }

    static func at(_ text: String) -> Instant { CivilMoment(iso: text)?.instant ?? Instant(milliseconds: 0) }

    static func judge(_ name: String, _ arguments: [String: JSON], _ row: String, _ force: Force, _ facts: Facts) throws -> Verdict {
        let rule = try #require(Rule.named[name], "no rule \(name)")
        var arguments = Arguments(arguments)
        let judgement = try rule.parse(&arguments)
        #expect(arguments.surplus.isEmpty)
        return Requirement(rule: name, row: RowID(row), force: force, reads: rule.reads, blocks: [], judgement: judgement).judge(facts)
    }
}
