import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What somebody thinks better of right after their own act: 「等等 先别回 撤了吧」, 「给孙涛那个写得不对 别发了」, 「不是2月1号 是2月25号投的」. It is about that
/// act, or about the matter it names; what would be taken back or put right waits for 是.
extension Office {
    /// Nil where nothing of theirs is meant, or where it was read as what it says.
    func secondThoughts(_ heard: Heard, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let said = heard.said
        guard heard.earlier == nil, said.quotes == nil, !said.isAnonymous, scene.asking == nil, scene.purpose != .residents, !scene.isLive,
            said.text.count <= Office.longestSecondThought, let person = scene.person, let id = scene.unit,
            try unit(id, &ledger).posts[person]?.isEmpty == false, intent.action != .act || intent.isFromModel || intent.name == .undo,
            // What is put right of which number is asked about as it was read.
            intent.meant.count <= 1, !intent.meant.contains(where: { $0.name == .correct && $0.slots[.number] != nil }),
            try question(said, &ledger)?.isAsked != true
        else { return nil }
        let isWrong = says("said.mistaken", in: said.text) || said.text.contains(/不是.*[ ，,]*(应该|应当)?是/)
        let takesBack = says("said.takesBack", in: said.text) && !says("said.takesBack.not", in: said.text)
        // Among officers at work much is taken down: only what says nothing else, or of which matter.
        guard
            said.chat.kind == .direct || !takesBack || onlySays(["said.takesBack", "said.takesBack.before"], in: said.text[...])
                || !library.reader.markedNumbers(in: said.text).isEmpty
        else { return nil }
        guard isWrong || takesBack, intent.action != .act || intent.name != .undo || agreed(said.text)?.isYes == true else { return nil }
        let resolve = try resolve(said, as: intent, person, id, to: scene.here(person), &ledger)
        guard let (number, rest, isNamed) = try lookedBackTo(resolve, &ledger), let matter = try matter(MatterKey(id, number), &ledger),
            let book = rulebook(resolve.unit, MatterKey(id, number))
        else { return nil }
        guard let act = matter.lastAct(of: person) else {
            // 「收错了 3号不该收」 of what they have not taken: no step is read from it.
            guard takesBack, isNamed, said.chat.kind == .direct else { return nil }
            let (outcome, about) = try undo(number, resolve, &ledger)
            try note(said, matter: about, outcome, &ledger)
            return outcome
        }
        let canBeTakenBack = try canBeTakenBack(matter, MatterKey(id, number), book, resolve, &ledger)
        let result: (Outcome, MatterKey?)?
        if takesBack {
            if canBeTakenBack {
                let step = Intent(.act, .undo, slots: [.number: .integer(number.serial)])
                result = try put([step], [], of: [number], as: .meant("撤销 \(number.serial)"), resolve, by: scene.roles, &ledger)
            } else {
                // It is told why that is too late, and what can be done.
                result = isNamed ? try undo(number, resolve, &ledger) : nil
            }
        } else {
            result = try putRight(rest, of: matter, act, canBeTakenBack, resolve, scene, &ledger)
        }
        guard let (outcome, about) = result else { return nil }
        try note(said, matter: about, outcome, &ledger)
        return outcome
    }

    private static let longestSecondThought = 40

