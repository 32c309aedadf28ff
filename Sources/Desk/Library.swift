import Deliberation
import FoundationEssentials
import Procedure
import Reading
import Wire

/// Everything the configuration folder says about procedure and language, read once at start: rows, rulebooks, texts, verbs, calendar.
public struct Library: Sendable {
    public let rows: RowCatalog
    public let rulebooks: [String: Rulebook]
    /// The bytes a rulebook's hash is over, as they are kept when it is adopted.
    public let sources: [String: [UInt8]]
    public let texts: Texts
    /// The file they were read from, kept in the record beside the rulebooks: what a lawful notice said can be shown for ever.
    public let textSource: [UInt8]
    public let verbs: VerbTable
    public let talk: TalkTable
    /// What reading proposes to officers; nil in an office that has no folder `models`.
    public let matters: MatterReader?
    public private(set) var reader: Reader
    let calendar: WorkCalendar?
    /// Notices of which nobody gets more than one message a day.
    let reminders: Set<String>
    /// Notices that have a form for several topics of one sitting.
    let severals: Set<String>
    /// For each notice what an answer that quotes it is about, and what it is to quote it in one's own words.
    let quoted: [String: Rulebook.Notice.Quoted]
    let invitations: [String: Rulebook.Notice.Invitation]
    /// What neighbours say of a matter they call by a word of its own, and the characters it begins with.
    private let saidByName: (words: [String], firsts: Set<Unicode.Scalar>)

    /// Everything wrong with the files, together.
    public struct Faults: Error, Sendable, CustomStringConvertible {
        public var faults: [FileFault]
        public var description: String { faults.map(\.description).joined(separator: "\n") }
    }

    /// - Parameter folder: the configuration folder, with `rows.json`, `rulebooks/`, `texts/` and `calendar/`.
    public init(folder: String) throws(Faults) {
        var faults: [FileFault] = []
        func bytes(_ path: String) -> [UInt8] {
            guard let data = FileManager.default.contents(atPath: folder + "/" + path) else {
                faults.append(FileFault(path, Malformed("cannot be read")))
                return []
            }
            return [UInt8](data)
        }
        func parsed<Value>(_ path: String, _ parse: ([UInt8]) throws(Malformed) -> Value) -> Value? {
            let content = bytes(path)
            guard !content.isEmpty else { return nil }
            do throws(Malformed) { return try parse(content) } catch {
                faults.append(FileFault(path, error))
                return nil
            }
        }
        let rows = parsed("rows.json") { content throws(Malformed) in try RowCatalog(parsing: content) }
        let texts = parsed("texts/zh-Hans.json") { content throws(Malformed) in try Texts(parsing: content) }
        let verbs = parsed("texts/verbs.zh-Hans.json") { content throws(Malformed) in try VerbTable(parsing: content) }
        let talk = parsed("texts/talk.zh-Hans.json") { content throws(Malformed) in
            try TalkTable(parsing: content, model: bytes("texts/talk-model.json"))
        }
        let names = parsed("texts/names.zh-Hans.json") { content throws(Malformed) in try NameWords(parsing: content) }
        let cues = parsed("texts/cues.zh-Hans.json") { content throws(Malformed) in try Cues(parsing: content) }
        let calendars = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/calendar")) ?? []
        let years = calendars.filter { $0.hasSuffix(".json") }.sorted().map { bytes("calendar/\($0)") }
        var calendar: WorkCalendar?
        do throws(Malformed) { calendar = years.isEmpty ? nil : try WorkCalendar(parsing: years) } catch {
            faults.append(FileFault("calendar", error))
        }
        var rulebooks: [String: Rulebook] = [:]
        var sources: [String: [UInt8]] = [:]
        if let rows {
            let base = bytes("rulebooks/base.json")
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/rulebooks")) ?? []
            for file in files.sorted() where file.hasSuffix(".json") && file != "base.json" {
                let city = bytes("rulebooks/\(file)")
                do throws(RulebookFaults) {
                    let book = try Rulebook(base: base, city: city, rows: rows, machineOf: Machines.name(of:))
                    rulebooks[book.hash] = book
                    sources[book.hash] = base + [0] + city
                } catch {
                    // The base file's faults come with every city.
                    for fault in error.faults {
                        let found = FileFault("rulebooks/\(fault.file == "base.json" ? "base.json" : file)", fault.fault)
                        if !faults.contains(found) { faults.append(found) }
                    }
                }
            }
            if rulebooks.isEmpty && faults.isEmpty { faults.append(FileFault("rulebooks", Malformed("no city's rulebook"))) }
        }
        var matters: MatterReader?
        var intents: IntentModel?
        if FileManager.default.fileExists(atPath: folder + "/models/intents.model") {
            intents = parsed("models/intents.model") { content throws(Malformed) in try IntentModel(try LinearModel(parsing: content)) }
        }
        var people: NameModel?
        if let names, FileManager.default.fileExists(atPath: folder + "/models/names.model") {
            people = parsed("models/names.model") { content throws(Malformed) in try NameModel(parsing: content, words: names) }
        }
        if FileManager.default.fileExists(atPath: folder + "/models") {
            let words = parsed("models/matters.zh-Hans.json") { content throws(Malformed) in try MatterWords(parsing: content) }
            let models = MatterReader.models.map { name in
                parsed("models/\(name).model") { content throws(Malformed) in try LinearModel(parsing: content) }
            }
            if let words, let category = models[0], let scope = models[1], let kind = models[2], let reach = models[3] {
                do throws(Malformed) {
                    matters = try MatterReader(words: words, category: category, scope: scope, kind: kind, reach: reach)
                } catch { faults.append(FileFault("models", error)) }
            }
        }
        if let texts { faults += Library.missingTexts(texts, rulebooks.values) }
        guard let rows, let texts, let verbs, let talk, let names, let cues, faults.isEmpty else { throw Faults(faults: faults) }
        self.rows = rows
        self.texts = texts
        textSource = bytes("texts/zh-Hans.json")
        self.verbs = verbs
        self.matters = matters
        self.rulebooks = rulebooks
        let notices = rulebooks.values.flatMap(\.notices.values)
        reminders = Set(notices.filter(\.isReminder).map(\.key))
        quoted = Dictionary(notices.map { ($0.key, $0.quoted) }) { $1 }
        invitations = Dictionary(notices.compactMap { notice in notice.invites.map { (notice.key, $0) } }) { $1 }
        let byName = ["said.named.residents", "said.rsvp.group"].flatMap { texts.render($0).split(separator: " ").map(String.init) }
        saidByName = (byName, Set(byName.compactMap(\.unicodeScalars.first)))
        severals = Set(rulebooks.values.flatMap { $0.notices.keys.filter { texts.has($0 + Saying.several) } })
        self.sources = sources
        self.calendar = calendar
        self.talk = talk
        reader = Reader(verbs: verbs, names: names, cues: cues, talk: talk, calendar: calendar, model: intents, people: people)
    }

