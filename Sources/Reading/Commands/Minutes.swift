import Procedure

extension Attempt {
    /// Minutes that are handed in without a word of ours.
    func handedIn(_ scan: inout Scan, from start: Int) -> Intent? {
        guard scan.text.count - start >= 12, context == .direct || context == .workGroup || context == .liveMeeting,
            !Attempt.writers.isDisjoint(with: [utterance.role] + utterance.posts), cues[.late].end(&scan, at: start) == nil,
            let verb = verbs.verbs.first(where: { $0.intent == .pasteRecord && $0.group == "secretary" })
        else { return nil }
        var record = PastedRecord(attempt: self, verb: verb).readLoosely(&scan, from: start)
        record?.isWordForWord = true
        return record
    }

    /// 「充电棚会议记录我看看」, 「1号的记录让我瞅一眼」: the minutes are to be shown, and nobody has found them right yet.
    func minutesWanted(_ scan: inout Scan, from start: Int) -> Intent? {
        let text = scan.text
        guard text.count - start <= 30, context != .group, context != .residentGroup, context != .pastedRecord,
            utterance.role != .resident || utterance.posts.contains(.member),
            let record = (start..<text.count).first(where: { at in
                cues[.minutesHead].end(&scan, at: at) != nil || text[at] == 0x8BB0 && text[at + 1] == 0x5F55  // 记录
            }),
            (start..<text.count).contains(where: { cues[.looking].end(&scan, at: $0) != nil }),
            !(record..<text.count).contains(where: { cues[.lookedAt].end(&scan, at: $0) != nil })
        else { return nil }
        var slots: Slots = [.paper: .text("会议记录")]
        if let number = marked(&scan) { slots[.number] = .integer(number) }
        var intent = Intent(.act, .printForm, slots: slots)
        intent.isWordForWord = true
        return intent
    }

    private static let writers: Set<Role> = [.secretary, .chair, .convenor, .liaisonOfficer, .member]
}
