import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Which sittings whoever works here means without a number: by their day, 「周二那场」 「今晚」, all of them, or the only one there is.
extension Resolve {
    /// The sittings that are called in the unit, and whether a day told them or all were meant; empty where a number was said.
    func sittingsMeant(_ ledger: inout Ledger) throws(StoreFailure) -> (calls: [OpenCall], isSaid: Bool) {
        guard quoted == nil, intent.slots[.number] == nil, intent.slots[.numbers] == nil, intent.slots[.subject] == nil else {
            return ([], false)
        }
        let calls = try openCalls(ofAll: true, &ledger).filter { $0.unit.id == unit.id }
        let answer = CallAnswerReader(office.library).read(said.text)
        for which in answer.parts.flatMap(\.which) {
            if let then = office.calls(which, calls) { return (then, true) }
        }
        let isAll = answer.count.map { $0 == calls.count } ?? answer.parts.contains(where: \.isAll)
        return (calls, isAll || calls.count == 1)
    }

    /// 「周二那场现在多少人回话了」: how it stands with each topic of it; nil where several sittings may be meant.
    func forecastThen(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard intent.name == .forecast else { return nil }
        let (calls, isSaid) = try sittingsMeant(&ledger)
        let topics = calls.flatMap(\.topics)
        guard isSaid, !topics.isEmpty, topics.count <= Resolve.mostForecast else { return nil }
        if topics.count == 1 { return .other(.forecast(topics[0])) }
        var lines: [Argument] = []
        for topic in topics {
            let saying = try office.forecast(topic, self, &ledger)
            lines.append(.text(key: saying.key, saying.values))
        }
        return .say(Saying("lines", ["lines": .list(lines, separator: "\n")]), .answered)
    }

    private static let mostForecast = 4

    /// 「两个会没回的都催一催」: whoever owes an answer is pressed once of each sitting.
    func owing(_ ledger: inout Ledger) throws(StoreFailure) -> [MatterNumber] {
        // 「表格没回的都催一催」 is of something else.
        let says = office.says("said.call.owing", in: said.text)
        guard
            says && office.says("said.call.sitting", in: said.text)
                || (says || office.says("said.call.each", in: said.text))
                    && office.onlySays(["said.call.owing", "said.call.pressing", "said.call.each"], in: said.text[...])
        else { return [] }
        return try sittingsMeant(&ledger).calls.compactMap(\.topics.first)
    }
}
