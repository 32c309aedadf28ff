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
            !saysSame(text(.place) ?? ""),
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
            return try moved.rescheduled(&ledger)
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

    /// Where a sitting is to be, as it was said. 「同一个地方」 is where it was called before, where the one of the same start is, or the only place
    /// sittings are called to; nil where none can be told, and then it is asked for. 「同一时间」 is no place.
    func venue(of number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> String? {
        // 「在二楼会议室一起开」: that it is together is no part of where.
        guard let said = text(.place)?.without(endings: ["一起", "一块"]) else { return nil }
        if office.library.words(under: "said.same.time").contains(where: { said.hasSuffix($0) }) { return nil }
        if office.library.words(under: "said.together").contains(where: { said == $0 }) { return nil }
        guard saysSame(said) else { return said.without(beginnings: ["都是在", "都是", "都在", "都到", "还是在", "也是在", "也在"]) }
        if let place = try office.matter(MatterKey(unit.id, number), &ledger)?.sitting.place { return place }
        var start: Instant?
        if case .moment(let moment)? = date(.start) { start = moment.instant }
        var places: [(start: Instant?, place: String)] = []
        for row in try ledger.open(in: unit.id) where row.key.number != number {
            guard let sitting = try office.matter(row.key, &ledger)?.sitting, let place = sitting.place, !saysSame(place) else { continue }
            places.append((sitting.start, place))
        }
        let beside = places.filter { $0.start == start }
        let meant = Set((beside.isEmpty ? places : beside).map(\.place))
        return meant.count == 1 ? meant.first : nil
    }

    /// 同一个地方, 还是老地方.
    private func saysSame(_ place: String) -> Bool {
        let bare = place.filter(\.isLetter).without(beginnings: ["就还是在", "还是在", "还是", "就在", "都在", "也在", "还在", "在", "去", "到"])
        return office.library.words(under: "said.same.place").contains { bare == $0 || bare == $0 + "开" || bare == $0 + "吧" }
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
