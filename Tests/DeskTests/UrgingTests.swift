import Foundation
import Procedure
import Testing

/// 催办 of matters that began before there was such a word.
@Suite("Whoever a matter waits for is pressed") struct UrgingTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    @Test("a matter that began under an older rulebook is pressed by the newest")
    func older() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-urging-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(atPath: Restarting.config, toPath: folder.path)
        let base = folder.appendingPathComponent("rulebooks/base.json")
        let now = try String(contentsOf: base, encoding: .utf8)
        let urges = try #require(now.range(of: "  \"urges\": ["))
        let end = try #require(now[urges.upperBound...].range(of: "],\n"))
        let version = try #require(now.firstMatch(of: /"version": "(\d+)"/))
        let before = now.replacingCharacters(in: urges.lowerBound..<end.upperBound, with: "")
            .replacing(String(version.0), with: "\"version\": \"\((Int(version.1) ?? 0) - 1)\"")
        try before.write(to: base, atomically: true, encoding: .utf8)

        let desk = try Restarting(config: folder.path)
        try desk.say("建议：东门路灯不亮", "张三", in: Self.residents)
        try desk.say("转 1 物业办", "李明", in: Self.office)
        try desk.say("催办 1", "李明", in: Self.office)
        #expect(desk.said(in: Self.office).last == "1号现在已转办，没有要催的人。等承办单位回话。")
        try desk.restart(after: .minutes(5), config: Restarting.config)
        // Once it was looked at, its own rulebook is the one it is decided by.
        try desk.say("详情 1", "李明", in: Self.office)
        try desk.say("催办 1", "李明", in: Self.office)
        #expect(desk.said(in: Self.office).last == "1号已经催了承办单位。")
    }
}
