/// Which messages the learned model is asked about at all.
extension Attempt {
    /// Whether somebody can be speaking to us: of what residents say to each other the model only looks at short lines with a number that is
    /// said as ours are.
    func isCandidate(_ scan: inout Scan) -> Bool {
        switch context {
        case .group: utterance.mentionsUs || namesAMatter(&scan)
        case .residentGroup: utterance.mentionsUs
        case .workGroup: utterance.role != .resident || !utterance.posts.isEmpty
        case .pastedRecord: false
        default: true
        }
    }

    /// 27号, #8, 第5条 in a line of residents that is as short as what people say to us; 3月27号 and 27号晚上 are days.
    private func namesAMatter(_ scan: inout Scan) -> Bool {
        guard utterance.role == .resident || utterance.role == .member, scan.text.count <= 40 else { return false }
        for at in 0..<scan.text.count where !isDigit(scan.text[at - 1]) {
            guard let one = reader.numbers.one(&scan, at: at), one.isMarked else { continue }
            let days = dates.dates(&scan, in: 0..<scan.text.count, limit: 4)
            if !days.takeIn(one, at: at) { return true }
        }
        return false
    }

    /// `[CQ:at,qq=1]`: what a platform writes and nobody says. Round such a thing only the words by hand are read.
    func holdsACode(_ text: FoldedText) -> Bool {
        (0..<min(text.count, IntentSketch.reach)).contains { at in
            text[at] == 0x28 && text[at + 1] == 0x63 && text[at + 2] == 0x71 && text[at + 3] == 0x3A  // (cq:
        }
    }

    /// 「支持27号」, 「34号议事会我去」 in the group and to nobody in particular: done where hardly anything else can be meant, and never asked about.
    func saidAmongResidents(_ words: Intent, _ model: IntentModel, _ scan: inout Scan) -> Intent {
        guard let first = model.opinions(&scan, self, atMost: 1).first else { return words }
        let isOther = first.name != words.name.listed
        // 「支持8号宝宝」: another number than ours. 「44号表决俺投个赞成票」: another step than the words by hand found.
        if words.action == .act, first.name == .chatterIgnore, first.probability >= reader.sureness.overrule { return .silence }
        let least = words.action == .act ? reader.sureness.overrule : reader.sureness.actForGood
        let own = context == .liveMeeting ? Attempt.residentsAtTable : Attempt.residents
        guard words.isGuess || (words.action == .act && isOther), own.contains(first.name), first.probability >= least,
            var intent = loosely(first.name, &scan), intent.action == .act,
            context == .liveMeeting || intent.slots[.number] != nil || intent.slots[.numbers] != nil
        else { return words }
        intent.isFromModel = true
        intent.opinions = [first]
        return intent
    }

    /// What residents do with matters, each for themselves.
    private static let residents: Set<IntentName> = [
        .endorse, .withdraw, .askStatus, .rsvpYes, .rsvpNo, .leaveRequest, .vote, .rate, .appeal, .volunteerAsParticipant, .endMandate,
    ]
    /// 「俺到了，给俺签上」, 「我同意改成六盏」: what residents do at the table.
    private static let residentsAtTable: Set<IntentName> = [.checkIn, .agreeRevision]
}
