import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// 通报 12 4月10日会议: at which session an agreed topic was reported (XZ-14.1f). Without a day it is the latest one held since.
    func report(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let problem = problem(.date), !isPast(.date) { return .say(problem, .asked) }
        var answer: Saying?
        let resolution = try each(&ledger, example: "通报") { number, ledger throws(StoreFailure) in
            guard let topic = try office.matter(MatterKey(unit.id, number), &ledger) else {
                return Planned(command: command(number, .report(in: number)))
            }
            let spoken = Argument.integer(number.serial)
            if let told = topic.reportedIn {
                answer = Saying("done.report.already", ["number": spoken, "session": .integer(told.serial)])
            }
            // Of what was never agreed the procedure itself says what it lacks.
            let found = try session(for: topic, &ledger)
            guard let found, topic.taken["TP-21"] != nil else {
                if topic.taken["TP-21"] != nil, answer == nil {
                    answer = Saying("refuse.report.none", ["number": spoken].merging(day(.date).map { ["date": .day($0)] } ?? [:]) { $1 })
                }
                return Planned(command: command(number, .report(in: number)))
            }
            return Planned(
                command: command(number, .report(in: found.number)), answer: "done.report",
                extra: ["session": .integer(found.number.serial), "date": .day(found.day)], alsoLoad: [found.number])
        }
        return answer.map { .say($0, .refused) } ?? resolution
    }

    private func isPast(_ slot: Slot) -> Bool { if case .past? = date(slot) { true } else { false } }

    /// The session meant: held on the day that was said, else the latest.
    private func session(for topic: Matter, _ ledger: inout Ledger) throws(StoreFailure) -> (number: MatterNumber, day: CivilDate)? {
        var best: (number: MatterNumber, day: CivilDate)?
        var after = MatterNumber.unit
        while true {
            let page = try ledger.matters(of: unit.id, after: after, limit: 500)
            guard let last = page.last else { return best }
            after = last.key.number
            for row in page where row.stage != "registered" {
                guard let held = try office.matter(row.key, &ledger)?.canReport(topic), day(.date).map({ $0 == held }) ?? true else {
                    continue
                }
                if best.map({ ($0.day, $0.number) < (held, row.key.number) }) ?? true { best = (row.key.number, held) }
            }
        }
    }
}
