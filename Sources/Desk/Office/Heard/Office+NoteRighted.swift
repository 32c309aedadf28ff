import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// 「胡波没来 刚才那条记错了 删掉」 of the secretary: a line just taken down is taken back while it can be, else it is put right by another line (XZ-13.2b);
/// either waits for 是.
extension Office {
    func rightsNote(_ said: Said, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard scene.isLive, scene.roles.contains(.secretary), scene.asking == nil, scene.purpose != .residents, said.quotes == nil,
            !said.isAnonymous, said.text.count <= Office.longestRighted, says("said.note.back", in: said.text),
            says("said.note.wrong", in: said.text), !Office.isQuestion(said.text), let person = scene.person, let unit = scene.unit
        else { return nil }
        for row in try ledger.open(in: unit, where: { $0.isDiscussed || $0.meeting == "announced" }) {
            guard let matter = try matter(row.key, &ledger), matter.sitting.secretary == person,
                let book = rulebook(try self.unit(unit, &ledger), row.key),
                let line = matter.sitting.notes.last, let words = try ledger.words(line.id)?.text
            else { continue }
            let number = matter.number
            let resolve = try resolve(said, as: Intent(.act, .recordView), person, unit, to: scene.here(person), &ledger)
            let named = try namesAtTable(of: unit, &ledger).filter(said.text.contains)
            let isThat = named.isEmpty || named.contains(where: words.contains)
            let act = matter.lastAct(of: person)
            let isLast = act.map { act in act.ms.contains { matter.events[Int($0) - 1].what.notes(line) } } ?? false
            if isThat, isLast, says("said.note.takesBack", in: said.text), try canBeTakenBack(matter, row.key, book, resolve, &ledger) {
                let step = Intent(.act, .undo, slots: [.number: .integer(number.serial)])
                let (outcome, about) = try put(
                    [step], [], of: [number], as: .meant("撤销 \(number.serial)"), resolve, by: scene.roles, &ledger)
                try note(said, matter: about, outcome, &ledger)
                return outcome
            }
            let kept = try resolve.words(said.text, number, kind: "minutes", &ledger)
            let plan = Resolve.Planned(
                command: resolve.command(number, .record(.note(kept.ref))), words: [kept], answer: "done.note.table")
            try ask(Question(about: .confirm([plan]), asked: now, steps: [resolve.intent]), resolve, &ledger)
            try answer(
                Saying(
                    "ask.note.righted", ["number": .integer(number.serial), "text": .literal(library.masked(said.text, isDraft: true))]),
                to: resolve.here, about: row.key, &ledger)
            try self.note(said, matter: row.key, .asked, &ledger)
            return .asked
        }
        return nil
    }

    private static let longestRighted = 40
}

extension Happening {
    /// Whether it took down this line.
    fileprivate func notes(_ words: WordsRef) -> Bool {
        if case .recorded(.note(words), _) = self { true } else { false }
    }
}
