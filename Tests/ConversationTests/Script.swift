import Board
import Deliberation
import Desk
import Foundation
import Gateways
import Procedure
import Record
import Wire

/// A conversation script: a whole deliberation as a chat log (design section 5).
///
///     时间 2026-03-02 09:00
///     张三@东园社区居民群: 建议：路灯不亮        somebody says something
///     机器人@东园社区居民群: 收到，…              what we say, exactly, in order a chat
///     机器人@张三、李四: …                       in private, the same to both
///     张三@东园社区居民群 引用: 附议              quoting the message above it in that chat (or 引用「words of it」)
///     过 7天                                    the clock goes on, from due to due
///     账: 12 topic=noticed                      where a matter stands
///     收回 张三@东园社区居民群「路灯」              a person takes back their message with those words
///     略 东园社区工作群                           what we said there since is not looked at
///     丢回执 东园社区居民群「会前公示」             the answer to our next message with those words is lost; the message arrives
///     丢消息 东园社区居民群「会前公示」             so is the message
///
/// `计数 名字` counts what people in posts say from here under that name, `计数 不计` ends it. Lines that begin with `#` are notes. A line of ours that the script does not tell fails it.
struct Script {
    struct Fault: Error, CustomStringConvertible {
        var line: Int
        var what: String
        var description: String { "line \(line): \(what)" }
    }

    static let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Config").path

    let stage: Rehearsal
    /// What the daemon sends through.
    let platform: LossyPlatform
    private let noted: NotedPlatform
    /// The keys of all texts that have left.
    var left: Set<String> { noted.left }
    private(set) var seen: [String: Int] = [:]
    /// Lines and characters said by people in posts, for the count against paths.md.
    private(set) var staffActions: [(part: String, text: String)] = []
    private var counting: String?
    let directory: URL

