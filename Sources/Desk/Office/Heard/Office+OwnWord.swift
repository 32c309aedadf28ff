import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Office {
    /// Whoever holds a post and begins a line with a word of ours is answered, also when nothing can come of it: with the form, or with who may
    /// (design 2.1: a refusal says what would satisfy it).
    /// - Parameter onlyOthers: answers only where the word is for others to say.
    /// - Returns: nil for what is nobody's word of ours.
    func answerOwnWord(
        _ heard: Heard, _ scene: Scene, _ here: Addressee, onlyOthers: Bool = false, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        let said = heard.said
        guard let role = scene.roles.first, !said.isAnonymous else { return nil }
        let utterance = Utterance(
            said.text, at: now, role: role, context: scene.context, posts: Array(scene.roles.dropFirst()), mentionsUs: said.mentionsUs)
        guard let own = library.reader.ownWord(utterance, atTable: scene.isAtTable) else { return nil }
        if onlyOthers, own.trouble != .speaker { return nil }
        // 「6号作废 我发错的」 of whoever proposed it.
        let numbers = library.reader.markedNumbers(in: said.text)
        if own.trouble == .speaker, own.intent == .objectionUpheld, numbers.count == 1, let person = scene.person, let unit = scene.unit,
            let matter = try matter(MatterKey(unit, MatterNumber(year: now.civil.date.year, serial: numbers[0])), &ledger)
        {
            let resolve = try resolve(said, as: Intent(.act, .withdraw), person, unit, to: here, &ledger)
            if let (outcome, about) = try putWithdrawal(of: matter, resolve, &ledger) {
                try note(said, matter: about, outcome, &ledger)
                return outcome
            }
        }
        var values: [String: Argument] = ["word": .literal(own.word), "example": .literal(own.example)]
        let posts = own.who.compactMap(Office.post(of:)).uniqued()
        values["posts"] = posts.isEmpty ? nil : .list(posts.map { .text(key: "post.\($0.rawValue)", [:]) }, separator: "、")
        let lacksSecretary = own.intent == .closeCount ? try self.lacksSecretary(scene, &ledger) : false
        let key =
            switch own.trouble {
            // Nobody has asked for any.
            case _ where own.intent == .reason: "refuse.ownWord.reason"
            case .form, .place: "ask.ownWord"
            case .meeting: "refuse.ownWord.meeting"
            case .speaker where lacksSecretary: "refuse.ownWord.noSecretary"
            case .speaker: "refuse.ownWord"
            }
        try answer(Saying(key, values), to: here, about: nil, &ledger)
        let isAsked = own.intent != .reason && (own.trouble == .form || own.trouble == .place)
        let outcome = isAsked ? Outcome.asked : .refused
        try note(said, matter: nil, outcome, &ledger)
        return outcome
    }

    /// Whether the sitting of today is still without a secretary.
    private func lacksSecretary(_ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        guard let unit = scene.unit else { return false }
        for row in try ledger.open(in: unit, where: \.isCalled) {
            guard let sitting = try matter(row.key, &ledger)?.sitting, let start = sitting.start, start.civil.date <= now.civil.date else {
                continue
            }
            return sitting.secretary == nil
        }
        return false
    }

    private static func post(of role: Role) -> Post? {
        switch role {
        case .resident: nil
        case .liaisonOfficer: .liaisonOfficer
        case .convenor: .firstConvenor
        case .chair: .meetingChair
        case .secretary: .meetingSecretary
        case .partySecretary: .partySecretary
        case .member: .councilMember
        case .department: .departmentContact
        }
    }
}
