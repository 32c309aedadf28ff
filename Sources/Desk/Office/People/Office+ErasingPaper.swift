import Deliberation
import Procedure
import Record

/// Whoever never spoke to us, and was entered by an officer (SG-1: on someone's behalf): nobody can ask for them but an officer, from one
/// matter, under the name that was entered.
extension Office {
    /// What stands in a matter under a name, for saying it beforehand and for erasing it.
    struct OnPaper: Sendable, Hashable {
        /// What was said across the counter: the name, the words, what was added for them.
        var said: [WordsID] = []
        /// What officers called it, as long as it is no topic: the same in other words.
        var titles: [WordsID] = []
        /// Lists of signatures on which the name stands. A list is one text, so the others on it go with it; heads stay as they were counted.
        var lists: [WordsID] = []
        /// How many other names stand on these lists.
        var others = 0
        /// Whether the matter is open and goes on without the words it was called by.
        var isNameless = false

        var words: [WordsID] { said + titles + lists }
    }

    /// Nil where the matter is not there; empty where nothing in it stands under that name.
    func onPaper(_ name: String, in key: MatterKey, _ ledger: inout Ledger) throws(StoreFailure) -> OnPaper? {
        guard let matter = try matter(key, &ledger) else { return nil }
        let name = Rendering.line(name)
        // Nobody was named: then it is the resident's who said it.
        let unnamed = library.texts.render("post.resident")
        var found = OnPaper()
        var enteredBy: PersonID?
        for event in matter.events {
            switch event.what {
            case .suggestedFor(let words, let informant, _, _):
                let said = try informant.map { ref throws(StoreFailure) in try ledger.words(ref.id)?.text } ?? unnamed
                guard said.map(Rendering.line) == name else { continue }
                enteredBy = event.by
                found.said += [words.id] + [informant?.id].compactMap(\.self)
            // Told across the counter later on, by whoever passes on the answers.
            case .supplemented, .pictured, .contested, .objected:
                guard enteredBy != nil, event.by == enteredBy, event.post == .proposer else { continue }
                found.said += event.what.words.map(\.id)
            case .endorsedOnPaper(_, .some(let names), _, _):
                guard let text = try ledger.words(names.id)?.text, let list = SignatureList(text, villages: []),
                    list.names.contains(name)
                else { continue }
                found.lists.append(names.id)
                found.others += list.names.count - 1
            default: break
            }
        }
        if enteredBy != nil, matter.proposers.count <= 1 { found.titles = matter.unpublishedTitles.map(\.id) }
        found.said = try stillThere(found.said, &ledger)
        found.titles = try stillThere(found.titles, &ledger)
        if let heading = matter.heading, found.words.contains(heading.id) { found.isNameless = try ledger.matter(key)?.isOpen == true }
        return found
    }

    private func stillThere(_ words: [WordsID], _ ledger: inout Ledger) throws(StoreFailure) -> [WordsID] {
        var there: [WordsID] = []
        for id in words.uniqued() where try ledger.words(id) != nil { there.append(id) }
        return there
    }

    /// Erases it, with an event that says so: the chain and every count stay what they were.
    func forget(_ found: OnPaper, in key: MatterKey, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        guard !found.words.isEmpty, try erase(words: found.words, why: .office, in: MatterKey(key.unit, .unit), &ledger) else {
            return false
        }
        if found.isNameless { try tellNameless([key], &ledger) }
        return true
    }

    // MARK: - In chat

    /// 忘记 12 王阿婆: shown first, and asked back once, because it cannot be taken back.
    func askToForget(_ name: String, in number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Told {
        if let refusal = mayEnter(resolve) { return Told(outcome: .refused, saying: refusal) }
        let key = MatterKey(resolve.unit.id, number)
        guard let found = try onPaper(name, in: key, &ledger), !found.words.isEmpty else {
            return Told(outcome: .refused, saying: Saying("refuse.forgetPaper", ["number": .integer(number.serial)]))
        }
        try ask(Question(about: .forgetOnPaper(number, name), asked: now), resolve, &ledger)
        return Told(outcome: .asked, saying: Saying("ask.forgetPaper", values(of: found, number)))
    }

    /// 是.
    func forget(_ name: String, in number: MatterNumber, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Told {
        if let refusal = mayEnter(resolve) { return Told(outcome: .refused, saying: refusal) }
        let key = MatterKey(resolve.unit.id, number)
        guard let found = try onPaper(name, in: key, &ledger), try forget(found, in: key, &ledger) else {
            return Told(outcome: .refused, saying: Saying("refuse.forgetPaper", ["number": .integer(number.serial)]))
        }
        return Told(outcome: .decided, saying: Saying("done.forgetPaper", values(of: found, number)))
    }

    func answer(_ told: Told, _ resolve: Resolve, about number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> (
        Outcome, MatterKey?
    ) {
        let about = MatterKey(resolve.unit.id, number)
        if let saying = told.saying { try answer(saying, to: resolve.here, about: about, &ledger) }
        return (told.outcome, about)
    }

    private func values(of found: OnPaper, _ number: MatterNumber) -> [String: Argument] {
        var values: [String: Argument] = ["number": .integer(number.serial)]
        let words = found.said.count + found.titles.count
        if words > 0 { values["words"] = .integer(words) }
        if !found.lists.isEmpty {
            values["lists"] = .integer(found.lists.count)
            values["heads"] = .text(key: "word.forgetPaper.heads", [:])
        }
        if found.others > 0 { values["others"] = .integer(found.others) }
        return values
    }

    /// Whoever may enter somebody may have them forgotten.
    private func mayEnter(_ resolve: Resolve) -> Saying? {
        let posts: [Post] = [.liaisonOfficer, .firstConvenor, .secondConvenor, .registerKeeper]
        guard resolve.unit.posts[resolve.person]?.isDisjoint(with: posts) ?? true else { return nil }
        return Saying("refuse.notYours", ["posts": .list(posts.map { .text(key: "post.\($0.rawValue)", [:]) }, separator: "、")])
    }
}
