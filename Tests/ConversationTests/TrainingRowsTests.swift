import Board
import Deliberation
import Desk
import Foundation
import Reading
import Record
import Testing
import Wire

/// What officers put right in a conversation, and what a model makes of it.
@Suite("Rows to learn from")
struct TrainingRowsTests {
    private static let lamps = ["东门路灯不亮", "西门路灯不亮了", "三号楼前路灯坏了", "广场路灯一直不亮", "河边路灯全黑", "小巷路灯没人修"]
    private static let buses = ["公交车等半个小时", "公交站没有雨棚", "末班公交太早", "公交不到医院", "早上公交挤不上", "公交站牌看不清"]

    private static func rows(_ script: Script) throws -> [TrainingRows.Row] {
        try script.stage.desk.store.read { ledger throws(StoreFailure) in try TrainingRows.read(&ledger, script.stage.desk.library) }.rows
    }

    @Test("corrections, referrals and merges of a conversation are a table that trains a model and weighs likeness")
    func trained() throws {
        var script = try Script()
        defer { script.end() }
        var lines: [String] = []
        for (lamp, bus) in zip(Self.lamps, Self.buses) {
            for (text, category) in [(lamp, "城乡建设"), (bus, "交通运输")] {
                lines.append("张三@东园社区居民群: 建议：\(text)")
                lines.append("略")
                lines.append("李明@东园社区工作群: 改类 \(lines.count(where: { $0.hasPrefix("张三") })) \(category)")
                lines.append("略")
            }
        }
        lines += [
            "李明@东园社区工作群: 转 1 城管中队", "略", "李明@东园社区工作群: 改部门 2 交警", "略", "李明@东园社区工作群: 并 3 到 1", "略",
            "李明@东园社区工作群: 并 5 到 3", "略", "王芳@东园社区居民群: 建议：我叫王小芳，电话13800001234，公交车太少", "略",
        ]
        try script.run(lines.joined(separator: "\n"))
        let rows = try Self.rows(script)
        try #require(rows.count == 13)
        #expect(rows.map(\.category).prefix(2) == ["城乡建设", "交通运输"] && rows[12].category == nil)
        #expect(rows[0].department == "城管中队" && rows[0].sources == [.corrected, .referred])
        #expect(rows[1].department == "交警部门")
        #expect(rows[2].group == rows[0].matter && rows[2].sources.contains(.merged))
        #expect(!rows[12].text.contains("13800001234") && !rows[12].text.contains("王小芳") && rows[12].text.contains("公交车太少"))

        let table = try LabelledTable(parsing: Array(TrainingTable.text(rows).utf8))
        let labelled = try table.labelled(by: "category")
        #expect(labelled.count == 12)
        let model = try LinearTraining().model(from: labelled, provenance: [("source", "a conversation")])
        #expect(labelled.allSatisfy { model.answer($0).said == $0.label })
        #expect(model.answer(LabelledText(text: "公交来得太慢", label: "", group: "")).said == "交通运输")

        let matters = try #require(script.stage.desk.library.matters)
        let units = try #require(table.column("unit")), groups = try #require(table.column("group"))
        let pairs = zip(try table.texts(), zip(units, groups)).map { LikenessTraining.Row(unit: $1.0, group: $1.1, text: $0) }
        let learned = LikenessTraining(pairs, Sketcher(words: matters.words, rarity: matters.category)).learned()
        #expect(learned.outcome.wanted == 1)
    }

    @Test("what was erased, turned private, withdrawn or taken back is not in it")
    func leftOut() throws {
        var script = try Script()
        defer { script.end() }
        try script.run(
            [
                "张三@东园社区居民群: 建议：东门路灯不亮", "略", "李四@东园社区居民群: 建议：门口公交太少", "略", "王芳@东园社区居民群: 建议：楼上总吵架", "略",
                "赵强@东园社区居民群: 建议：加一个快递柜", "略", "李明@东园社区工作群: 改类 1、2 交通运输", "略", "李明@东园社区工作群: 转私下 3", "略",
                "赵强@东园社区居民群: 撤回 4", "略", "李明@东园社区工作群: 撤销", "略", "钱丽@东园社区居民群: 建议：健身器材坏了", "略", "钱丽: 忘记我", "略", "钱丽: 是", "略",
            ]
            .joined(separator: "\n"))
        let rows = try Self.rows(script)
        #expect(rows.map(\.matter.serial) == [1, 2])
        #expect(rows.map(\.category).compactMap(\.self).count <= 2)
        #expect(!TrainingTable.text(rows).contains("健身") && !TrainingTable.text(rows).contains("吵架"))
    }
}
