/// A step that is another post's to take, said plainly by somebody who holds one: 「31号受理」 of the convenor. Reading tells what was said; who may
/// is the procedure's to judge, and it names who does.
extension Attempt {
    /// - Parameter own: what the speaker's own verbs made of it.
    func ofAnotherPost(_ own: Intent, _ scan: inout Scan) -> Intent? {
        guard own.isGuess, own.action != .act, own.meant.isEmpty, Attempt.speaking.contains(utterance.role), utterance.posts.isEmpty,
            context == .workGroup || context == .direct || context.isReply, context.isReply || marked(&scan) != nil
        else { return nil }
        var utterance = utterance
        utterance.posts = Attempt.officers.filter { $0 != utterance.role }
        let other = Attempt(reader: reader, utterance: utterance).readOwn(&scan)
        guard other.action == .act, Attempt.steps.contains(other.name), other.more.allSatisfy({ Attempt.steps.contains($0.name) }),
            context.isReply || other.slots[.number] != nil || other.slots[.numbers] != nil
        else { return nil }
        return other
    }

    /// Those who work together; what a department says of a matter is of another kind.
    private static let speaking: Set<Role> = [.convenor, .chair, .secretary, .partySecretary]
    private static let officers: [Role] = [.liaisonOfficer, .convenor]
}
