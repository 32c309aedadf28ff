import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// 改 4 分组协商 3月6日, 「4号不是听证会 是分组协商」: the record of a screening, told anew; what is not said stays. Nil where something else
    /// is put right, or nothing was screened.
    func screeningPutRight(_ number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard let said = text(.correction), let held = try office.matter(MatterKey(unit.id, number), &ledger)?.screenings, !held.isEmpty
        else { return nil }
        let words = office.library.words(under: "said.screening")
        let isNamed = words.contains(where: said.contains)
        let again = screening(number, office.plainCorrection(said))
        var fields = Fields()
        let way = again.way
        fields[.method] = way.map { .text($0) }
        let days = again.intent.dates.compactMap { if case .day(let day)? = $0.reading.settled { day } else { nil } }
        guard fields[.method] != nil || isNamed else { return nil }
        // 「2号上周五筛选的时候王大妈说错了话」: without the way of it only a day that is told of the screening.
        if fields[.method] != nil || words.contains(where: said.hasPrefix), let day = again.day(.date) ?? days.last ?? self.day(.due) {
            fields[.date] = .day(day)
        }
        guard !fields.isEmpty else {
            return .say(Saying("ask.text", ["example": .literal("改 \(number.serial) 分组协商 3月1日")]), .asked)
        }
        // Which of several: the one that 不是 names, else the one held in that way; which of two others is asked.
        let wrong = wrongWay(number, said)
        let meant = held.count == 1 ? held : held.filter { $0.text(.method) == wrong ?? way }
        guard let last = meant.last, held.count == 1 || wrong != nil || meant.count == 1 else {
            return .say(Saying("ask.text", ["example": .literal("改 \(number.serial) 不是问卷调查 是分组协商 3月1日")]), .asked)
        }
        fields = last.overlaid(with: fields)
        fields[.replaces] = .flag(true)
        fields[.kind] = held.count > 1 ? last[.method] : nil
        let day = fields.day(.date).map { ["date": Argument.day($0)] } ?? [:]
        return .decide([Planned(command: command(number, .screen(fields)), answer: "done.screen.corrected", extra: day)])
    }

    /// Those words, read as a screening.
    private func screening(_ number: MatterNumber, _ words: String) -> Resolve {
        var again = self
        again.intent = office.library.reader.read(
            Utterance("筛选 \(number.serial) \(words)", at: now, role: .liaisonOfficer, context: .workGroup))
        return again
    }

    /// The way of a screening, where the words are one.
    private var way: String? {
        guard intent.name == .recordScreening || intent.meant.first?.name == .recordScreening else { return nil }
        return text(.method).flatMap { Terms.screening[$0] }
    }

    /// 听证会 of 「不是听证会 是分组协商」.
    private func wrongWay(_ number: MatterNumber, _ said: String) -> String? {
        guard let wrong = said.firstRange(of: "不是") else { return nil }
        let named = said[wrong.upperBound...].prefix { !"是，,。；; ".contains($0) }
        return named.isEmpty ? nil : screening(number, String(named)).way
    }
}
