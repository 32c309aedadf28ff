import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// 「换个大点的地方 老年活动室」 said while a reason is owed for a sitting: it is no reason but the place, and the reason is still asked for.
extension Office {
    /// The place that is said to be another; nil where nothing of the kind is said.
    func newPlace(in text: String) -> String? {
        guard !Office.isQuestion(text),
            let from = library.words(under: "said.place.changes").compactMap({ text.firstRange(of: $0) }).min(by: {
                $0.lowerBound < $1.lowerBound
            })
        else { return nil }
        // 「雨天换地方来不及通知」 says why.
        guard text[..<from.lowerBound].count(where: \.isLetter) <= 6,
            let behind = text[from.lowerBound...].firstMatch(of: /(地方|地点|会场)[\s，,。、：:]*/)
        else { return nil }
        var place = text[behind.range.upperBound...]
        for word in library.words(under: "said.place.lead").sorted(by: { $0.count > $1.count }) where place.hasPrefix(word) {
            place = place.dropFirst(word.count)
            break
        }
        let named = place.drop { !$0.isLetter && !$0.isNumber }.trimmingEnd("吧")
        let isOne = (2...12).contains(named.count) && !named.contains { $0.isWhitespace || $0.isPunctuation }
        return isOne && !says("said.place.none", in: named) ? named : nil
    }

    func takesPlace(
        _ text: String, _ plans: [Resolve.Planned], _ message: String, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outcome? {
        guard let place = newPlace(in: text) else { return nil }
        var isPlaced = false
        func placed(_ command: Command) -> Command {
            guard case .move("call", var fields) = command.act else { return command }
            fields[.place] = .text(place)
            isPlaced = true
            var command = command
            command.act = .move("call", fields)
            return command
        }
        var next = plans
        for index in next.indices {
            next[index].command = placed(next[index].command)
            next[index].then = next[index].then.map(placed)
        }
        guard isPlaced else { return nil }
        try ask(Question(about: .reason(next), asked: now, message: message), resolve, &ledger)
        try answer(Saying("ask.reason.place", ["place": .literal(place)]), to: resolve.here, about: nil, &ledger)
        try note(resolve.said, matter: nil, .asked, &ledger)
        return .asked
    }
}
