import Deliberation
import Procedure
import Reading
import Record

/// 改 after the undo time: what was said wrongly with a step is put right, and the step stands.
extension Office {
    /// - Parameters:
    ///   - said: what the message names by itself.
    ///   - step: whose fields these are, where only that can be meant.
    func putRight(
        _ number: MatterNumber, _ said: Fields, _ words: String?, of step: StepID?, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let key = MatterKey(resolve.unit.id, number)
        let given = words
        let words = words.map(plainCorrection)
        var fields = said
        // 「支委会的日期记错了，是3月5」: that day is no limit.
        if let given, says("said.date", in: given) { fields[.due] = nil }
        var target = step
        if step == nil, let state = try load(resolve.unit.id, [number], &ledger), let matter = state.matters[number] {
            let all = state.corrigible(matter, by: .person(resolve.person))
            if let meant = try meant(all, said, words ?? "", number, state, resolve, &ledger) { (target, fields) = meant }
        }
        let command = resolve.command(number, .correct(fields, of: target))
        let told = try decideOne(Resolve.Planned(command: command, answer: "done.correct"), resolve, &ledger)
        if let saying = told.saying { try answer(saying, to: resolve.here, about: key, &ledger) }
        return (told.outcome, key)
    }

    /// Whether anything would be put right by it.
    func corrects(_ said: Resolve.Correcting, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        let key = MatterKey(resolve.unit.id, said.number)
        guard let state = try load(key.unit, [said.number], &ledger), let matter = state.matters[said.number] else { return false }
        let words = plainCorrection(said.text ?? "")
        if let book = rulebook(resolve.unit, key), let last = lastMove(of: resolve.person, matter, book),
            try canBeTakenBack(matter, key, book, resolve, &ledger)
        {
            return try meant(said, in: book.moves[last.name], resolve, &ledger) != nil
        }
        let all = state.corrigible(matter, by: .person(resolve.person))
        return try meant(all, said.fields, words, said.number, state, resolve, &ledger) != nil
    }

    /// Whether there is any step of theirs that could be.
    func hasAnythingPutRight(_ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        let key = MatterKey(resolve.unit.id, number)
        guard let state = try load(key.unit, [number], &ledger), let matter = state.matters[number] else { return false }
        if matter.lastAct(of: resolve.person) != nil { return true }
        return !state.corrigible(matter, by: .person(resolve.person)).isEmpty
    }

