import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// The view somebody speaks for, and the words to be kept where it is one they have not spoken for yet at this sitting. Said again in the
    /// same wording it is the same view (XZ-13.6b): the earlier words are meant, so that the rule counts without reading any.
    ///
    /// - Parameters:
    ///   - earlier: commands of the same message, not decided yet.
    ///   - pending: the words those speak of.
    func viewpoint(
        _ said: String?, of speaker: PersonID, _ number: MatterNumber, _ matter: Matter?, earlier: [Command] = [],
        after pending: [PendingWords] = [], _ ledger: inout Ledger
    ) throws(StoreFailure) -> (view: Viewpoint, words: PendingWords?) {
        guard let said, !said.isEmpty else { return (.unsaid, nil) }
        for command in earlier {
            guard case .record(.turn(speaker, .words(let ref), _, _)) = command.act,
                pending.contains(where: { $0.ref == ref && $0.words.text == said })
            else { continue }
            return (.words(ref), nil)
        }
        let turns = (matter?.sitting.turns ?? []) + [matter?.sitting.speaker].compactMap { $0 }
        for turn in turns where turn.person == speaker {
            guard let ref = turn.viewpoint.words, try ledger.words(ref.id)?.text == said else { continue }
            return (.words(ref), nil)
        }
        let new = try words(said, number, kind: "viewpoint", &ledger)
        return (.words(new.ref), new)
    }
}
