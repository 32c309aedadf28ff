import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// 「垃圾桶的也一起」, 「2号也改到那时候」: the step somebody has just taken, for another matter as well; and 「10号可以重新拿出来了」: what was kept for later is
/// taken up again. Both are shown whole and wait for 是.
extension Office {
    func likewise(_ heard: Heard, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let said = heard.said
        guard heard.earlier == nil, said.quotes == nil, !said.isAnonymous, scene.asking == nil, !scene.roles.isEmpty,
            scene.purpose != .residents, !scene.isLive, said.text.count <= Office.longestLikewise, let person = scene.person,
            let id = scene.unit, intent.action != .act || intent.isFromModel || intent.name == .correct || intent.name == .undo
        else { return nil }
        // 「3号也要先筛 上个月网上投票的」 says more than that.
        let isLikewise =
            library.words(under: "said.likewise").compactMap { said.text.firstRange(of: $0)?.upperBound }.max().map {
                said.text[$0...].count <= 4 && !says("said.likewise.not", in: said.text)
            } ?? false
        let isResumed = scene.roles.contains(.liaisonOfficer) && says("said.resumes", in: said.text)
        guard isLikewise || isResumed else { return nil }
        let resolve = try resolve(said, as: intent, person, id, to: scene.here(person), &ledger)
        var serials = library.reader.markedNumbers(in: said.text)
        if serials.isEmpty { serials = numbered(said.text, try nameable(id, &ledger))?.numbers ?? [] }
        guard !serials.isEmpty else { return nil }
        if isResumed, serials.count == 1, let number = try resolve.number(serials[0], &ledger),
            try matter(MatterKey(id, number), &ledger)?.state(of: "topic") == "registered"
        {
            return try put([Intent(.act, .pass, slots: [.number: .integer(number.serial)])], resolve, by: scene.roles, &ledger)
        }
        // 「广场舞那帮人也是」, 「3号下雨4号也一样」 say more than which.
        let named = numbered(said.text, try nameable(id, &ledger))?.text ?? said.text
        guard isLikewise, let step = lastStep(said),
            onlySays(["said.likewise", "said.likewise.beside"], in: named.filter { !($0.isASCII && $0.isNumber) }[...])
        else { return nil }
        let steps = serials.map { serial in
            var next = step
            (next.slots[.numbers], next.slots[.number], next.slots[.subject]) = (nil, .integer(serial), nil)
            return next
        }
        return try put(steps, resolve, by: scene.roles, &ledger)
    }

    private static let longestLikewise = 24
}

/// What is asked of the work as a whole.
extension Office {
    /// 「下个会啥时候开」 of whoever works here: the sittings that are called; 「这事最后谁说了算」: who decides.
    func askedOfTheWork(_ heard: Heard, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let said = heard.said
        guard heard.earlier == nil, said.quotes == nil, !said.isAnonymous, scene.asking == nil, said.text.count <= Office.longestOverview,
            let id = scene.unit, let person = scene.person, library.reader.markedNumbers(in: said.text).isEmpty,
            said.chat.kind == .direct || said.mentionsUs || library.reader.callsUs(said.text) && scene.context == .workGroup,
            !says("said.wishes.strong", in: said.text)
        else { return nil }
        let resolve = try resolve(said, as: Intent(.act, .askStatus), person, id, to: scene.here(person), &ledger)
        let saying: Saying
        if says("said.about.decides", in: said.text) {
            saying = Saying("about.decides")
        } else if !scene.roles.isEmpty, scene.roles != [.member], numbered(said.text, try nameable(id, &ledger)) == nil,
            let filter = Office.overviews.first(where: { says("said.asks.\($0.key)", in: said.text) })?.filter,
            filter == "会议" || says("said.asks.which", in: said.text)
        {
            saying = try todo(resolve, filter, &ledger)
        } else {
            return nil
        }
        try answer(saying, to: resolve.here, about: nil, &ledger)
        try note(said, matter: nil, .answered, &ledger)
        return .answered
    }

    private static let longestOverview = 16
    private static let overviews = [(key: "sittings", filter: "会议"), (key: "ready", filter: "可报审"), (key: "approved", filter: "已批")]
}