    /// What the words say of one of the steps of that move; nil where they say nothing that could be put right later.
    func meant(
        _ said: Resolve.Correcting, in move: Rulebook.Move?, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Fields? {
        guard said.step == nil, let move, let state = try load(resolve.unit.id, [said.number], &ledger),
            let matter = state.matters[said.number]
        else { return nil }
        let steps = Set(move.ways.joined().map(\.step))
        let all = state.corrigible(matter, by: .person(resolve.person)).filter { steps.contains($0.step.id) }
        return try meant(all, said.fields, plainCorrection(said.text ?? ""), said.number, state, resolve, &ledger)?.1
    }

    /// 「日期记错了，应该是3月5」 is 3月5; 「不是物业，是城管」 is 城管.
    func plainCorrection(_ words: String) -> String {
        var rest = words
        if let wrong = rest.firstRange(of: "不是"), let right = rest[wrong.upperBound...].firstRange(of: "是") {
            rest.replaceSubrange(wrong.lowerBound..<right.upperBound, with: "")
        } else if let wrong = rest.firstRange(of: "不是"), wrong.lowerBound > rest.startIndex {
            rest.removeSubrange(wrong.lowerBound...)
        }
        let isComplaint = says("said.wrong", in: rest)
        guard isComplaint || rest != words else { return words }
        for word in library.words(under: "said.wrong") + library.words(under: "said.date") { rest = rest.replacing(word, with: " ") }
        let right = rest.split(whereSeparator: { "，,。；; ".contains($0) }).joined(separator: " ")
        // 「是交警大队 不是交警中队」
        return right.hasPrefix("是") && right.count > 2 ? String(right.dropFirst()) : right
    }

    /// Of which step the words are, and what they say as words of that step: counts belong to a result, classes to the taking up; a date, a
    /// meeting, a department are read as the step's own command would read them. The latest step goes before earlier ones, and one that is
    /// named before all. 「期限 3月1日」 names what is put right: a day it is, and no department.
    private func meant(
        _ all: [Corrigible], _ said: Fields, _ words: String, _ number: MatterNumber, _ state: Case, _ resolve: Resolve,
        _ ledger: inout Ledger
    ) throws(StoreFailure) -> (StepID, Fields)? {
        let plain: Set<Field> = [.votesFor, .votesAgainst, .votesAbstained, .category, .topicClass, .phase]
        let named = said.only(plain)
        if !named.isEmpty {
            return all.first { Set(named.values.keys).isSubset(of: Set($0.fields)) }.map { ($0.step.id, named) }
        }
        var candidates = all.filter { Terms.opening[$0.step.id] != nil }
        var text = Substring(words)
        for one in candidates {
            let names = [Terms.opening[one.step.id], library.texts.stepName(one.step.id, in: state.rulebook)].compactMap(\.self)
            guard let name = names.first(where: { text.hasPrefix($0) }) else { continue }
            candidates = [one]
            text = text.dropFirst(name.count).drop { $0 == " " || $0 == "的" }
            break
        }
        if let rest = Office.rest(of: text, behind: library.texts.render("said.due"), library.texts.render("said.to")) {
            guard let day = try due(rest, number, resolve, &ledger) ?? said.day(.due) else { return nil }
            return candidates.first { $0.fields.contains(.due) }.map { ($0.step.id, Fields([.due: .day(day)])) }
        }
        if let rest = Office.rest(of: text, behind: library.texts.render("said.department"), library.texts.render("said.to")) {
            text = rest
        }
        for one in candidates {
            guard let opening = Terms.opening[one.step.id] else { continue }
            let intent = library.reader.read(
                Utterance(
                    "\(opening) \(number.serial) \(text)", at: now, role: .liaisonOfficer, context: .workGroup,
                    posts: [.convenor, .partySecretary, .department]))
            guard intent.action == .act else { continue }
            var again = resolve
            again.intent = intent
            var unused: [PendingWords] = []
            var fields = try again.fields(number, &unused, &ledger).only(Set(one.fields))
            guard !fields.isEmpty else { continue }
            // 「物业办 4月底前」: the day at the end stands apart from the words before it.
            if let day = said.day(.due), one.fields.contains(.due), fields[.due] == nil, fields[.date] == nil { fields[.due] = .day(day) }
            return (one.step.id, fields)
        }
        return nil
    }

    /// The day that stands behind 期限, read as a limit.
    private func due(
        _ text: Substring, _ number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> CivilDate? {
        guard !text.isEmpty, let opening = Terms.opening["TP-24"], let name = library.words(under: "said.due").first
        else { return nil }
        var again = resolve
        again.intent = library.reader.read(
            Utterance("\(opening) \(number.serial) \(name) \(text)", at: now, role: .liaisonOfficer, context: .workGroup))
        var unused: [PendingWords] = []
        return try again.fields(number, &unused, &ledger).day(.due)
    }

    /// What stands behind the first of these words, and behind 改为 and the like; nil where the text begins with none of them.
    private static func rest(of text: Substring, behind names: String, _ joints: String) -> Substring? {
        func stripped(_ text: Substring, _ words: String) -> Substring? {
            let found = words.split(separator: " ").filter { text.hasPrefix($0) }.max { $0.count < $1.count }
            return found.map { text.dropFirst($0.count).drop { " ：:，,".contains($0) } }
        }
        return stripped(text, names).map { stripped($0, joints) ?? $0 }
    }

    /// 「审定的日期是3月6日，不是3月1日」, for each field that was put right.
    func changes(_ correction: Correction, of matter: Matter, before index: Int, _ book: Rulebook) -> Argument {
        let old = correction.events.first.flatMap { matter.step(at: $0, before: index) }?.fields ?? Fields()
        let move = Refusing.name(of: correction.step, in: book, library.texts)
        let lines = correction.fields.values.sorted { $0.key < $1.key }.compactMap { field, value -> Argument? in
            guard let new = Office.shown(value, of: field), old[field] != value else { return nil }
            var values: [String: Argument] = ["move": move, "field": .text(key: "field.\(field.rawValue)", [:]), "new": new]
            values["old"] = old[field].flatMap { Office.shown($0, of: field) }
            return .text(key: "correction.change", values)
        }
        return .list(lines, separator: "；")
    }

    private static func shown(_ value: FieldValue, of field: Field) -> Argument? {
        switch (value, field) {
        case (.text(let name), .category), (.text(let name), .topicClass), (.text(let name), .phase):
            .text(key: "name.\(field.rawValue).\(name)", [:])
        case (.text(let text), _): .literal(text)
        case (.day(let day), _): .day(day)
        case (.integer(let count), _): .integer(count)
        default: nil
        }
    }
}

extension Fields {
    func only(_ wanted: Set<Field>) -> Fields { Fields(values.filter { wanted.contains($0.key) }) }
}

extension Texts {
    /// A step as people speak of it, for comparing what they say.
    fileprivate func stepName(_ step: StepID, in book: Rulebook) -> String? {
        if case .literal(let name) = Refusing.name(of: step, in: book, self) { name } else { nil }
    }
}