    /// The matter that is looked back to: the one that is named, else the one acted in last; and the words without its name.
    private func lookedBackTo(
        _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (number: MatterNumber, rest: String, isNamed: Bool)? {
        let text = resolve.said.text
        let marked = library.reader.markedNumbers(in: text)
        guard marked.count <= 1 else { return nil }
        if let serial = marked.first {
            guard let number = try resolve.number(serial, &ledger) else { return nil }
            return (number, text.replacing("\(serial)号", with: " "), true)
        }
        let last = try lastActed(resolve, &ledger).first
        if let named = numbered(text, try nameable(resolve.unit.id, &ledger)) {
            guard named.numbers.count == 1, let number = try resolve.number(named.numbers[0], &ledger) else { return nil }
            // 「不是停车位，是充电桩」 names others than the one it puts right.
            return (number, named.text.replacing("\(named.numbers[0])号", with: " "), true)
        }
        guard let last, last != .unit else { return nil }
        return (last, text, false)
    }

    /// What was said with that act is said anew; where nothing is said for it, how it is taken back.
    private func putRight(
        _ words: String, of matter: Matter, _ act: LastAct, _ canBeTakenBack: Bool, _ resolve: Resolve, _ scene: Scene,
        _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?)? {
        let number = matter.number, key = MatterKey(resolve.unit.id, number)
        let isScreening = act.ms.contains { if case .screened = matter.events[Int($0) - 1].what { true } else { false } }
        // 「刚才说错了 是周五到货」: what was told is told anew.
        let isAlone = resolve.said.chat.kind == .direct || !library.reader.markedNumbers(in: resolve.said.text).isEmpty
        if canBeTakenBack, !isScreening, isAlone, let book = rulebook(resolve.unit, key),
            let last = lastMove(of: resolve.person, matter, book),
            let name = Office.retold[last.name], last.fields[.text] != nil
        {
            guard let text = righted(words) else { return nil }
            let pending = try resolve.words(text, number, kind: "text", &ledger)
            let fields = last.fields.overlaid(with: Fields([.text: .words(pending.ref)]))
            let plan = Resolve.Planned(
                command: resolve.command(number, .undo(sent: false)), words: [pending], answer: book.moves[last.name]?.answer,
                then: [resolve.command(number, .move(last.name, fields))])
            let step = Intent(.act, name, slots: [.number: .integer(number.serial), .text: .text(text)])
            return try put([step], [plan], of: [number], resolve, by: scene.roles, &ledger)
        }
        var wordings = ["改 \(number.serial) \(words)"]
        let days = library.reader.dates(in: plainCorrection(words), at: now).compactMap {
            if case .day(let day)? = $0.reading.settled { day } else { nil }
        }
        // 「不是2月1号 是2月25号投的」
        if isScreening, days.count == 1 { wordings.insert("改 \(number.serial) 筛选日期 \(days[0].month)月\(days[0].day)日", at: 0) }
        // 「那张表写错了」 names no department.
        let isSwapped = words.contains(/不是.*[ ，,]*(应该|应当)?是/)
        if !isSwapped, !isScreening, library.reader.dates(in: plainCorrection(words), at: now).isEmpty { wordings = [] }
        for text in wordings {
            var said = resolve.said
            said.text = text
            let read = library.reader.read(
                Utterance(text, at: now, role: .liaisonOfficer, context: .workGroup, posts: [.convenor, .partySecretary, .department]))
            let again = try self.resolve(said, as: read, resolve.person, resolve.unit.id, to: resolve.here, &ledger)
            guard again.intent.action == .act, again.intent.name == .correct, !matter.isProposed(by: resolve.person) else { continue }
            let words = String(text.dropFirst("改 \(number.serial) ".count))
            let shown = Intent(.act, .correct, slots: [.number: .integer(number.serial), .correction: .text(words)])
            switch try again.tried(&ledger) {
            case .decide(let planned): return try put([shown], planned, of: [number], resolve, by: scene.roles, &ledger)
            case .other(.correct(let said)):
                guard try corrects(said, resolve, &ledger) else { continue }
                return try put([shown], [], of: [number], as: .meant(text), resolve, by: scene.roles, &ledger)
            // 「筛选方式写错了怎么改」: how that is said.
            case .say(let saying, .asked) where isScreening:
                try answer(saying, to: resolve.here, about: key, &ledger)
                return (.asked, key)
            default: continue
            }
        }
        guard canBeTakenBack else { return nil }
        try answer(Saying("ask.hold", ["number": .integer(number.serial)]), to: resolve.here, about: key, &ledger)
        return (.asked, key)
    }

    /// Moves that tell something in words, and the steps that say them.
    private static let retold: [String: IntentName] = ["progress": .progress, "reply": .answer, "explain": .answer, "done": .done]

    /// Whether a piece is made of these words and little else.
    func onlySays(_ keys: [String], in piece: Substring, besides: Int = 0) -> Bool {
        var rest = String(piece)
        let words = keys.flatMap { library.words(under: $0) }.sorted { $0.count > $1.count }
        for word in words { rest = rest.replacing(word, with: " ") }
        return rest.count(where: { ($0.isLetter || $0.isNumber) && !"的了我话吧呀啊那个这就件条事也把号".contains($0) }) <= besides
    }

    /// 「刚才说错了 是周五到货」 is 周五到货; nil where nothing else is said.
    private func righted(_ words: String) -> String? {
        let clauses = words.split(whereSeparator: { $0.isWhitespace || $0.isPunctuation })
        var right = clauses[...]
        while let first = right.first, onlySays(["said.mistaken", "said.mistaken.before"], in: first) { right = right.dropFirst() }
        guard right.count < clauses.count, let first = right.first, let found = words.firstRange(of: first) else { return nil }
        var text = words[found.lowerBound...]
        if let word = library.words(under: "said.right.before").filter({ text.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
            text = text.dropFirst(word.count)
        }
        if text.hasPrefix("我") { return nil }
        return text.count >= 3 && !says("said.mistaken", in: String(text)) && !text.contains("不是") ? String(text) : nil
    }
}
