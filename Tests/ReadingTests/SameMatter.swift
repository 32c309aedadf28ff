import Foundation
import Testing
import Wire

@testable import Reading

/// The same matter (reading.md): places compared as such, the same in other words, not the same words about another building.
@Suite("The same matter")
struct SameMatter {
    private static let sketcher = Sketcher(words: Matters.reader.words, rarity: Matters.reader.category)

    private static func likeness(_ one: String, _ other: String) -> Likeness {
        Likeness(sketcher.sketch(one), sketcher.sketch(other), words: Matters.reader.words)
    }

    private static let least = Matters.reader.words.weights.propose

    @Test(
        "two places, buildings, lines, gates or opposite wishes are a difference",
        arguments: [
            ("3号楼电梯又坏了", "5号楼电梯又坏了"), ("三号楼电梯又坏了", "五栋电梯又坏了"), ("东门的路灯不亮", "西门的路灯不亮"),
            ("解放路的红绿灯坏了", "人民路的红绿灯坏了"), ("12路公交车太少", "15路公交车太少"), ("3单元门铃坏了", "5单元门铃坏了"),
            ("和平小学门口放学堵车", "实验小学门口放学堵车"), ("三组的机井没水了", "五组的机井没水了"), ("建议地库装充电桩", "地库不要装充电桩"),
            ("旧锅炉房拆掉建公园", "旧锅炉房别拆，改博物馆"), ("东敖包的垃圾没人收", "西敖包的垃圾没人收"), ("一期的人工湖发臭", "二期的人工湖发臭"),
            ("青山一中周末补课收费", "青山三中周末补课收费"), ("A3区中海路路灯不亮", "A5区中海路路灯不亮"),
        ])
    func different(_ one: String, _ other: String) {
        let likeness = SameMatter.likeness(one, other)
        #expect(likeness.placesDiffer || likeness.wishesDiffer, "\(one) / \(other)")
        #expect(likeness.value < SameMatter.least)
    }

    @Test(
        "a place given once is no difference; numbers are numbers however written; a part of a whole is asked",
        arguments: [
            ("3号楼电梯又坏了", "三栋的电梯停了"), ("东门的路灯不亮", "东门外路灯坏了好几天"), ("电梯又坏了", "3号楼电梯坏了"),
            ("3号楼2单元的声控灯不亮", "3号楼声控灯不亮了"), ("十二号院下水道堵了", "12号院下水道往外冒水"),
            ("丽景湾小区北侧的搅拌站太吵", "丽景湾旁边搅拌站噪音扰民"),
        ])
    func alike(_ one: String, _ other: String) {
        let likeness = SameMatter.likeness(one, other)
        #expect(!likeness.placesDiffer && !likeness.wishesDiffer, "\(one) / \(other)")
        #expect(likeness.value >= SameMatter.least, "\(one) / \(other): \(likeness.value)")
    }

    @Test("likeness knows no order, and nothing is like nothing")
    func symmetric() {
        let texts = ["3号楼电梯又坏了", "希望装快递柜", "", "广场舞太吵", "🚲🚲"]
        for one in texts {
            for other in texts {
                #expect(SameMatter.likeness(one, other) == SameMatter.likeness(other, one))
            }
        }
    }

    /// The nearest earlier matter of the unit, message after message.
    private static func outcome(_ name: String) throws -> LikenessTraining.Outcome {
        let table = try Matters.table(name)
        let units = try #require(table.column("unit"))
        let groups = try #require(table.column("group"))
        let texts = try table.texts()
        var index = LikenessIndex(SameMatter.sketcher)
        var outcome = LikenessTraining.Outcome()
        var seen: Set<[String]> = []
        let numbers = Dictionary(uniqueKeysWithValues: Set(units).sorted().enumerated().map { ($0.element, $0.offset) })
        for row in texts.indices {
            let unit = try #require(numbers[units[row]])
            let sketch = index.sketch(texts[row])
            if let near = index.nearest(sketch, unit: unit), near.isProposed {
                outcome.proposed += 1
                outcome.right += groups[Int(near.id)] == groups[row] ? 1 : 0
            }
            outcome.wanted += seen.insert([units[row], groups[row]]).inserted ? 0 : 1
            index.add(sketch, id: Int64(row), unit: unit)
        }
        return outcome
    }

