import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// 「路灯那个补充一下 是3号楼后面的」, 「门禁那条写错了，是三单元」: what somebody adds to a suggestion of their own, or puts right in it, without its number. What
/// would be added is shown, and waits for 是.
extension Office {
    /// Nil where nothing is added so, or nothing of theirs is open.
    func addsToOwn(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard said.chat.kind == .direct || said.mentionsUs || library.reader.callsUs(said.text), said.quotes == nil, !said.isAnonymous,
            scene.asking == nil, scene.roles.allSatisfy({ $0 == .member }), let person = scene.person, let unit = scene.unit,
            intent.more.isEmpty,
            intent.action != .act || intent.name == .suggest || intent.isFromModel || Office.saysNothing(intent)
                || intent.name == .askStatus,
            said.text.utf8.count <= Office.longestAddition
        else { return nil }
        // 「是补充前面那条的 不是新的」: what was taken for a wish of its own.
        let open = try question(said, &ledger)
        let offered: String? =
            if case .offer(let first)? = open?.about, says("said.adds.offered", in: said.text) { first.text } else { nil }
        // 「是那个漫步机和单杠」 tells more of what there is.
        let leads = open == nil && begins(said.text, with: "said.adds.lead")
        guard let word = offered != nil || leads ? said.text.prefix(2) : added(in: said.text) else { return nil }
        // Said with its number as it is taught.
        if intent.action == .act, intent.slots[.supplement] ?? intent.slots[.correction] != nil, intent.slots[.number] != nil { return nil }
        let own = try ownOpen(person, unit, isAlone: scene.group == nil, &ledger)
        let numbers = library.reader.markedNumbers(in: said.text)
        let named = numbered(said.text + (offered ?? ""), own.map(\.nameable))
        var meant = own
        var isNamed = true
        if !numbers.isEmpty {
            meant = own.filter { numbers.contains($0.number.serial) }
        } else if let named {
            meant = own.filter { named.numbers.contains($0.number.serial) }
        } else if !said.text.prefix(8).contains(word) || word == "补到" || said.text.hasPrefix("建议") {
            // Nothing tells that it is about one of theirs.
            return nil
        } else {
            isNamed = false
        }
        // 「最好带充电桩 这句补充到车棚那件」: what is added stands before the word.
        var text = offered ?? (leads ? said.text : Office.behind(word, in: said.text))
        if isNamed, word.hasSuffix("到"), text.count <= 10, let before = Office.before(word, in: said.text) { text = before }
        if text.count < 2 { text = "" }
        guard !meant.isEmpty else { return nil }
        if offered != nil { try unask(Standing.asked(said), &ledger) }
        let message = ledger.key(of: said)
        var heard = said
        // Which of theirs it could be is told to them alone.
        if scene.group != nil, !isNamed {
            heard.chat = Chat(endpoint: said.chat.endpoint, kind: .direct, id: said.sender)
            // Their answer must be one about this unit.
            var answer = heard
            answer.text = ""
            guard try privateUnit(of: person, answer, &ledger) == unit else { return nil }
        }
        let resolve = try resolve(heard, as: intent, person, unit, to: isNamed ? scene.here(person) : .person(person), &ledger)
        if text.isEmpty {
            let example = "补充 \(meant.count == 1 ? meant[0].number.serial : 12) 晚上特别黑"
            try answer(Saying("ask.text", ["example": .literal(example)]), to: resolve.here, about: nil, &ledger)
            try note(message, said, matter: nil, .asked, &ledger)
            return .asked
        }
        var choices: [[Resolve.Planned]] = []
        var lines: [Argument] = []
        for one in meant.prefix(9) {
            let pending = try resolve.words(text, one.number, kind: "supplement", &ledger)
            choices.append([
                Resolve.Planned(command: resolve.command(one.number, .supplement(pending.ref)), words: [pending], answer: "done.supplement")
            ])
            lines.append(.text(key: "ask.called.choice", one.values(["place": .integer(choices.count)])))
        }
        let shown = Argument.literal(library.masked(text))
        if choices.count == 1 {
            try ask(Question(about: .confirm(choices[0]), asked: now), resolve, &ledger)
            try answer(
                Saying("ask.adds", meant[0].values(["text": shown])), to: resolve.here, about: MatterKey(unit, meant[0].number), &ledger)
        } else {
            try ask(Question(about: .oneOf(choices), asked: now, message: said.messageID), resolve, &ledger)
            let values: [String: Argument] = ["text": shown, "choices": .list(lines, separator: "\n")]
            try answer(Saying("ask.adds.which", values), to: resolve.here, about: nil, &ledger)
        }
        try note(message, said, matter: nil, .asked, &ledger)
        return .asked
    }

    private static let longestAddition = 360

    /// Somebody's own matters that take additions; before neighbours without those that only officers read.
    func ownOpen(
        _ person: PersonID, _ unit: UnitID, isAlone: Bool, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [NamedMatter] {
        try catchUpParts(&ledger)
        var found: [NamedMatter] = []
        for key in try ledger.parts(of: person, limit: 20) where key.unit == unit {
            guard let matter = try matter(key, &ledger), matter.isProposed(by: person), isAlone || !matter.isPrivate,
                let book = rulebook(try self.unit(unit, &ledger), key), !book.isOver(matter)
            else { continue }
            found.append(try named(matter, &ledger))
        }
        return found
    }

    /// The word that tells that something is added or put right: the last of the longest.
    private func added(in text: String) -> Substring? {
        library.words(under: "said.adds").filter { text.contains($0) }.max { $0.count < $1.count }
    }

    /// What stands before the word, without what points at it: 这句, 把这个.
    private static func before(_ word: Substring, in text: String) -> String? {
        guard let range = text.firstRange(of: word) else { return nil }
        var rest = text[..<range.lowerBound]
        for tail in ["这句", "这句话", "这些", "这个", "那句", "都", "也", "把"] where rest.hasSuffix(tail) { rest = rest.dropLast(tail.count) }
        let wish = rest.trimmingEnd()
        return wish.count >= 4 ? wish : nil
    }

    /// What stands behind the word, without what only leads to it: 「补充一下哈，是…」, 「补到一号里头，是…」.
    private static func behind(_ word: Substring, in text: String) -> String {
        guard let range = text.firstRange(of: word) else { return "" }
        var rest = text[range.upperBound...]
        let marks = "，,：:。；; \n"
        // A little word or the number between the word and a mark.
        if let mark = rest.firstIndex(where: { marks.contains($0) }), rest.distance(from: rest.startIndex, to: mark) <= 6,
            rest[mark...].contains(where: { $0.isLetter })
        {
            let lead = rest[..<mark]
            if lead.allSatisfy({ "啊呀哈吧呢嘛的了一下点句个号里头面这儿到去几条".contains($0) || $0.isNumber }) { rest = rest[mark...] }
        }
        while let first = rest.first, marks.contains(first) || "啊哈呀吧呢嘛哦".contains(first) { rest = rest.dropFirst() }
        return rest.lastIndex { !$0.isWhitespace }.map { String(rest[...$0]) } ?? ""
    }
}
