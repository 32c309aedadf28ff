import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What the lines of a pasted record come to: what is recorded, and what could not be.
private struct PastedLines {
    var commands: [Command] = []
    var words: [PendingWords] = []
    /// What a line says beyond the form, as it stands.
    var notes: [String] = []
    /// About lines that name somebody nobody knows here: not recorded.
    var unread: [Saying] = []
    /// Turns that an earlier paste has recorded: pasted again they are the same turns.
    var known: [RecordLine] = []
}

extension Resolve {
    /// One message holds the whole middle of a sitting, or what an earlier one left out: each line is judged like its live form
    /// (requirements 2.0, 3), lines that say something else are kept in their own words, and a line that could not be taken is named. What
    /// is taken stays, so that the rest may follow in a message of its own.
    func pasted(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let differing = try contradiction(number, matter, &ledger) { return .say(differing, .asked) }
        let agreeing = try saidOfRevision("said.record.agreed", matter, &ledger)
        let refusing = try saidOfRevision("said.record.refused", matter, &ledger)
        let isRefused = intent.more.contains { line in
            if case .text(let text)? = line.slots[.text] { text.says(refusing, alone: line.name != .revise) } else { false }
        }
        let isAgreed =
            !isRefused
            && intent.more.contains { line in
                if case .text(let text)? = line.slots[.text] {
                    text.says(agreeing, alone: line.name != .revise)
                } else {
                    line.name == .agreeRevision
                }
            }
        var lines = PastedLines(known: matter?.pastedTurns ?? [])
        for line in intent.more {
            let reading = Resolve(
                office: office, said: said, intent: line, person: person, unit: unit, quoted: number, here: here, now: now)
            if try reading.takeRevision(into: &lines, number, matter, isAgreed: isAgreed, agreeing, refusing, &ledger) { continue }
            try reading.take(into: &lines, number, matter, &ledger)
        }
        if isAgreed, !intent.more.contains(where: { $0.name == .revise }), let sitting = matter?.sitting, let revision = sitting.revision,
            !sitting.revisionAgreed
        {
            // 提议人同意, in a paste of its own: to the revision that stands there.
            lines.commands.append(command(number, .record(.revision(revision, agreed: true))))
        }
        let noted = try keepNotes(of: &lines, number, matter, &ledger)
        if let first = lines.unread.first, lines.commands.isEmpty { return .say(first, .asked) }
        // It is finished with all its lines: one that could not be taken is written anew first.
        if lines.unread.isEmpty, matter?.state(of: "meeting") != "minuted" {
            lines.commands.append(command(number, .move("minutes", Fields())))
        }
        switch try sitting(number, matter, &ledger) {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let held?): lines.commands = (held.commands + lines.commands).map { held.dated($0) }
        case .success(nil):
            // What belongs to a sitting that was entered afterwards is entered afterwards, too, by whoever may.
            if let day = matter?.enteredAfterwards {
                lines.commands = lines.commands.map { PastedSitting(day: day).dated($0) }
            }
        }
        guard let first = lines.commands.first else {
            return .say(Saying("ask.record.nothing", ["number": .integer(number.serial)]), .asked)
        }
        var extra: [String: Argument] = [:]
        if let noted { extra["notes"] = .shown(noted.id) }
        if !lines.unread.isEmpty { extra["unread"] = .list(lines.unread.map { .text(key: $0.key, $0.values) }, separator: "\n") }
        return .decide([
            Planned(
                command: first, words: lines.words, answer: lines.unread.isEmpty ? "done.minutes" : Planned.minutesBegun, extra: extra,
                then: Array(lines.commands.dropFirst()))
        ])
    }

    /// The lines beyond the form are one note; nil where there are none, or an earlier paste had them all.
    private func keepNotes(
        of lines: inout PastedLines, _ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger
    ) throws(StoreFailure) -> WordsRef? {
        var earlier: Set<String> = []
        for ref in matter?.sitting.notes ?? [] {
            for line in try ledger.words(ref.id)?.text.split(separator: "\n") ?? [] { earlier.insert(String(line)) }
        }
        let new = lines.notes.filter { !earlier.contains($0) }
        guard !new.isEmpty else { return nil }
        let kept = try words(new.joined(separator: "\n"), number, kind: "minutes", &ledger)
        lines.words.append(kept)
        lines.commands.append(command(number, .record(.note(kept.ref))))
        return kept.ref
    }

    /// How the proposer's consent is said in a record (XZ-13.7a), or that they refused: of the proposer, and by their name.
    private func saidOfRevision(_ key: String, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> [String] {
        let said = office.library.words(under: key).map(String.init)
        var names = ["提议人"]
        for person in (matter?.proposers ?? []) + (matter?.principals ?? []) {
            guard let profile = try ledger.profile(of: person) else { continue }
            let own = [profile.realName, profile.displayName].compactMap(\.self).filter { $0.count >= 2 }
            names += own + own.map { "提议人" + $0 }
        }
        return names.uniqued().flatMap { name in said.map { name + $0 } }
    }

    /// A line of the revision: the text with the proposer's consent, that there was none, or only the consent.
    /// - Returns: whether the line was of that kind.
    private func takeRevision(
        into lines: inout PastedLines, _ number: MatterNumber, _ matter: Matter?, isAgreed: Bool, _ agreeing: [String],
        _ refusing: [String], _ ledger: inout Ledger
    ) throws(StoreFailure) -> Bool {
        guard intent.name == .revise || intent.name == .recordView && text(.person) == nil, let line = text(.text) ?? text(.viewpoint)
        else {
            return intent.name == .agreeRevision
        }
        func unrevise() {
            if matter?.sitting.isUnrevised != true { lines.commands.append(command(number, .record(.unrevised))) }
        }
        if line.says(refusing, alone: intent.name != .revise) {
            lines.notes.append(line)
            unrevise()
            return true
        }
        let none = office.library.words(under: intent.name == .revise ? "said.record.none" : "said.record.unrevised")
        if none.contains(where: { $0 == line.without(ending: []) ?? line }) {
            unrevise()
            return true
        }
        guard intent.name == .revise else { return line.says(agreeing, alone: true) }
        let said = line.without(ending: agreeing) ?? line
        if let sitting = matter?.sitting, let ref = sitting.revision, sitting.revisionAgreed == isAgreed,
            try ledger.words(ref.id)?.text == said
        {
            return true
        }
        let words = try words(said, number, kind: "revision", &ledger)
        lines.words.append(words)
        lines.commands.append(command(number, .record(.revision(words.ref, agreed: isAgreed))))
        return true
    }

    /// One line of the record.
    private func take(
        into lines: inout PastedLines, _ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        func record(_ line: RecordLine) { lines.commands.append(command(number, .record(line))) }
        switch intent.name {
        case .giveFloor, .recordView: try takeTurn(into: &lines, number, matter, &ledger)
        case .openMeeting: if matter?.sitting.proposerSpokeFirst != true { record(.proposerSpokeFirst(true)) }
        case .nominateSecretary:
            // Of a sitting that is still called it goes with that.
            guard let matter, matter.sitting.secretary == nil, ["announced", "minuted"].contains(matter.state(of: "meeting")),
                let name = text(.secretary)
            else {
                return
            }
            switch try people([name], in: matter, &ledger) {
            case .failure(let unclear): lines.unread.append(unclear.saying)
            case .success(let people): if let person = people.first { record(.secretary(person)) }
            }
        case .interact: if matter?.sitting.hadSecondRound != true { record(.secondRound) }
        case .confirmMethod:
            guard let method = text(.method).flatMap({ Terms.confirmation[$0] }).flatMap(ConfirmationMethod.init(rawValue:)),
                matter?.sitting.method != method
            else { return }
            record(.method(method))
        default: break
        }
    }

    /// Somebody's turn; of the proposer's it is known whose it was without a name, where there is one proposer (XZ-13.5a).
    private func takeTurn(
        into lines: inout PastedLines, _ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        let isProposers = intent.name == .recordView && text(.post) == "提议人"
        let said = text(.viewpoint) ?? text(.text)
        let speaker: PersonID
        if let name = text(.person) {
            switch try people([name], in: matter, &ledger) {
            case .failure(let unclear):
                // In a paragraph what looks like somebody's words may be the text itself.
                if text(.kind) == "prose", let said { lines.notes.append(said) } else { lines.unread.append(unclear.saying) }
                return
            case .success(let people):
                guard let found = people.first else { return }
                speaker = found
            }
        } else if isProposers, let matter, let only = matter.onlyProposer {
            speaker = only
        } else {
            if let said { lines.notes.append(said) }
            return
        }
        if isProposers, let sitting = matter?.sitting, !sitting.proposerSpokeFirst, sitting.turns.isEmpty,
            !lines.commands.contains(where: \.isTurn)
        {
            lines.commands.append(command(number, .record(.proposerSpokeFirst(true))))
        }
        let stance = text(.stance).flatMap { Terms.stance[$0] }.flatMap(Stance.init(rawValue:)) ?? .other
        let (view, kept) = try viewpoint(said, of: speaker, number, matter, earlier: lines.commands, after: lines.words, &ledger)
        let turn = RecordLine.turn(speaker, viewpoint: view, stance: stance, seconds: 0)
        if let same = lines.known.firstIndex(of: turn) {
            lines.known.remove(at: same)
            return
        }
        if let kept { lines.words.append(kept) }
        lines.commands.append(command(number, .record(turn)))
    }
}

