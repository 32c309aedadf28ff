import Foundation
import Testing
import Wire

@testable import Reading

/// The models as they are delivered, and what our own sets say of them. The floors stand a little below what was measured when they were
/// set (README, *Models*); rows of `Tests/Reading` are our own.
enum Matters {
    static let reader: MatterReader = {
        do {
            return try MatterReader(
                words: try MatterWords(parsing: Fixtures.bytes("Config/models/matters.zh-Hans.json")), category: try model("category"),
                scope: try model("scope"), kind: try model("kind"), reach: try model("reach"))
        } catch { fatalError("the delivered models do not load: \(error)") }
    }()

    static func model(_ name: String) throws -> LinearModel { try LinearModel(parsing: Fixtures.bytes("Config/models/\(name).model")) }

    static func table(_ name: String) throws -> LabelledTable { try LabelledTable(parsing: Fixtures.bytes("Tests/Reading/\(name).tsv")) }
}

@Suite("Models of matters")
struct MatterModels {
    @Test("scope on lines the model has not learned: class and admissibility")
    func scope() throws {
        let rows = try Matters.table("scope-unseen").labelled(by: "scope")
        #expect(rows.count == 200)
        var right = 0
        var admissible = 0
        for row in rows {
            let judgement = Matters.reader.judgeScope(row.text)
            let said = judgement.labels[0].label
            right += said == row.label ? 1 : 0
            admissible += Scope.admissible.contains(said) == Scope.admissible.contains(row.label) ? 1 : 0
            #expect(abs(judgement.labels.reduce(0) { $0 + $1.probability } - 1) < 1e-6)
        }
        #expect(right >= 174, "\(right) of 200 classes right")
        #expect(admissible >= 188, "\(admissible) of 200 rightly admissible or not")
    }

    @Test("ten questions, each once, the two most doubtful first")
    func questions() {
        let questions = Matters.reader.questions("小区东门口那段路没有路灯，晚上下班回来黑漆漆的，能不能装两盏")
        #expect(Set(questions.map(\.row)) == Scope.rows && questions.count == 10)
        #expect(questions.filter { $0.answer == .yes }.map(\.row) == ["OX-2.4k"])
        #expect(questions.first { $0.answer == .yes }?.words.contains { $0.contains("路灯") } == true)
        #expect(questions.dropFirst(2).allSatisfy { $0.sureness >= questions[1].sureness })
    }

    @Test("what reading cannot tell it proposes no answer to; what is thinkable comes with its words")
    func doubtfulQuestions() throws {
        let texts = try Matters.table("scope-unseen").labelled(by: "scope").map(\.text)
        var open = 0, wordless = 0
        for text in texts {
            let questions = Matters.reader.questions(text)
            let judgement = Matters.reader.judgeScope(text)
            #expect(questions.count { $0.answer == .yes } == (judgement.isSure ? 1 : 0), "\(text)")
            if let yes = questions.first(where: { $0.answer == .yes }), yes.words.isEmpty { wordless += 1 }
            for question in questions where question.answer == .open {
                open += 1
                #expect(questions.prefix(2).contains(question) || questions.count { $0.answer == .open } > 2, "\(text)")
            }
        }
        #expect(open > 0 && wordless <= 4, "\(wordless) of 200 without a word")
        #expect(Matters.reader.questions("收到").allSatisfy { $0.answer != .yes })
    }

    @Test(
        "categories of plain cases, with the words that decide",
        arguments: [
            ("老板欠我四个月工资，人也找不着了", "劳动和社会保障", "工资"), ("学校食堂的饭太难吃，学费还涨了", "教育文体", "学"),
            ("快递公司把我的包裹弄丢了，物流一直不动", "交通运输", "快递"), ("化工厂半夜偷排废气，熏得人睡不着", "环境保护", "废气"),
            ("医院的医生收红包，手术做坏了不认", "卫生计生", "医"),
        ])
    func category(_ text: String, _ label: String, _ word: String) {
        let judgement = Matters.reader.judgeCategory(text)
        #expect(judgement.labels.first?.label == label)
        #expect(judgement.labels.first?.words.contains { $0.contains(word) || word.contains($0) } ?? false)
    }