    /// - Parameters:
    ///   - tick: how far every look at the clock moves it on.
    ///   - log: what the daemon would log.
    init(tick: Span = .seconds(0), log: @escaping @Sendable (String) -> Void = { _ in }) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-talk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let library = try Library(folder: Script.config)
        let town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Script.config + "/demo.json"))))
        let store = try Store.open(path: directory.appendingPathComponent("talk.db").path, identity: .random())
        var platform: LossyPlatform?
        var noted: NotedPlatform?
        stage = try Rehearsal(
            library: library, town: town, store: store, from: town.start, runs: false, tick: tick, prefix: "",
            through: { sandbox in
                let lossy = LossyPlatform(sandbox)
                let whole = NotedPlatform(lossy, store)
                platform = lossy
                noted = whole
                return whole
            }, log: log)
        let lossy = platform ?? LossyPlatform(stage.sandbox)
        self.platform = lossy
        self.noted = noted ?? NotedPlatform(lossy, store)
    }

    /// The script as it was played, with what we really said after every line: what an author goes over and keeps.
    private(set) var played: [String] = []
    private var playedUpTo = 0

    private mutating func note(_ line: String) {
        if !line.hasPrefix("机器人@"), !line.hasPrefix("略") { played.append(line.replacingOccurrences(of: "\n", with: "\n  ")) }
        var told: [(text: String, chats: [String])] = []
        for message in stage.sandbox.messages(after: playedUpTo) where message.sender == nil {
            let name =
                stage.town.groups.first { $0.id == message.chat.id }?.name ?? stage.town.people.first { $0.id == message.chat.id }?.name
                ?? message.chat.id
            if let index = told.firstIndex(where: { $0.text == message.text && !$0.chats.contains(name) }) {
                told[index].chats.append(name)
            } else {
                told.append((message.text, [name]))
            }
        }
        playedUpTo = stage.sandbox.messages.last?.sequence ?? 0
        for entry in told {
            played.append("机器人@\(entry.chats.sorted().joined(separator: "、")): \(entry.text.replacingOccurrences(of: "\n", with: "\n  "))")
        }
    }

    func end() {
        stage.desk.stop()
        try? FileManager.default.removeItem(at: directory)
    }

    /// An author wants the whole of it: then the first line that differs is told at the end, and what we really said stands in `played`.
    private let isRehearsed = ProcessInfo.processInfo.environment["TALK"] != nil

    mutating func run(_ text: String) throws {
        var first: (any Error)?
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var index = 0
        while index < lines.count {
            var line = lines[index]
            let number = index + 1
            index += 1
            // A line that begins with two spaces goes on with the one before it.
            while index < lines.count, lines[index].hasPrefix("  ") {
                line += "\n" + lines[index].dropFirst(2)
                index += 1
            }
            if line.trimmingCharacters(in: .whitespaces).isEmpty || line.hasPrefix("#") {
                played.append(line)
                continue
            }
            do { try step(line, number) } catch {
                guard isRehearsed else { throw error }
                first = first ?? error
            }
            note(line)
        }
        if let first { throw first }
        try nothingLeft(lines.count)
    }

    private mutating func step(_ line: String, _ number: Int) throws {
        if let rest = line.after("时间 ") { return try setTime(rest, number) }
        if let rest = line.after("过 ") { return try pass(rest, number) }
        if let rest = line.after("账: ") { return try account(rest, number) }
        if let rest = line.after("收回 ") { return try recall(rest, number) }
        if let rest = line.after("略 ") { return skip(rest) }
        if let rest = line.after("丢回执 ") { return try lose(rest, arrives: true, number) }
        if let rest = line.after("丢消息 ") { return try lose(rest, arrives: false, number) }
        if line == "略" {
            for chat in Set(stage.sandbox.messages.map(\.chat.key)) {
                seen[chat] = stage.sandbox.messages.count { $0.chat.key == chat && $0.sender == nil }
            }
            return
        }
        if let rest = line.after("计数 ") {
            counting = rest == "不计" ? nil : rest
            return
        }
        guard let colon = line.range(of: ": ") else { throw Fault(line: number, what: "not understood: \(line)") }
        var head = String(line[..<colon.lowerBound])
        let text = String(line[colon.upperBound...])
        var quoted: String??
        if let range = head.range(of: " 引用") {
            let words = head[range.upperBound...].trimmingCharacters(in: CharacterSet(charactersIn: "「」 "))
            head = String(head[..<range.lowerBound])
            quoted = .some(words.isEmpty ? nil : words)
        }
        let parts = head.split(separator: "@", maxSplits: 1).map(String.init)
        if parts[0] == "机器人" {
            for chat in (parts.count > 1 ? parts[1] : "").split(separator: "、") { try expect(text, in: String(chat), number) }
            return
        }
        try say(text, as: parts[0], in: parts.count > 1 ? parts[1] : nil, quoting: quoted, number)
    }

    private mutating func say(_ text: String, as name: String, in group: String?, quoting: String??, _ number: Int) throws {
        guard let person = stage.town.person(named: name) else { throw Fault(line: number, what: "nobody is called \(name)") }
        let place = try group.map { name in
            guard let group = stage.town.group(named: name) else { throw Fault(line: number, what: "no group is called \(name)") }
            return group
        }
        var quote: String?
        if let quoting {
            let key = Chat(endpoint: "demo", kind: place == nil ? .direct : .group, id: place?.id ?? person.id).key
            let there = stage.sandbox.messages.filter { $0.chat.key == key }
            quote = there.last { message in quoting.map { message.text.contains($0) } ?? true }?.id
            if quote == nil { throw Fault(line: number, what: "nothing there to quote") }
        }
        if let counting, !person.posts.isEmpty || person.seat != nil { staffActions.append((counting, text)) }
        stage.say(text, as: person, in: place, quotes: quote)
    }

    private func recall(_ text: String, _ number: Int) throws {
        let parts = text.components(separatedBy: CharacterSet(charactersIn: "@「」"))
        guard parts.count >= 3, let person = stage.town.person(named: parts[0]),
            let message = stage.sandbox.messages.last(where: { $0.sender == person.id && $0.text.contains(parts[2]) }),
            stage.recall(message.id, by: person)
        else { throw Fault(line: number, what: "nothing of theirs to take back") }
    }

    private func lose(_ text: String, arrives: Bool, _ number: Int) throws {
        let parts = text.components(separatedBy: CharacterSet(charactersIn: "「」"))
        guard parts.count == 3, let group = stage.town.group(named: parts[0]) else {
            throw Fault(line: number, what: "needs a group and words of a message")
        }
        platform.loseAnswer(in: Chat(endpoint: "demo", kind: .group, id: group.id), to: parts[1], arrives: arrives)
    }

    private func chatKey(_ name: String, _ number: Int) throws -> String {
        if let group = stage.town.group(named: name) { return Chat(endpoint: "demo", kind: .group, id: group.id).key }
        if let person = stage.town.person(named: name) { return Chat(endpoint: "demo", kind: .direct, id: person.id).key }
        throw Fault(line: number, what: "no chat is called \(name)")
    }

    private mutating func expect(_ text: String, in chat: String, _ number: Int) throws {
        let key = try chatKey(chat, number)
        let ours = stage.sandbox.messages.filter { $0.chat.key == key && $0.sender == nil }
        let index = seen[key, default: 0]
        guard index < ours.count else { throw Fault(line: number, what: "we said nothing more in \(chat); expected: \(text)") }
        seen[key] = index + 1
        let said = ours[index].text
        let matches = text.hasSuffix("…") ? said.hasPrefix(text.dropLast()) : said == text
        if !matches { throw Fault(line: number, what: "in \(chat) we said\n\(said)\ninstead of\n\(text)") }
    }

    private func nothingLeft(_ number: Int) throws {
        for message in stage.sandbox.messages where message.sender == nil {
            let ours = stage.sandbox.messages.filter { $0.chat == message.chat && $0.sender == nil }
            if ours.count > seen[message.chat.key, default: 0] {
                throw Fault(
                    line: number,
                    what: "the script does not tell what we said in \(message.chat.key):\n\(ours[seen[message.chat.key, default: 0]].text)")
            }
        }
    }

    private mutating func skip(_ chat: String) {
        for name in chat.split(separator: "、").map(String.init) {
            guard let key = try? chatKey(name, 0) else { continue }
            seen[key] = stage.sandbox.messages.count { $0.chat.key == key && $0.sender == nil }
        }
    }

    private func setTime(_ text: String, _ number: Int) throws {
        guard let moment = CivilMoment(iso: text.replacingOccurrences(of: " ", with: "T")) else {
            throw Fault(line: number, what: "no such time")
        }
        stage.advance(to: moment.instant)
    }

    private func pass(_ text: String, _ number: Int) throws {
        if text == "到下一个" {
            guard let next = stage.nextDue else { throw Fault(line: number, what: "nothing is due") }
            stage.advance(to: next)
            return
        }
        let units: [(String, (Int64) -> Span)] = [("天", Span.days), ("小时", Span.hours), ("分钟", Span.minutes), ("秒", Span.seconds)]
        for (unit, span) in units where text.hasSuffix(unit) {
            guard let count = Int64(text.dropLast(unit.count)) else { break }
            stage.advance(to: stage.clock.now + span(count))
            return
        }
        throw Fault(line: number, what: "no such span: \(text)")
    }

    /// `账: 东园 12 topic=noticed suggestion=convertedToTopic`
    private func account(_ text: String, _ number: Int) throws {
        let words = text.split(separator: " ").map(String.init)
        guard let unit = stage.town.units.first(where: { $0.name.hasPrefix(words[0]) }), let serial = words.count > 1 ? Int(words[1]) : nil
        else {
            throw Fault(line: number, what: "账: needs a unit and a number")
        }
        let year = stage.clock.now.civil.date.year
        let key = MatterKey(unit.id, MatterNumber(year: year, serial: serial))
        let matter = try stage.desk.store.read { ledger throws(StoreFailure) -> Matter in
            var matter = Matter(number: key.number)
            for row in try ledger.events(of: key) {
                if let what = try? Happening(kind: row.kind, version: row.version, body: row.body) {
                    matter.evolve(
                        Event(
                            matter: key.number, at: row.at, by: row.by.flatMap(PersonID.init(text:)),
                            post: row.post.flatMap(Post.init(rawValue:)) ?? .daemon, what: what))
                }
            }
            return matter
        }
        for pair in words.dropFirst(2) {
            let halves = pair.split(separator: "=").map(String.init)
            let found: String =
                switch halves[0] {
                case "deviations": String(matter.deviations.count)
                case "violations": String(matter.violations.count)
                case "proposers": String(matter.proposers.count)
                case "endorsers": String(matter.endorsers.count)
                default: matter.state(of: halves[0]).text
                }
            if found != halves[1] { throw Fault(line: number, what: "\(halves[0]) of \(serial) is \(found), not \(halves[1])") }
        }
    }
}

extension String {
    fileprivate func after(_ prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}
