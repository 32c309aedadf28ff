import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What was most likely meant where nothing can be asked about it: instead of only hearing that it was not understood, whoever speaks to us alone
/// is told how that step is said, or who can answer what we cannot.
extension Office {
    /// - Parameter intent: what was read, with what the learned model makes of it.
    /// - Returns: nil where nothing is likely enough.
    func likely(_ intent: Intent, _ said: Said, _ scene: Scene, _ ledger: inout Ledger) throws(StoreFailure) -> Saying? {
        guard said.chat.kind == .direct, scene.quotedText == nil, let id = scene.unit else { return nil }
        for opinion in intent.opinions where opinion.probability >= Office.likelyFrom {
            if opinion.name == .questionToBot {
                let unit = try self.unit(id, &ledger)
                return meaning(said, scene) ?? whomToAsk(scene, unit)
            }
            guard !Office.answersUs.contains(opinion.name), let verb = library.verbs.shown(opinion.name, to: scene.roles, in: scene.context)
            else { continue }
            let number = try onlyNamed(in: said.text, id, &ledger) ?? library.reader.markedNumbers(in: said.text).first
            var example = verb.example
            var values: [String: Argument] = ["word": .literal(verb.words[0])]
            if let place = example.firstRange(of: Office.exampleNumber) {
                if let number {
                    example.replaceSubrange(place, with: String(number))
                } else {
                    values["other"] = .literal(Office.exampleNumber)
                }
            }
            values["example"] = .literal(example)
            return Saying("ask.likely", values)
        }
        return nil
    }

    /// 「附议是啥意思」: what `帮助` says of the word.
    private func meaning(_ said: Said, _ scene: Scene) -> Saying? {
        guard says("said.asks.meaning", in: said.text),
            let verb = library.verbs.shown(in: said.text, to: scene.roles, in: scene.context)
        else { return nil }
        return Saying(
            "ask.likely.meaning",
            ["word": .literal(verb.words[0]), "help": .literal(verb.help), "example": .literal(verb.example)])
    }

    /// What we cannot answer, the officers can.
    private func whomToAsk(_ scene: Scene, _ unit: Unit) -> Saying? {
        let officers = unit.holders(of: .liaisonOfficer)
        guard scene.roles.allSatisfy({ $0 == .member }), !officers.isEmpty else { return nil }
        return Saying("ask.likely.question", ["officers": .list(officers.map { .person($0) }, separator: "、")])
    }

    /// 「小区流浪猫能不能搞个投喂点」 asks nothing of us: what somebody without an office says to us alone, and what may well be a wish, is offered to be registered.
    func mayBeWish(_ hearing: Hearing) -> Bool {
        guard hearing.isDirect, hearing.scene.quotedText == nil, hearing.scene.roles.allSatisfy({ $0 == .member }),
            [.questionToBot, .unclear].contains(hearing.intent.name), hearing.said.text.count >= 8,
            hearing.intent.meant.allSatisfy({ $0.name == .questionToBot })
        else { return false }
        let wishes = hearing.intent.opinions.filter { [.suggest, .complainAsSuggestion, .individualDispute].contains($0.name) }
        return wishes.reduce(0) { $0 + $1.probability } >= Office.wishFrom
    }

    /// What answers something of ours is read beside it, or is not meant: 「我不去医院了」.
    private static let answersUs: Set<IntentName> = [.vote, .rsvpYes, .rsvpNo, .leaveRequest, .checkIn, .rate]

    /// From what probability on the form of a step is told, or something is offered to be registered. It is only said, and only to whoever spoke to us.
    private static let likelyFrom = 0.5
    private static let wishFrom = 0.25
    /// The number that the examples of `帮助` speak of.
    private static let exampleNumber = "12"
}
