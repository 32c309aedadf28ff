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
            let place = text(.place)?.split(whereSeparator: { "，,；;。".contains($0) }).first.flatMap({ Resolve.place(String($0)) })
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
        // The same hour, on the same day where the notice may still run its seven days before it (XZ-12b).
        let least = now + book.undoTime + .days(7) + .minutes(10)
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
        let words = office.library.texts.render("said.place").split(separator: " ")
        guard let found = words.filter({ said.hasPrefix($0) }).max(by: { $0.count < $1.count }) else { return nil }
        var rest: Substring = Substring(said).dropFirst(found.count)
        let joints = office.library.texts.render("said.to").split(separator: " ")
        rest = rest.drop { " ：:，,".contains($0) }
        if let joint = joints.filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) { rest = rest.dropFirst(joint.count) }
        rest = rest.drop { " ：:，,在".contains($0) }
        return Resolve.place(String(rest))
    }

    /// A place as it was said, without 应该是 and the like; nil where it says what it is not, or that it is open.
    private static func place(_ said: String) -> String? {
        var rest = Substring(said)
        while let lead = ["应该是", "应当是", "应为", "改成", "改到", "是", "在"].first(where: { rest.hasPrefix($0) }) {
            rest = rest.dropFirst(lead.count)
        }
        let none = ["不是", "不对", "写错", "错了", "有误", "和", "另行", "待定", "哪", "不变"]
        return rest.count >= 2 && !none.contains(where: { rest.hasPrefix($0) }) && !rest.hasSuffix("写错了") ? String(rest) : nil
    }

    /// The one sitting that is called.
    private func onlyCalled(_ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        let called = try ledger.openMatters(of: unit.id, limit: 5000).filter { Summary($0.state)?.meeting == "called" }
        return called.count == 1 ? called.first?.key.number : nil
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
