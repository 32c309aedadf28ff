import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What somebody who is called to sittings asks or says of them beside whether they come: who comes instead, when and where it is, what it is about.
extension Office {
    /// 「让媳妇替我来开会可以不」: that it can be, and how it is said; nothing is recorded before it is known who comes. 「请刘敏替我参加」 names them.
    func sends(_ answering: Answering, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let text = answering.text
        guard says("said.call.inMyPlace", in: text) || says("said.sends", in: text) && says("said.call.whom", in: text),
            says("said.sends.comes", in: text) || says("said.call.inMyPlace", in: text),
            answering.calls.count > 1 || asks(text), !says("said.call.errand", in: text),
            let first = aimed(answering).first?.topics.first
        else { return nil }
        var values: [String: Argument] = ["number": .integer(first.serial)]
        if let name = substitute(in: answering.text) {
            if case .one = try answering.resolve.person(named: name, in: nil, &ledger) { return nil }
            values["person"] = .literal(name)
        }
        try answer(
            Saying(values["person"] == nil ? "rsvp.substitute" : "rsvp.substitute.unknown", values), to: answering.resolve.here, about: nil,
            &ledger)
        return try noted(answering, .answered, &ledger)
    }

    /// 刘敏 of 「请刘敏替我参加」 and 「让我儿子吴小刚代我去」: what stands before 替我 and begins with a surname.
    private func substitute(in text: String) -> String? {
        guard let at = ["替我", "代我", "代替我"].compactMap({ text.firstRange(of: $0)?.lowerBound }).min() else { return nil }
        let before = text[..<at].filter { !$0.isWhitespace }
        return [3, 2].lazy.map { String(before.suffix($0)) }.first { name in
            name.count >= 2 && library.reader.mayBeName(name) && !says("said.call.whom", in: name) && !"让请由叫是找".contains(name.first ?? "让")
        }
    }

    /// 「周二那会讲什么事啊」: what the sitting is about, when and where it is.
    func asksWhatAbout(_ answering: Answering, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard answering.text.contains("会") || answering.text.contains("场"), pointsOnly(answering.text, before: "said.asks.about") else {
            return nil
        }
        return try tellWhen(Saying("rsvp.when"), answering, &ledger)
    }

    /// 「今晚几点开始呀」, and 「有停车的地方吗」, which we do not know: then whom to ask.
    func asksWhen(_ answering: Answering, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        for (key, tells) in [("said.asks.when", "rsvp.when"), ("said.call.unknown", "rsvp.unknown")] where says(key, in: answering.text) {
            var text = answering.text
            let words = library.words(under: key) + library.words(under: "said.call.asking")
            for word in words.sorted(by: { $0.count > $1.count }) { text = text.replacing(word, with: " ") }
            let rest = CallAnswerReader(library).read(text)
            guard rest.rest.isEmpty, rest.parts.allSatisfy({ $0.said == nil || $0.said == .coming }) else { continue }
            // Of the one call they have not answered they are told how to answer as well.
            if tells == "rsvp.when", answering.calls.count == 1, answering.owed.count == 1 { return nil }
            guard tells == "rsvp.unknown" else { return try tellWhen(Saying(tells), answering, &ledger) }
            let convenor = answering.resolve.unit.holders(of: .firstConvenor).first
            guard let convenor, convenor != answering.resolve.person else { return nil }
            return try tellWhen(Saying(tells, ["person": .person(convenor)]), answering, &ledger)
        }
        return nil
    }

    /// Tells the sittings a message points at with their hour, their place and what they are about.
    private func tellWhen(_ saying: Saying, _ answering: Answering, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        var lines: [Argument] = []
        for call in aimed(answering) {
            var topics: [Argument] = []
            for number in call.topics {
                topics.append(.text(key: "ask.called.number", try values(of: MatterKey(call.unit.id, number), &ledger)))
            }
            lines.append(
                .text(
                    key: "rsvp.when.line",
                    ["numbers": .list(topics, separator: "、"), "start": .instant(call.start), "place": .literal(call.place ?? "")]))
        }
        let values = saying.values.merging(["lines": .list(lines, separator: "\n")]) { $1 }
        try answer(Saying(saying.key, values), to: answering.resolve.here, about: nil, &ledger)
        return try noted(answering, .answered, &ledger)
    }

    /// 「下午三点那个能不能改到晚上」 of one of several sittings: it goes to the convenors as of the only one.
    func wishesAnother(_ answering: Answering, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard pointsOnly(answering.text, before: "said.call.otherTime") else { return nil }
        let calls = aimed(answering)
        guard calls.count == 1, let topic = calls[0].topics.first else { return nil }
        let pending = try answering.resolve.words(answering.text, topic, kind: "supplement", &ledger)
        let plan = Resolve.Planned(
            command: answering.resolve.command(topic, .supplement(pending.ref)), words: [pending], answer: "done.otherTime")
        let (outcome, matter) = try carryOut(.decide([plan]), answering.resolve, &ledger)
        if try question(answering.hearing.said, &ledger) != nil { try unask(Standing.asked(answering.hearing.said), &ledger) }
        try note(answering.hearing.said, matter: matter, outcome, &ledger)
        return outcome
    }

    /// Whether a word stands in a message with nothing before it but what points at a sitting: 「广场舞能不能换个时间」 is a wish.
    private func pointsOnly(_ text: String, before key: String) -> Bool {
        let found = library.words(under: key).compactMap { text.firstRange(of: $0)?.lowerBound }
        return found.min().map { CallAnswerReader(library).read(String(text[..<$0])).rest.isEmpty } ?? false
    }

    /// The sittings a message points at, by whatever it says; all of them where it points at none.
    private func aimed(_ answering: Answering) -> [Resolve.OpenCall] {
        for which in answering.answer.parts.flatMap(\.which) {
            if let found = calls(which, answering.calls) { return found }
        }
        if let hours = answering.answer.hours {
            let then = answering.calls.filter { hours.contains($0.start.civil.minuteOfDay / 60) }
            if !then.isEmpty { return then }
        }
        return answering.calls
    }
}
