import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What is said to the question about a step and wants another one: 「我参加」 to 要“不参加”吗, 「并到三号去吧」 to 要“撤回 10”吗, 「对 文字就写请本周内修好」.
extension Office {
    /// 「我参加」 to the question whether they do not come: a no to it, and the answer itself. Nil for what is no opposite answer.
    func repliedOtherwise(_ hearing: inout Hearing, _ open: Question, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let said = hearing.said
        guard open.steps.count == 1, let step = open.steps.first, Office.answersToCall.contains(step.name), said.quotes == nil,
            let person = hearing.scene.person, let unit = hearing.scene.unit, !says("said.call.no", in: said.text),
            !says("said.call.whom", in: said.text), !says("said.call.you", in: said.text)
        else { return nil }
        let answer = CallAnswerReader(library).read(said.text)
        let replies = answer.parts.compactMap(\.said)
        guard let reply = replies.first, reply != .open, replies.allSatisfy({ ($0 == .coming) == (reply == .coming) }),
            !answer.parts.contains(where: \.isWeak), (reply == .coming) != (step.name == .rsvpYes)
        else { return nil }
        var other = Intent(.act, reply == .coming ? .rsvpYes : answer.rest.isEmpty && reply != .leave ? .rsvpNo : .leaveRequest)
        for slot in [Slot.number, .numbers] { other.slots[slot] = step.slots[slot] }
        if other.name == .leaveRequest, !answer.rest.isEmpty { other.slots[.reason] = .text(answer.rest.joined(separator: "，")) }
        // 「对 我参加」 says both, 「那天我参加孩子的家长会」 neither.
        let isDoubtful = agreed(said.text)?.isYes == true || reply == .coming && answer.rest.contains { !isDenial($0) }
        if isDoubtful {
            let resolve = try resolve(said, as: other, person, unit, to: hearing.scene.here(person), &ledger)
            return try put([other], resolve, by: hearing.scene.roles, &ledger)
        }
        try unask(Standing.asked(said), &ledger)
        hearing.intent = other
        return nil
    }

    private static let answersToCall: Set<IntentName> = [.rsvpYes, .rsvpNo, .leaveRequest]

    /// 不是, 不对, 我是说
    private func isDenial(_ words: String) -> Bool {
        let rest = words.filter(\.isLetter)
        return rest.count <= 1 || behind(["said.not", "said.not.but"], in: rest)?.isEmpty == true
    }

    /// A step of another kind that names no matter, said to a question about one: it is asked about in its place.
    func steppedOtherwise(_ hearing: Hearing, _ step: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let (said, scene) = (hearing.said, hearing.scene)
        var next = hearing.intent.meant.count == 1 ? hearing.intent.meant[0] : hearing.intent
        guard let person = scene.person, let unit = scene.unit, !scene.roles.isEmpty, case .integer? = step.slots[.number],
            Office.insteadOf.contains(next.name), next.name != step.name, !next.isFromModel, next.more.isEmpty,
            [Slot.number, .numbers, .subject, .unit].allSatisfy({ next.slots[$0] == nil }),
            next.slots[.to] != step.slots[.number]
        else { return nil }
        // 「三号」 names the one it is joined to.
        let named = numbered(said.text, try nameable(unit, &ledger))?.numbers ?? []
        guard named.allSatisfy({ next.slots[.to] == .integer($0) }) else { return nil }
        (next.action, next.meant, next.question) = (.act, [], nil)
        next.slots[.number] = step.slots[.number]
        return try put([next], try resolve(said, as: next, person, unit, to: scene.here(person), &ledger), by: scene.roles, &ledger)
    }

    /// What an officer may want to be done with a matter instead of what was asked.
    private static let insteadOf: Set<IntentName> = [.pass, .merge, .refer, .answer, .askMore, .keepForLater, .submit, .withdraw]

    /// 「对 转吧 文字别那么写 就写请本周内修好」: the step with those words, shown once more.
    func amended(_ step: Intent, with rest: String) -> Intent? {
        guard let slot = [Slot.title, .text, .reason].first(where: { step.slots[$0] != nil }) ?? (step.name == .refer ? .text : nil),
            let from = library.words(under: "said.amends").compactMap({ rest.ranges(of: $0).last?.upperBound }).max()
        else { return nil }
        let words = rest[from...].drop { !$0.isLetter && !$0.isNumber }.trimmingEnd("吧")
        return words.count > 3 ? step.with(slot, String(words)) : nil
    }
}
