import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Resolve {
    /// 「同意，3月11日支委会，物业办，4月底」 of the party secretary, of what waits to be determined (TP-24): it is that decision, said by another
    /// word. What belongs to it is read as behind 确定.
    func determining(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard text(.kind) == nil, unit.posts[person]?.contains(.partySecretary) == true, let number = try numbers(&ledger).found.first,
            let matter = try office.matter(MatterKey(unit.id, number), &ledger), matter.state(of: "topic") == "determining"
        else { return nil }
        if text(.result) == "no" || intent.slots[.result] != nil { return try move("notDetermine", &ledger) }
        let approving = office.library.words(under: "said.approves.passed") + office.library.words(under: "said.approves")
        guard let word = approving.first(where: { said.text.contains($0) }),
            let range = said.text.firstRange(of: word)
        else { return nil }
        let words = String(said.text[..<range.lowerBound]) + (Terms.opening["TP-24"]?.suffix(2) ?? "") + said.text[range.upperBound...]
        var again = self
        again.intent = office.library.reader.read(
            Utterance(
                words, at: now, role: .partySecretary, context: quoted == nil ? .direct : .replyToApproval))
        guard again.intent.name == .recordDetermination, again.intent.action == .act else { return nil }
        if again.intent.slots[.number] == nil { again.intent.slots[.number] = .integer(number.serial) }
        return try again.move("determine", &ledger)
    }
}
