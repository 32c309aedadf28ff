import Procedure

/// 「转错单位了 应该是城管」, 「单位写错了，是城管局」, 「重新转给城管局」: what is said of the step before puts it right with the department behind it, and is no
/// name of one itself.
extension Attempt {
    func puttingOfficeRight(_ intent: Intent, _ scan: inout Scan) -> Intent {
        guard [.correct, .refer, .assign, .correctSubject].contains(intent.name), !intent.isWordForWord, intent.action != .silence,
            utterance.role != .department, utterance.role != .resident,
            intent.slots[.number] != nil || intent.slots[.numbers] != nil || context.isReply || context == .direct,
            let (said, isComplaint) = complaint(&scan)
        else { return intent }
        let office = rightOffice(&scan, from: said, mustBeSaid: isComplaint)
        // 「2号部门不对，是交警部门」 of what was only looked at is no referral.
        if intent.name == .correctSubject {
            guard let office else { return intent }
            var subject = intent
            subject.slots[.text] = nil
            subject.slots[.kind] = .text("department")
            subject.slots[.department] = .text(office)
            subject.slots[.correction] = .text(office)
            return subject
        }
        guard office != nil || isComplaint else { return intent }
        // 「19号改派综合执法队」 gives a task to somebody else.
        if !isComplaint, intent.name == .assign, intent.action == .act { return intent }
        // 「派错了，这归水务」 names its department by itself, and of what it is said may not have been handed on yet.
        if intent.name == .refer, intent.slots[.number] == nil, intent.slots[.numbers] == nil { return intent }
        if office == nil, intent.name == .refer, case .text(let known)? = intent.slots[.department], !known.contains("错") { return intent }
        var slots: Slots = [.kind: .text("department")]
        slots[.number] = intent.slots[.number]
        slots[.unit] = intent.slots[.unit]
        slots[.due] = intent.slots[.due]
        slots[.correction] = office.map { .text($0) }
        // Said as plainly as that it need not be asked about; 「是不是转错了」 is.
        let isPlain =
            isComplaint && !verbs.isQuestion(&scan)
            && !(0..<scan.text.count).contains { verbs.doubts.longest(in: &scan, at: $0) != nil }
        let action = isPlain ? Action.act : isComplaint ? .ask : intent.action
        let question = action == .act ? nil : intent.question ?? "ask.meant"
        var correction = Intent(action, .correct, slots: slots, question: question, dates: intent.dates)
        if action == .ask { correction.meant = [Intent(.act, .correct, slots: slots)] }
        return correction
    }

    /// Where a complaint about the department ends, or what hands it on once more.
    private func complaint(_ scan: inout Scan) -> (end: Int, isComplaint: Bool)? {
        for at in 0..<min(scan.text.count, 40) {
            // 承办单位不是物业是城管: what is right stands behind the second 是.
            if let end = cues[.notTheOffice].end(&scan, at: at),
                let right = (end + 2..<max(end + 2, min(scan.text.count, end + 12))).first(where: {
                    scan.text[$0] == 0x662F && !Attempt.beforeEither.contains(scan.text[$0 - 1])
                })
            {
                return (right, true)
            }
            if let end = cues[.wrongOffice].end(&scan, at: at), scan.text[at - 1] != 0x6CA1,  // 没转错
                Marks.isMark(scan.text[end]) || scan.text[end - 1] == 0x4E86 || cues[.rightly].end(&scan, at: end) != nil  // 了; 交错费
            {
                return (end, true)
            }
            if let end = cues[.handedAnew].end(&scan, at: at) { return (end, false) }
        }
        return nil
    }

    /// 不是物业就是城管, 还是, 不是, 也是
    private static let beforeEither = ScalarSet("就还不也")

    /// The department behind 是, 应该是, 给.
    private func rightOffice(_ scan: inout Scan, from start: Int, mustBeSaid: Bool) -> String? {
        var at = Marks.skip(scan.text, start)
        if let said = cues[.rightly].end(&scan, at: at) {
            at = Marks.skip(scan.text, said)
        } else if mustBeSaid {
            return nil
        }
        if let number = reader.numbers.one(&scan, at: at) { at = Marks.skip(scan.text, number.end) }  // 重新转 3 城管局
        var end = at
        while !Marks.isMark(scan.text[end]), end - at < 16 { end += 1 }
        guard let verb = verbs.verbs.first(where: { $0.intent == .refer && $0.takes(.department) }) else { return nil }
        let filling = Filling(reader: reader, dates: dates, verb: verb, context: context)
        // 物业办 is a name, 物业管 what is said of one.
        if !filling.isUnit(scan.text, at..<end),
            let tail = (at + 2..<max(at + 2, end)).first(where: { cues[.rightTail].end(&scan, at: $0) == end })
        {
            end = tail
        }
        guard filling.isUnit(scan.text, at..<end) else { return nil }
        return scan.text.wording(at..<end)
    }
}

extension Telling {
    /// 「替王大爷登记一个，楼道没扶手」 as 「王大爷：楼道没扶手」: for whom, and what; nil where it is not said so.
    func onBehalf(_ text: String, _ fold: FoldTable) -> String? {
        var scan = Scan(FoldedText(text, table: fold))
        guard let first = cues[.onBehalf].end(&scan, at: Marks.skip(scan.text, 0)) else { return nil }
        for who in somebody(&scan, at: first) {
            guard var end = cues[.entered].end(&scan, at: who) else { continue }
            if let tail = cues[.enteredTail].end(&scan, at: end) { end = tail }
            guard Marks.isMark(scan.text[end]), Marks.skip(scan.text, end) < scan.text.count else { continue }
            let wish = scan.text.wordingToEnd(from: Marks.skip(scan.text, end))
            return cues[.tellWho].end(&scan, at: first) == who ? wish : "\(scan.text.wording(first..<who))：\(wish)"
        }
        return nil
    }
}
