import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Resolve {
    /// 「现在等谁」「批了没」 of whoever works here: of the matter they have just spoken of, of the only one there is, else which of them.
    func askedAtWork(_ ledger: inout Ledger, _ ask: (MatterNumber) -> Other) throws(StoreFailure) -> Resolution? {
        guard unit.posts[person]?.isEmpty == false, !isResidentsGroup, [.askStatus, .forecast, .details].contains(intent.name),
            !office.library.words(under: "said.own").contains(where: said.text.contains)
        else { return nil }
        if let then = try forecastThen(&ledger) { return then }
        if let number = office.lately(said, unit.id), let matter = try office.matter(MatterKey(unit.id, number), &ledger),
            intent.name != .forecast || matter.state(of: "meeting") == "called"
        {
            return .other(ask(number))
        }
        var open: [MatterNumber] = []
        for row in try ledger.open(in: unit.id, where: { intent.name != .forecast || $0.isCalled }) { open.append(row.key.number) }
        guard let first = open.first else {
            let key = intent.name == .forecast ? "ask.which.noSitting" : "ask.which.none"
            return .say(Saying(key, ["unit": .literal(unit.name)]), .answered)
        }
        guard open.count <= Resolve.mostAsked else { return .say(Saying("ask.number", ["example": .literal("查")]), .asked) }
        if open.count == 1 { return .other(ask(first)) }
        var lines: [Argument] = []
        for number in open {
            lines.append(.text(key: "ask.called.number", try office.values(of: MatterKey(unit.id, number), &ledger)))
        }
        let example = office.library.verbs.words(of: Intent(.act, intent.name, slots: [.number: .integer(first.serial)]))
        return .say(Saying("ask.which", ["choices": .list(lines, separator: "\n"), "example": .literal(example)]), .asked)
    }

    /// More are found by 待办.
    private static let mostAsked = 12
}