    @Test("what says nothing is not judged")
    func nothing() {
        for text in ["", "。", "收到", "👍👍"] {
            #expect(Matters.reader.judgeCategory(text).first == nil)
            #expect(Matters.reader.title(masked: text).count <= Title.most)
        }
        #expect(Matters.reader.department("收到") == nil)
    }

    @Test("departments by their words")
    func departments() {
        #expect(Matters.reader.department("路口红绿灯坏了")?.name == "交警部门")
        #expect(Matters.reader.department("草场围栏让骆驼撞坏了")?.name == "农牧部门")
    }

    @Test("every model says where it came from")
    func provenance() throws {
        for name in ["category", "scope", "kind", "reach"] {
            let model = try Matters.model(name)
            #expect(Set(model.provenance.map(\.name)).isSuperset(of: ["learned", "sha256", "source", "licence", "method"]))
            #expect(try model.bytes() == Fixtures.bytes("Config/models/\(name).model"))
        }
    }

    @Test("a file cut short or changed is refused, never trusted", arguments: ["reach", "intents"])
    func damaged(_ name: String) throws {
        let bytes = try Fixtures.bytes("Config/models/\(name).model")
        for count in [0, 10, 200, bytes.count / 2, bytes.count - 1] {
            #expect(throws: Malformed.self) { try LinearModel(parsing: Array(bytes.prefix(count))) }
        }
        #expect(throws: Malformed.self) { try LinearModel(parsing: bytes + [0]) }
    }
}

@Suite("Learning models")
struct Learning {
    private static let rows = (0..<60).map { index in
        LabelledText(
            text: index % 2 == 0 ? "第\(index)号路灯坏了没人修" : "第\(index)位老人想学手机", label: index % 2 == 0 ? "灯" : "学", group: "g\(index / 3)")
    }

    @Test("the same table gives the same bytes, and they read back")
    func deterministic() throws {
        let one = try LinearTraining().model(from: Learning.rows, provenance: [("source", "made up")])
        let other = try LinearTraining().model(from: Learning.rows, provenance: [("source", "made up")])
        #expect(one.bytes() == other.bytes())
        let back = try LinearModel(parsing: one.bytes())
        #expect(back.bytes() == one.bytes())
        #expect(back.answer(Learning.rows[0]).said == "灯" && back.answer(Learning.rows[1]).said == "学")
    }

    @Test("without its small weights a model is a smaller file, reads back, and says the same")
    func sparse() throws {
        var training = LinearTraining()
        training.plan.pairs = 3
        training.plan.pairWeight = 700
        let whole = try training.model(from: Learning.rows, provenance: [])
        training.leastWeight = 9
        let sparse = try training.model(from: Learning.rows, provenance: [])
        let back = try LinearModel(parsing: sparse.bytes())
        #expect(back.bytes() == sparse.bytes())
        for row in Learning.rows.prefix(6) {
            let one = whole.judge(whole.folded(row.text)), other = back.judge(back.folded(row.text))
            #expect(one[0].label == other[0].label && abs(one[0].probability - other[0].probability) < 0.05)
        }
    }

    @Test("a weight for a label there is not is refused")
    func strangeLabel() throws {
        var training = LinearTraining()
        training.leastWeight = 9
        let model = try training.model(from: Learning.rows, provenance: [])
        var bytes = model.bytes()
        let line = try #require(bytes.firstIndex(of: 0x0A))
        let labels = line + 1 + 6 * model.keys.count
        #expect(bytes[labels] < 2)
        bytes[labels] = 2
        #expect(throws: Malformed.self) { try LinearModel(parsing: bytes) }
    }

    @Test("pairs: what stands apart is looked at together, whatever stands between")
    func pairs() {
        var plan = GramPlan()
        plan.opening = 0
        plan.pairs = 3
        let reader = GramReader(plan, fold: FoldTable())
        func keys(_ text: String) -> Set<UInt32> { Set(reader.grams(reader.folded(text)).filter { $0.block == .pair }.map(\.key)) }
        #expect(keys("不去了").count == 1)
        #expect(keys("不去了").isSubset(of: keys("我不来了")))
        #expect(keys("去").isEmpty && keys("去了").isEmpty)
        plan.pairs = 0
        #expect(!GramReader(plan, fold: FoldTable()).grams(reader.folded("不去了")).contains { $0.block == .pair })
    }

