import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// One of our messages is quoted with words that say nothing to us. Whoever quotes it means us: they hear in one line what can be said of it
/// now. In a group once a person and message, so that people who talk over a notice of ours are not talked to again and again.
extension Office {
    /// - Returns: nil where nothing of ours is quoted, where no more than a nod was said, or where the group has heard it.
    func wonder(about said: Said, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard let quoted = scene.quotedText, scene.asking == nil, !said.isAnonymous, !library.verbs.isNod(said.text) else { return nil }
        let here: Addressee? = said.chat.kind == .direct ? scene.person.map { .person($0) } : scene.group.map { .group($0) }
        guard let here else { return nil }
        var told = try answer(to: said, quoting: quoted, scene, &ledger)
        if told == nil { told = try whatNow(quoted, scene, &ledger) }
        guard let saying = told else { return nil }
        // What is answered is said once as well, apart from what was not understood.
        // Among neighbours that it was not understood is said once a day, whoever speaks; the proposer hears how more is added.
        let about = scene.matter.flatMap { number in scene.matterUnit.map { MatterKey($0, number) } }
        let isOwn = try about.flatMap { key throws(StoreFailure) in try matter(key, &ledger) }?.isProposed(
            by: scene.person ?? Office.nobody)
        let isAmongNeighbours = scene.purpose == .residents && saying.key == "ask.quoted" && isOwn != true
        let place =
            isAmongNeighbours
            ? "\(said.chat.key)\n\(now.civil.date)\n\(quoted)" : "\(Standing.asked(said))\n\(said.quotes ?? "")\n\(saying.key)"
        if puzzled.count >= Office.puzzledAtMost { puzzled.removeAll() }
        guard puzzled.insert(place).inserted || said.chat.kind == .direct else { return nil }
        try answer(saying, to: here, about: about, &ledger)
        try note(said, matter: nil, .asked, &ledger)
        return .asked
    }

    /// 「这个怎么投」「投了能改吗」: who quotes an open poll and asks is told how it is done. Nil for everything else.
    private func answer(to said: Said, quoting quoted: String, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Saying? {
        if let saying = try progress(said, quoting: quoted, scene, &ledger) { return saying }
        if says("said.about.decides", in: said.text), !says("said.about.decides.home", in: said.text) { return Saying("about.decides") }
        guard quoted == "poll.open", let number = scene.matter, let unit = scene.matterUnit, let state = try load(unit, [number], &ledger),
            let matter = state.matters[number], matter.state(of: "poll") == "open", !matter.isPrivate,
            asks(said.text)
        else { return nil }
        return Values(texts: library.texts, state: state, matter: matter, now: now).saying("ask.quoted.poll")
    }

    /// 「下周五才能装」 of whoever carries a task out, quoting it: whether that is to be noted as how far it is.
    private func progress(
        _ said: Said, quoting quoted: String, _ scene: Scene, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Saying? {
        // Among others it would be asked again and again.
        guard library.quoted[quoted] == .task, said.chat.kind == .direct, !asks(said.text), let number = scene.matter,
            let unit = scene.matterUnit, let person = scene.person,
            try ledger.matter(MatterKey(unit, number)).flatMap({ Summary($0.state) })?.topic == "implementing", said.text.count >= 3
        else { return nil }
        let intent = Intent(.act, .progress, slots: [.number: .integer(number.serial), .text: .text(said.text)])
        let here: Addressee = scene.here(person)
        let resolve = try resolve(said, as: intent, person, unit, to: here, quoted: number, &ledger)
        guard case .decide(let planned) = try resolve.resolve(&ledger), !planned.isEmpty else { return nil }
        try ask(Question(about: .confirm(planned), asked: now), resolve, &ledger)
        return Saying("ask.progress", ["number": .integer(number.serial)])
    }

    /// Whether a word of a question is in it.
    func asks(_ text: String) -> Bool { says("said.asks", in: text) }

    /// Whether one of the words of a text stands in it.
    func says(_ words: String, in text: String) -> Bool {
        library.words(under: words).contains { text.contains($0) }
    }

    /// Nil where nothing may be said of it here: nothing of a private matter stands in a residents' group.
    private func whatNow(_ quoted: String, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Saying? {
        guard let number = scene.matter, let unit = scene.matterUnit, let state = try load(unit, [number], &ledger),
            let matter = state.matters[number]
        else { return Saying("ask.unclear") }
        if matter.isPrivate, scene.purpose == .residents { return nil }
        let values = Values(texts: library.texts, state: state, matter: matter, now: now)
        let can = values.saying(way(to: quoted, scene, scene.person ?? Office.nobody, state, matter))
        return Saying("ask.quoted", ["number": state.spoken(matter), "can": .text(key: can.key, can.values)])
    }

    /// What can be said of it: what the message itself asks for, while that is true; for officers the next step of the matter; for everybody
    /// else what they may do there.
    private func way(to quoted: String, _ scene: Scene, _ person: PersonID, _ state: Case, _ matter: Matter) -> String {
        let texts = library.texts
        if let notice = deliveries(state.rulebook).notices[quoted], notice.isTrue(of: matter), texts.has("quoted.\(quoted)") {
            return "quoted.\(quoted)"
        }
        let posts = scene.purpose == .residents ? [] : state.posts(of: .person(person), in: matter)
        if !posts.isDisjoint(with: Refusing.offices) {
            return Refusing.stages(of: matter, now: now).flatMap { ["quoted.office.\($0)", "then.\($0)"] }.first(where: texts.has)
                ?? "quoted.office"
        }
        // Those above, to whom it was filed, do nothing with it.
        if let purpose = scene.purpose, purpose != .residents, scene.unit != state.unit.id { return "quoted.elsewhere" }
        if matter.state(of: "meeting") == "called", matter.sitting.list.contains(person) { return "quoted.called" }
        if matter.proposers.contains(person) {
            let isContestable =
                matter.state(of: "topic") == "publicising" || ["explained", "replied"].contains(matter.state(of: "suggestion"))
            return isContestable && !matter.contested.contains(person) ? "quoted.notDone" : "quoted.proposer"
        }
        if ["noticed", "publicising"].contains(matter.state(of: "topic")) { return "quoted.opinion" }
        let isOver = state.rulebook.isOver(matter) || matter.endorsers.contains(person)
        return isOver ? "quoted.look" : "quoted.support"
    }

    private static let puzzledAtMost = 10_000
}
