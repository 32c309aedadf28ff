import Board
import Desk
import Dispatch
import Foundation
import Gateways
import Procedure
import Record
import Testing

/// Answers that the town of the scripts cannot bring about: it has printing pages, few communities, nobody of one name, and no pictures.
@Suite("Answers outside the scripts", .serialized)
struct OutsideScriptsTests {
    /// The town of the scripts, but for this.
    private final class Elsewhere {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-outside-\(UUID().uuidString)")
        let stage: Rehearsal

        init(pages: String? = nil, _ change: (String) -> String = { $0 }) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let town = try Town(parsing: Array(change(try String(contentsOfFile: Script.config + "/demo.json", encoding: .utf8)).utf8))
            let store = try Store.open(path: folder.path + "/talk.db", identity: .random())
            stage = try Rehearsal(
                library: Library(folder: Script.config), town: town, store: store, from: town.start, runs: false, prefix: "", pages: pages)
        }

        deinit {
            stage.desk.stop()
            try? FileManager.default.removeItem(at: folder)
        }

        /// What is answered where it was said.
        func answer(to text: String, _ name: String, in group: String? = nil) throws -> String? {
            let person = try #require(stage.town.person(named: name))
            let place = try group.map { try #require(stage.town.group(named: $0)) }
            stage.say(text, as: person, in: place)
            return stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == (place?.id ?? person.id) }?.text
        }
    }

    @Test("no pages to print")
    func noPages() throws {
        let town = try Elsewhere()
        _ = try town.answer(to: "建议：东门路灯不亮", "张三", in: "东园社区居民群")
        let told = try town.answer(to: "打印 1 初审表", "李明")
        #expect(told == "这里没有开打印页面，请运维人员在设置里打开。")
    }

    @Test("two officers of one name")
    func twoOfOneName() throws {
        let town = try Elsewhere { $0.replacingOccurrences(of: "\"name\": \"林娟\"", with: "\"name\": \"罗燕\"") }
        let told = try town.answer(to: "退出 罗燕 搬走了", "陈华", in: "东园社区工作群")
        #expect(told == "叫“罗燕”的不止一位，请用名单里的名字：罗燕")
    }

    @Test("more communities than numbers are chosen from")
    func manyUnits() throws {
        let units = (1...9).map {
            "{ \"id\": \"cun\($0)\", \"name\": \"柳庄\($0)村\", \"level\": \"village\", \"upper\": \"yunlong\", \"city\": \"xuzhou\" },"
        }
        let groups = (1...9).map {
            "{ \"id\": \"h\($0)\", \"name\": \"柳庄\($0)村居民群\", \"unit\": \"cun\($0)\", \"purpose\": \"residents\" },"
        }
        let town = try Elsewhere {
            $0.replacingOccurrences(of: "\"units\": [", with: "\"units\": [" + units.joined())
                .replacingOccurrences(of: "\"groups\": [", with: "\"groups\": [" + groups.joined())
        }
        let told = try town.answer(to: "建议：门口装一盏路灯", "张三")
        #expect(told?.hasPrefix("您说的我先记着，不用再说一遍。请问您是哪个社区、哪个村的？回个名字就行，例如“") == true)
    }

    @Test("a notice on the board, with a picture of it")
    func postedWithPicture() throws {
        var script = try Script()
        defer { script.end() }
        let lines = [
            "张三@东园社区居民群: 建议：东门路灯不亮", "李四@东园社区居民群: 附议 1", "王芳@东园社区居民群: 附议 1", "李明@东园社区工作群: 通过 1 直接对话",
            "陈华@东园社区工作群: 报审 1", "刘国强: 同意 1 3月2日支委会", "李明@东园社区工作群: 名单 1 减 马会、朱玲、胡波、林娟、郭亮、罗燕、梁超", "过 3分钟",
            "陈华@东园社区工作群: 开会 1 3月20日19:30 二楼 应到6 代表已审定",
        ]
        try script.run(lines.flatMap { [$0, "略"] }.joined(separator: "\n"))
        let stage = script.stage
        let officer = try #require(stage.town.person(named: "李明"))
        let said = Said(
            id: "p1", messageID: "p1", chat: Chat(endpoint: "demo", kind: .direct, id: officer.id), sender: officer.id, displayName: "李明",
            at: stage.clock.now, text: "已张贴 1 一楼公告栏", pictures: ["http://pictures/1.png"])
        stage.desk.perform(.said(Heard(said)))
        stage.settle()
        let told = stage.sandbox.messages.last { $0.sender == nil && $0.chat.id == officer.id }?.text
        #expect(told?.contains("照片存下几张，发“详情 1”可以看；没存下的会告诉您。") == true)
    }
}
