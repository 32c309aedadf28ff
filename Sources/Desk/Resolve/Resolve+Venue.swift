import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// Only another place for a sitting: within the time for taking back the call goes out with it; a call that has gone out is called anew,
    /// because the notice names the place (TP-20).
    func elsewhere(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard date(.start) == nil, intent.slots[.shift] == nil,
            // 「…，时间不变」
            let place = text(.place)?.split(whereSeparator: { "，,；;。".contains($0) }).first.flatMap({
                Resolve.place(String($0), office.library)
            })
        else { return nil }
        let number: MatterNumber
        switch try numbers(&ledger).found.first {
        case let said?: number = said
        case nil:
            guard let meant = try onlyCalled(&ledger) else { return nil }
            number = meant
        }
        let key = MatterKey(unit.id, number)
        guard let matter = try office.matter(key, &ledger), matter.state(of: "meeting") == "called", let start = matter.sitting.start,
            let book = office.rulebook(unit, key)
        else { return nil }
        if try office.canBeTakenBack(matter, key, book, self, &ledger), matter.isJustCalled(by: person) {
            var moved = self
            moved.intent = Intent(
                .act, .reschedule, slots: [.number: .integer(number.serial), .start: .date(.moment(start.civil)), .place: .text(place)])
            return try moved.reschedule(&ledger)
        }
        // The same hour, on the same day where the notice may still run its time before it (XZ-12b).
        let least = book.earliestStart(noticeFrom: now + book.undoTime + .minutes(10))
        let sameHour = CivilMoment(least.civil.date, minuteOfDay: start.civil.minuteOfDay)
        let next = sameHour.instant >= least ? sameHour : (sameHour.instant + .days(1)).civil
        let day = max(next, start.civil).date
        return .say(
            Saying(
                "ask.place.anew",
                [
                    "number": .integer(number.serial), "place": .literal(place),
                    "start": .literal(
                        "\(day.month)月\(day.day)日\(start.civil.minuteOfDay / 60):\(start.civil.minuteOfDay % 60 < 10 ? "0" : "")\(start.civil.minuteOfDay % 60)"
                    ),
                ]), .asked)
    }

    /// 改 12 地点 二楼: what stands behind the word for the place.
    var placeSaid: String? {
        guard let said = text(.correction) else { return nil }
        let words = office.library.words(under: "said.place")
        guard let found = words.filter({ said.hasPrefix($0) }).max(by: { $0.count < $1.count }) else { return nil }
        var rest: Substring = Substring(said).dropFirst(found.count)
        let joints = office.library.words(under: "said.to")
        rest = rest.drop { " ：:，,".contains($0) }
        if let joint = joints.filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) { rest = rest.dropFirst(joint.count) }
        rest = rest.drop { " ：:，,在".contains($0) }
        return Resolve.place(String(rest), office.library)
    }

    /// A place as it was said, without 应该是 and the like; nil where it says what it is not, or that it is open.
    private static func place(_ said: String, _ library: Library) -> String? {
        var rest = Substring(said)
        while let lead = library.words(under: "said.place.lead").first(where: { rest.hasPrefix($0) }) {
            rest = rest.dropFirst(lead.count)
        }
        let isNone = library.words(under: "said.place.none").contains { rest.hasPrefix($0) }
        return rest.count >= 2 && !isNone && !rest.hasSuffix("写错了") ? String(rest) : nil
    }
}

extension Matter {
    /// Whether the call was what this person did last.
    fileprivate func isJustCalled(by person: PersonID) -> Bool {
        guard let act = lastAct(of: person) else { return false }
        return act.ms.contains { m in
            if case .stepped(let step) = events[Int(m) - 1].what { step.id == "MT-1" || step.id == "TP-18" } else { false }
        }
    }
}
