import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// 改 4 分组协商 3月6日, 「4号不是听证会 是分组协商」: the record of the last screening, told anew; what is not said stays. Nil where something else
    /// is put right, or nothing was screened.
    func screeningPutRight(_ number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard let said = text(.correction), let last = try office.matter(MatterKey(unit.id, number), &ledger)?.screenings.last else {
            return nil
        }
        let words = office.library.words(under: "said.screening")
        let isNamed = words.contains(where: said.contains)
        var again = self
        again.intent = office.library.reader.read(
            Utterance("筛选 \(number.serial) \(office.plainCorrection(said))", at: now, role: .liaisonOfficer, context: .workGroup))
        var fields = Fields()
        if again.intent.name == .recordScreening || again.intent.meant.first?.name == .recordScreening {
            fields[.method] = again.text(.method).flatMap { Terms.screening[$0] }.map { .text($0) }
        }
        let days = again.intent.dates.compactMap { if case .day(let day)? = $0.reading.settled { day } else { nil } }
        guard fields[.method] != nil || isNamed else { return nil }
        if let day = again.day(.date) ?? days.last ?? self.day(.due) { fields[.date] = .day(day) }
        guard !fields.isEmpty else {
            return .say(Saying("ask.text", ["example": .literal("改 \(number.serial) 分组协商 3月1日")]), .asked)
        }
        fields = last.overlaid(with: fields)
        fields[.replaces] = .flag(true)
        let day = fields.day(.date).map { ["date": Argument.day($0)] } ?? [:]
        return .decide([Planned(command: command(number, .screen(fields)), answer: "done.screen.corrected", extra: day)])
    }
}