    @Test(
        "groups in order of arrival: those the weights and words were made with, and another author's that were never looked at",
        arguments: [("same", 0.8, 338), ("same-held", 0.6, 80)])
    func groups(_ name: String, _ least: Double, _ wanted: Int) throws {
        let outcome = try SameMatter.outcome(name)
        #expect(outcome.wanted >= wanted)
        #expect(outcome.f1 >= least, "F1 \(outcome.f1): \(outcome.right) right of \(outcome.proposed) proposed, \(outcome.wanted) wanted")
    }

    @Test("a busy neighbour hides nothing")
    func neighbours() throws {
        var index = LikenessIndex(SameMatter.sketcher)
        index.add(index.sketch("3号楼电梯又坏了"), id: 1, unit: 1)
        for id in 2...700 { index.add(index.sketch("5号楼电梯又坏了"), id: Int64(id), unit: 2) }
        let near = try #require(index.nearest(index.sketch("三号楼电梯停了"), unit: 1, others: [2]))
        #expect(near.id == 1 && near.isProposed)
    }

    @Test("weights are learned from a table, the same ones each time")
    func learning() throws {
        let table = try Matters.table("same")
        let units = try #require(table.column("unit"))
        let groups = try #require(table.column("group"))
        let texts = try table.texts()
        let rows = texts.indices.filter { ["东园", "柳树村"].contains(units[$0]) }
            .map { LikenessTraining.Row(unit: units[$0], group: groups[$0], text: texts[$0]) }
        let first = LikenessTraining(rows, SameMatter.sketcher).learned()
        let second = LikenessTraining(rows, SameMatter.sketcher).learned()
        #expect(first.weights.map(\.thousandths) == second.weights.map(\.thousandths))
        #expect(first.weights.map(\.name).prefix(2) == ["constant", "propose"])
        #expect(first.outcome.f1 >= 0.7, "\(first.outcome.f1)")
    }

    @Test("other units are looked at only when asked, and what was withdrawn is not proposed")
    func units() throws {
        var index = LikenessIndex(SameMatter.sketcher)
        index.add(index.sketch("解放路路口红绿灯坏了"), id: 7, unit: 1)
        let asked = index.sketch("解放路红绿灯不亮，路口乱成一团")
        #expect(index.nearest(asked, unit: 2) == nil)
        #expect(try #require(index.nearest(asked, unit: 2, others: [1])).isProposed)
        #expect(index.nearest(asked, unit: 1) { $0 != 7 } == nil)
        index.remove(id: 7)
        #expect(index.nearest(asked, unit: 1) == nil)
    }

    @Test("only the newest are kept where it says so")
    func newest() throws {
        var index = LikenessIndex(SameMatter.sketcher)
        for (id, text) in ["解放路路口红绿灯坏了", "希望装快递柜", "北门的窨井盖翘起来了", "3号楼电梯又坏了"].enumerated() {
            index.add(index.sketch(text), id: Int64(id), unit: 1)
        }
        index.keepNewest(4)
        #expect(index.count == 4)
        index.keepNewest(2)
        #expect(index.ids == [2, 3])
        #expect(index.nearest(index.sketch("解放路红绿灯不亮，路口乱成一团"), unit: 1)?.isProposed != true)
        #expect(try #require(index.nearest(index.sketch("三栋的电梯停了"), unit: 1)).id == 3)
    }
}

@Suite("Titles")
struct Titles {
    @Test(
        "what and where, without greetings, wishes, anger and particles",
        arguments: [
            ("小区东门口那段路没有路灯，晚上下班回来黑漆漆的，能不能装两盏", "小区东门口那段路没有路灯"),
            ("建议：在文化广场装几条长椅吧", "在文化广场装几条长椅"), ("气死人了！3号楼2单元电梯又坏了", "3号楼2单元电梯坏了"),
            ("医保报销比例太低了，能不能提高", "医保报销比例太低"), ("尊敬的领导，您好，我想反映一下，北门的井盖松了", "北门的井盖松了"),
            ("快递柜老是满的", "快递柜老是满的"), ("电梯老是坏", "电梯坏"),
        ])
    func titles(_ text: String, _ title: String) { #expect(Matters.reader.title(masked: text) == title) }

    @Test("never more than 20 characters, never empty for a matter")
    func length() throws {
        for table in ["matters", "scope-unseen", "same"] {
            for text in try Matters.table(table).texts() {
                let title = Matters.reader.title(masked: text)
                #expect((2...Title.most).contains(title.count), "\(text) → \(title)")
            }
        }
    }
}