extension Resolve.Planned {
    /// What is answered where the lines of a record were taken and it is not finished by them.
    static let minutesBegun = "done.minutes.begun"

    /// The lines of a pasted record without its end, where that is refused because parts of it are missing; nil for every other refusal.
    func begun(after refusal: Refusal) -> Resolve.Planned? {
        guard case .unmet("MT-14", let verdicts) = refusal,
            verdicts.allSatisfy({ ["recordComplete", "revisionAgreed"].contains($0.rule) }),
            case .move("minutes", _)? = then.last?.act
        else { return nil }
        var begun = self
        begun.then.removeLast()
        begun.answer = Resolve.Planned.minutesBegun
        return begun
    }
}

extension Matter {
    /// The day of a sitting whose result was not announced at the table, but entered later; nil for every other.
    fileprivate var enteredAfterwards: CivilDate? {
        ["MT-13", "MT-13.2"].compactMap { taken[$0]?.fields.day(.late) }.last
    }

    /// The turns that were pasted since the result of the sitting was announced.
    fileprivate var pastedTurns: [RecordLine] {
        guard let announced = [taken["MT-13"]?.at, taken["MT-13.2"]?.at].compactMap({ $0 }).max() else { return [] }
        return events.compactMap { event in
            guard event.at >= announced, case .recorded(let line, _) = event.what, case .turn = line else { return nil }
            return line
        }
    }
}

extension Command {
    fileprivate var isTurn: Bool { if case .record(.turn) = act { true } else { false } }
}

extension String {
    /// Whether a line ends with one of these; `alone`: and says nothing else. 「有人建议收费，提议人不同意」 is not about the revision.
    fileprivate func says(_ endings: [String], alone: Bool) -> Bool {
        without(ending: endings).map { !alone || $0.isEmpty } ?? false
    }

    /// What is left of a line of the record that ends with one of these, marks aside; nil where it does not. Without any, the line itself.
    fileprivate func without(ending endings: [String]) -> String? {
        var rest = Substring(self)
        func trim() { while let last = rest.last, "。；;，,、（()） \u{3000}".contains(last) { rest.removeLast() } }
        trim()
        if endings.isEmpty { return String(rest) }
        guard let said = endings.filter({ rest.hasSuffix($0) }).max(by: { $0.count < $1.count }) else { return nil }
        rest.removeLast(said.count)
        // 「经张三同意」 is part of the text.
        if let before = rest.last, !"。；;，,、（()：: \u{3000}".contains(before), !said.hasPrefix("提议人") { return nil }
        trim()
        return String(rest)
    }
}
