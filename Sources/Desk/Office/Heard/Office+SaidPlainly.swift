import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// A few everyday words that mean something only because of what is open just now.
extension Office {
    /// Whether the text begins with one of the words that stand under this key, a space between them.
    func begins(_ text: String, with key: String) -> Bool {
        library.words(under: key).contains { text.hasPrefix($0) }
    }

    // MARK: 同意, of the proposer who was asked about a revision (XZ-13.7a)

    /// 「同意」, 「行」 in private, of whoever proposed what has just been revised and is asked whether they agree: nothing else is asked of them.
    func agreeing(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Intent? {
        let isPlain = saysAgreed(said.text), isDirect = said.chat.kind == .direct
        let isOfText = library.agreesToText(said.text, inGroup: !isDirect)
        guard isPlain || isOfText, !said.isAnonymous, let person = scene.person, let unit = scene.matterUnit ?? scene.unit,
            scene.quotedText ?? "revision.toProposer" == "revision.toProposer", try question(said, &ledger)?.isAsked != true
        else { return nil }
        for id in [unit, units[unit]?.upper].compactMap(\.self) {
            for row in try ledger.open(in: id, where: { $0.meeting == "revising" }) {
                guard let matter = try matter(row.key, &ledger), matter.isProposed(by: person), matter.sitting.revision != nil,
                    !matter.sitting.revisionAgreed
                else { continue }
                let agreed = Intent(.act, .agreeRevision, slots: [.number: .integer(row.key.number.serial)])
                // 好的 may answer something else we said; only 同意, what names the text, or quoting the question, is about it.
                let isPlainly = scene.quotedText != nil || said.text.contains("同意") || says("said.agreed.plainly", in: said.text)
                if isOfText || isDirect && isPlainly { return agreed }
                guard !isDirect, said.text.contains("同意") else { return nil }
                // In a group it may be said to anybody.
                var asked = agreed
                (asked.action, asked.meant, asked.question) = (.ask, [agreed], "ask.meant")
                return asked
            }
        }
        return nil
    }

    /// Nothing but one of these words, and marks or a particle behind it.
    private func saysAgreed(_ text: String) -> Bool {
        let rest = text.trimmingEnd("的了").drop(while: \.isWhitespace)
        let words = library.words(under: "said.agreed")
        if words.contains(where: { $0 == rest.filter(\.isLetter) }) { return true }
        // 「可以 没意见」
        let pieces = rest.split { !$0.isLetter }
        return pieces.count > 1
            && pieces.allSatisfy { piece in words.contains { $0 == piece || piece.dropLast() == $0 && "的了啊吧哦".contains(piece.last ?? " ") }
            }
    }

    // MARK: 先别发, while what was said last has not gone out

    /// 「先别发」, 「等一下 时间错了」 within the two minutes: how it is taken back. Nil where nothing of theirs waits.
    func holding(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard intent.action != .act, !scene.roles.isEmpty, !said.isAnonymous, said.text.count <= 20, let person = scene.person,
            let unit = scene.unit, begins(said.text, with: "said.hold"), said.text.count <= 4 || says("said.hold.what", in: said.text),
            try question(said, &ledger)?.isAsked != true
        else { return nil }
        let here = scene.here(person)
        let resolve = try resolve(said, as: intent, person, unit, to: here, &ledger)
        guard let number = try lastActed(resolve, &ledger).first, number != .unit,
            let matter = try matter(MatterKey(unit, number), &ledger)
        else { return nil }
        let key = MatterKey(unit, number)
        guard let book = rulebook(resolve.unit, key), try canBeTakenBack(matter, key, book, resolve, &ledger) else { return nil }
        var values: [String: Argument] = ["number": .integer(number.serial)]
        if matter.state(of: "meeting") == "called" { values["moved"] = .text(key: "word.hold.moved", values) }
        try answer(Saying("ask.hold", values), to: here, about: key, &ledger)
        try note(said, matter: key, .asked, &ledger)
        return .asked
    }

    // MARK: 能换个时间吗, of somebody who is called to a sitting

    /// Whether another time for a sitting is wished for: nothing else is said to be moved, as in 「广场舞能换个时间吗」.
    private func wishesAnotherTime(_ text: String) -> Bool {
        let before = library.words(under: "said.otherTime.before")
        guard
            let range = library.words(under: "said.otherTime").compactMap({ text.firstRange(of: $0) })
                .min(by: { $0.lowerBound < $1.lowerBound })
        else { return false }
        var rest = text[..<range.lowerBound]
        while !rest.isEmpty {
            if let found = before.filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
                rest = rest.dropFirst(found.count)
            } else if let first = rest.first, first.isWhitespace || "，,。.！!：:".contains(first) {
                rest = rest.dropFirst()
            } else {
                return false
            }
        }
        return true
    }

    /// That wish of somebody who was called and has not answered goes to the convenors with the matter; the sitting stays as it was called.
    func wishAnotherTime(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?)? {
        guard resolve.said.chat.kind == .direct, wishesAnotherTime(resolve.said.text),
            case .success(let call)? = try resolve.invitation(&ledger), !call.isAnswered, let topic = resolve.quoted ?? call.topics.first
        else { return nil }
        var aimed = resolve
        aimed.unit = call.unit
        let pending = try aimed.words(resolve.said.text, topic, kind: "supplement", &ledger)
        let plan = Resolve.Planned(
            command: aimed.command(topic, .supplement(pending.ref)), words: [pending], answer: "done.otherTime")
        return try carryOut(.decide([plan]), aimed, &ledger)
    }

    /// 「我去不了，但…」 quoting the notice: beside the opinion it answers the call.
    func answered(within resolve: Resolve, of matter: Matter) -> Reply? {
        guard matter.state(of: "meeting") == "called", matter.sitting.list.contains(resolve.person),
            matter.sitting.replies[resolve.person] == nil,
            let clause = resolve.said.text.split(whereSeparator: { "，,。；; \n".contains($0) }).first, clause.count < resolve.said.text.count
        else { return nil }
        let read = library.reader.read(Utterance(String(clause), at: now, role: .resident, context: .replyToMeetingCall))
        guard read.action == .act, clause.count <= 10 else { return nil }
        return [.leaveRequest, .rsvpNo].contains(read.name) ? .leave : nil
    }
}