    /// Whether a short message among neighbours may support a matter, or ask after it, by a word of its own: 「附议充电桩」, 「窨井盖怎么样了」. Most chat is
    /// passed over by its characters alone.
    func maySpeakByName(_ text: String) -> Bool {
        guard text.utf8.count <= Library.longestByName else { return false }
        return text.unicodeScalars.contains { saidByName.firsts.contains($0) } && saidByName.words.contains { text.contains($0) }
    }

    /// Whether a text supports what it quotes, where that is not registered yet: 「说得对」 is no voice before there is anything to support.
    func isBacking(_ text: String, mentionsUs: Bool, at now: Instant) -> Bool {
        guard text.utf8.count <= Library.longestByName, words(under: "said.backs").contains(where: { text.contains($0) }) else {
            return false
        }
        let read = reader.read(Utterance(text, at: now, context: .replyToSuggestion, mentionsUs: mentionsUs))
        return read.action == .act && read.name == .endorse && !read.isFromModel && read.slots[.number] == nil
    }

    /// In bytes: some thirty characters.
    private static let longestByName = 96

    /// The same, hearing the units' short names before numbers: 东园12, where a speaker serves several.
    public func hearing(units: [UnitPlan]) -> Library {
        var library = self
        library.reader = Reader(
            verbs: verbs, names: reader.names, cues: reader.cues, talk: talk, calendar: calendar,
            units: units.map { Library.shortName(of: $0.name) }, model: reader.model, people: reader.people)
        return library
    }

    /// 东园 of 东园社区.
    static func shortName(of name: String) -> String {
        let endings = ["社区", "街道", "村", "镇", "乡"]
        guard let ending = endings.first(where: { name.hasSuffix($0) && name.count > $0.count + 1 }) else { return name }
        return String(name.dropLast(ending.count))
    }

    /// The rulebook of a city, by its id in the configuration.
    public func rulebook(city: String) -> Rulebook? { rulebooks.values.first { $0.id == city } }

    /// Whether the working days of a year are known.
    public func hasCalendar(of year: Int) -> Bool { calendar?.years.contains(year) == true }

    /// The text with which a reminder stands in a list of several.
    static func line(of notice: String) -> String { "\(notice).line" }

    private static func missingTexts(_ texts: Texts, _ books: some Collection<Rulebook>) -> [FileFault] {
        var keys: Set<String> = []
        for book in books {
            keys.formUnion(book.notices.keys)
            keys.formUnion(book.notices.values.filter { !$0.needed.isEmpty }.map { "unreached.\($0.key)" })
            keys.formUnion(book.notices.values.filter(\.isReminder).map { line(of: $0.key) })
            keys.formUnion(book.moves.values.map(\.answer))
            keys.formUnion(book.moves.keys.map { "move.\($0)" })
            keys.formUnion(book.notices.values.flatMap(\.buttons).flatMap { ["label.\($0)", "command.\($0)"] })
            keys.formUnion(book.steps.values.flatMap(\.needs).map { "rule.\($0.rule)" })
            keys.formUnion(book.standing.map { "rule.\($0.rule)" })
            keys.formUnion(book.typed.values.joined().map { "rule.\($0.rule)" })
            keys.formUnion(book.steps.values.flatMap(\.asks).map { "field.\($0.field.rawValue)" })
            keys.formUnion(book.machines.values.flatMap { machine in machine.states.map { "state.\(machine.name).\($0)" } })
        }
        keys.formUnion(Post.allCases.map { "post.\($0.rawValue)" })
        return keys.filter { !texts.has($0) }.sorted().map { FileFault("texts/zh-Hans.json", Malformed("there is no text \"\($0)\"")) }
    }
}

/// Something wrong in a file that people write: `rulebooks/xuzhou.json:12:7: nobody may take TP-9`.
public struct FileFault: Sendable, Hashable, CustomStringConvertible {
    /// Within the configuration folder.
    public var file: String
    public var fault: Malformed

    public init(_ file: String, _ fault: Malformed) {
        self.file = file
        self.fault = fault
    }

    public var description: String {
        guard let line = fault.line, let column = fault.column else { return "\(file): \(fault.problem)" }
        return "\(file):\(line):\(column): \(fault.problem)"
    }
}