    @Test("one label is no model")
    func oneLabel() {
        #expect(throws: TrainingFault.self) {
            try LinearTraining().model(from: [LabelledText(text: "路灯", label: "灯", group: "a")], provenance: [])
        }
    }

    @Test("rows of one group are never on both sides")
    func groups() {
        let parts = Folds.of(Learning.rows.map(\.group), count: 5)
        for (row, part) in zip(Learning.rows, parts) {
            #expect(zip(Learning.rows, parts).allSatisfy { $0.0.group != row.group || $0.1 == part })
        }
        #expect(Set(parts).count == 5)
    }

    @Test("figures of a known confusion")
    func figures() {
        let answers = [("a", "a", 0.9), ("a", "b", 0.6), ("b", "b", 0.8), ("b", "b", 0.7)].enumerated().map {
            Evaluation.Answer(truth: $0.element.0, said: $0.element.1, probability: $0.element.2, group: "\($0.offset)")
        }
        let evaluation = Evaluation(answers)
        #expect(evaluation.accuracy == 0.75)
        // a: precision 1, recall 1/2, F1 2/3; b: precision 2/3, recall 1, F1 4/5.
        #expect(abs(evaluation.macroF1 - (2.0 / 3 + 0.8) / 2) < 1e-9)
        #expect(evaluation.kept(atLeast: 0.7).share == 0.75 && evaluation.kept(atLeast: 0.7).accuracy == 1)
        #expect(evaluation.against(["a", "b", "b", "b"]).difference.value == 0)
        #expect(evaluation.against(["b", "a", "a", "a"]).notBetter < 0.3)
        #expect(evaluation.macroF1Interval().low <= evaluation.macroF1)
    }

    @Test(
        "a title is whole parts of what was typed by voice, without who speaks",
        arguments: [
            ("东门口那排路灯坏了快一个月了 晚上接孩子黑漆漆的 能不能给修修", "东门口那排路灯坏了快一个月了"), ("西区垃圾桶不够用 周末都堆地上 希望加两个", "西区垃圾桶不够用 周末都堆地上"),
            ("3号楼下面垃圾桶天天满的流汤 我住〔门牌〕 电话〔电话〕 请你们赶紧处理", "3号楼下面垃圾桶满的流汤"),
            ("大家好 我是5号楼的 楼道里堆满了杂物 消防通道都堵死了", "5号楼楼道里堆满了杂物 消防通道都堵死了"), ("我是老王", "我是老王"), ("刚才3号楼电梯又停了，里面没人", "3号楼电梯停了"),
            ("手机信号太差，打电话要下楼", "手机信号太差"), ("上面掉墙皮，砸到车", "上面掉墙皮"), ("2 号楼 3 单元的电梯停了", "2 号楼 3 单元的电梯停了"),
        ])
    func spokenTitles(text: String, title: String) { #expect(Matters.reader.title(masked: text) == title) }

    @Test("tables: tabs, commas with quotes, a title and a detail, faults with their line")
    func tables() throws {
        let comma = try LabelledTable(parsing: Array("title,detail,label\n\"灯,坏了\",\"说“\"\"坏\"\"”\",甲\n".utf8))
        #expect(try comma.labelled(by: "label").map(\.text) == ["灯,坏了\n说“\"坏\"”"])
        let tab = try LabelledTable(parsing: Array("text\tlabel\tmatter\n路灯\t甲\t1\n\t乙\t2\n".utf8))
        #expect(try tab.labelled(by: "label") == [LabelledText(text: "路灯", label: "甲", group: "1")])
        #expect(throws: Malformed.self) { try tab.labelled(by: "scope") }
        #expect(throws: Malformed.self) { try LabelledTable(parsing: Array("a,b\n\"x,y\n".utf8)) }
        #expect(throws: Malformed.self) { try LabelledTable(parsing: []) }
    }
}
