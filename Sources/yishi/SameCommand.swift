import Glibc
import Procedure
import Reading
import Wire

/// `yishi same`: which earlier matter each of a table is most like (reading.md).
enum SameCommand: CommandLineCommand {
    static let name = "same"
    static let takes = "[--units FILE] [--learn TABLE] [--times] [--config DIR]"
    static let does =
        "reads lines id<TAB>text in order of arrival; prints id<TAB>nearest earlier id or -<TAB>likeness 0–1<TAB>1 if it would be proposed"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "learn", "units"], flags: ["times"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option; the table comes on standard input") }
        let reader = try ModelFiles.matterReader(try Folders.configuration(arguments))
        if let table = arguments["learn"] { return try learn(table, reader) }
        var session = SameSession(reader, units: try arguments["units"].map { try units($0) } ?? [:])
        var faulty = false
        while let line = readLine(strippingNewline: true) {
            guard let answer = session.answer(to: line) else {
                if !line.isEmpty {
                    CommandLineTool.complain("a line without a tab is left out")
                    faulty = true
                }
                continue
            }
            CommandLineTool.say(answer)
        }
        if arguments.has("times") { CommandLineTool.complain(session.times.told) }
        return faulty ? 1 : 0
    }

    /// Weights for `likeness` of the words file, learned from a table with the columns unit, group and text in order of arrival.
    private static func learn(_ path: String, _ reader: MatterReader) throws -> Int32 {
        let content = try Folders.bytes(path)
        let table: LabelledTable
        let texts: [String]
        do throws(Malformed) {
            table = try LabelledTable(parsing: content)
            texts = try table.texts()
        } catch { throw Failed("\(path): \(error)") }
        guard let units = table.column("unit"), let groups = table.column("group") else {
            throw Failed("\(path): there are no columns unit and group")
        }
        let rows = texts.indices.map { LikenessTraining.Row(unit: units[$0], group: groups[$0], text: texts[$0]) }
        let (weights, outcome) = LikenessTraining(rows, Sketcher(words: reader.words, rarity: reader.category)).learned()
        CommandLineTool.say("{ " + weights.map { "\"\($0.name)\": \($0.thousandths)" }.joined(separator: ", ") + " }")
        CommandLineTool.say(
            "// \(rows.count) messages, each unit judged by what the others taught: \(outcome.right) right of \(outcome.proposed) proposed, "
                + "\(outcome.wanted) to be found")
        return 0
    }

    /// Lines `id<TAB>unit`; a unit may be a path, `县/镇/社区`: then its neighbours and upper levels are looked at too.
    private static func units(_ path: String) throws(Failed) -> [String: String] {
        var units: [String: String] = [:]
        for line in String(decoding: try Folders.bytes(path), as: UTF8.self).split(whereSeparator: \.isNewline) {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count >= 2 else { throw Failed("\(path): a line without a tab") }
            units[String(fields[0])] = String(fields[1])
        }
        return units
    }
}

/// The matters of one run, as they arrive.
struct SameSession {
    private var index: LikenessIndex
    private let units: [String: String]
    private var numbers: [String: Int] = [:]
    private var paths: [String] = []
    private var names: [String] = []
    private(set) var times = LookTimes()

    init(_ reader: MatterReader, units: [String: String]) {
        index = LikenessIndex(Sketcher(words: reader.words, rarity: reader.category))
        self.units = units
    }

    /// Nil for a line without a tab.
    mutating func answer(to line: String) -> String? {
        guard let tab = line.firstIndex(of: "\t") else { return nil }
        let id = String(line[..<tab])
        let path = units[id] ?? ""
        let unit = number(of: path)
        let sketch = index.sketch(String(line[line.index(after: tab)...]))
        let began = LookTimes.microseconds()
        let near = index.nearest(sketch, unit: unit, others: related(to: path))
        times.looks.append(Int32(clamping: LookTimes.microseconds() - began))
        index.add(sketch, id: Int64(names.count), unit: unit)
        defer { names.append(id) }
        guard let near, Int(near.id) < names.count else { return "\(id)\t-\t0.000\t0" }
        return "\(id)\t\(names[Int(near.id)])\t\(SameSession.share(near.likeness.value))\t\(near.isProposed ? 1 : 0)"
    }

    private mutating func number(of path: String) -> Int {
        if let number = numbers[path] { return number }
        numbers[path] = paths.count
        paths.append(path)
        return paths.count - 1
    }

    /// Neighbours have the same upper level; upper levels are the beginnings of the path.
    private func related(to path: String) -> Set<Int> {
        guard let above = path.lastIndex(of: "/").map({ path[..<$0] }) else { return [] }
        return Set(
            paths.indices.filter { other in
                let known = paths[other]
                return path.hasPrefix(known + "/") || known.lastIndex(of: "/").map { known[..<$0] == above } ?? false
            })
    }

    static func share(_ value: Double) -> String {
        let thousandths = Int((max(0, min(1, value)) * 1000).rounded())
        let digits = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}

/// How long the looks of one run took, by the processor, and what the process holds: what `Tests/Bench/reading` prints.
struct LookTimes {
    /// Microseconds, in order of arrival.
    var looks: [Int32] = []

    /// Processor time of this thread.
    static func microseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }

    /// One line: of all looks, and of the last tenth, when the index is fullest.
    var told: String {
        func share(_ list: [Int32], _ part: Int) -> Int32 { list.isEmpty ? 0 : list[min(list.count - 1, list.count * part / 1000)] }
        let all = looks.sorted(), last = looks.suffix(max(1, looks.count / 10)).sorted()
        return "looks \(looks.count), microseconds p50 \(share(all, 500)) p99 \(share(all, 990)); "
            + "last tenth p50 \(share(last, 500)) p99 \(share(last, 990)) most \(last.last ?? 0); resident \(LookTimes.megabytes()) MB"
    }

    private static func megabytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var whole = 0
        var resident = 0
        guard
            withUnsafeMutablePointer(
                to: &whole,
                { one in
                    withUnsafeMutablePointer(to: &resident) { two in withVaList([one, two]) { vfscanf(file, "%ld %ld", $0) } }
                }) == 2
        else { return 0 }
        return resident * 4096 / 1_000_000
    }
}
