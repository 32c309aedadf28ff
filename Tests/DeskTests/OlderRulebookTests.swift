import Board
import Deliberation
import Desk
import Foundation
import Procedure
import Record
import Testing

/// A matter goes by the rulebook it began with (XZ-G2.4f), also when the daemon starts anew with a newer one; whom it presses is no part of that.
@Suite("The rulebook a matter began with") struct OlderRulebookTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    /// A configuration like ours before there was 催办, in a folder of its own.
    private func older() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-older-\(UUID().uuidString)")
        try FileManager.default.copyItem(atPath: Restarting.config, toPath: folder.path)
        let base = folder.appendingPathComponent("rulebooks/base.json")
        let now = try String(contentsOf: base, encoding: .utf8)
        let urges = try #require(now.range(of: "  \"urges\": ["))
        let end = try #require(now[urges.upperBound...].range(of: "],\n"))
        let version = try #require(now.firstMatch(of: /"version": "(\d+)"/))
        let before = now.replacingCharacters(in: urges.lowerBound..<end.upperBound, with: "")
            .replacing(String(version.0), with: "\"version\": \"\((Int(version.1) ?? 0) - 1)\"")
        try before.write(to: base, atomically: true, encoding: .utf8)
        return folder
    }

    @Test("the first step after a start is decided by the rulebook the matter began with, as every other is")
    func kept() throws {
        let folder = try older()
        defer { try? FileManager.default.removeItem(at: folder) }
        let desk = try Restarting(config: folder.path)
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try desk.restart(after: .minutes(5), config: Restarting.config)
        for text in ["转 1 物业办", "答复 1 换好了"] { try desk.say(text, "李明", in: Self.office) }
        try desk.say("建议：西门护栏松动", "张三", in: Self.residents)
        let unit = try #require(UnitID("dongyuan"))
        let books = try [1, 2].map { serial in
            try desk.stage.desk.store.read { ledger throws(StoreFailure) in
                try ledger.events(of: MatterKey(unit, MatterNumber(year: 2026, serial: serial)), after: 0, limit: 100).map(\.rulebook)
            }
        }
        #expect(books[0].count >= 3 && Set(books[0]) == [books[0][0]], "\(books[0])")
        #expect(!books[1].contains(books[0][0]))
    }

    @Test("a matter that began under an older rulebook is pressed by the newest")
    func pressed() throws {
        let folder = try older()
        defer { try? FileManager.default.removeItem(at: folder) }
        let desk = try Restarting(config: folder.path)
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try desk.say("转 1 物业办", "李明", in: Self.office)
        try desk.say("催办 1", "李明", in: Self.office)
        #expect(desk.said(in: Self.office).last == "1号现在已转办，没有要催的人。等承办单位回话。")
        try desk.restart(after: .minutes(5), config: Restarting.config)
        try desk.say("催办 1", "李明", in: Self.office)
        #expect(desk.said(in: Self.office).last == "1号已经催了承办单位。")
    }

    @Test("what a department says of a matter that began before that had a notice of its own is told as the department's")
    func department() throws {
        let folder = try older()
        defer { try? FileManager.default.removeItem(at: folder) }
        let base = folder.appendingPathComponent("rulebooks/base.json")
        let now = try String(contentsOf: base, encoding: .utf8)
        let told = try #require(now.range(of: "    \"supplemented/departmentContact\": [\"department.toOfficer\"],\n"))
        try now.replacingCharacters(in: told, with: "").write(to: base, atomically: true, encoding: .utf8)
        let desk = try Restarting(config: folder.path)
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try desk.say("转 1 物业办", "李明", in: Self.office)
        try desk.restart(after: .minutes(5), config: Restarting.config)
        try desk.say("1号不归我们管，应该是城管的", "高远")
        #expect(desk.said(in: Self.office).last == "1号有补充，高远（物业办）说：1号不归我们管，应该是城管的")
        try desk.say("补充 1 是南边那盏", "张三")
        #expect(desk.said(in: Self.office).last == "1号有补充：是南边那盏")
    }
}
