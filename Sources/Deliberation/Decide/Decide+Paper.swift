import Procedure

extension Decision {
    /// 已张贴: one confirmed posting on the unit's board covers the scope, as all its groups would (design 5). Where only a day is stated
    /// the notice counts from that day's end: a week is seven full days.
    mutating func post(_ fields: Fields) throws(Refusal) {
        let here = try matter()
        let key = here.state(of: "topic") == "publicising" ? "implementation" : "preMeeting"
        let (post, isRecorder) = try recorder(
            of: "PN-1", among: state.rulebook.steps["PN-1"]?.by ?? [.liaisonOfficer, .firstConvenor], in: here)
        guard here.state(of: "notice", key: key) == "published" else {
            let item = here.item("notice", key: key)
            throw .wrongState(
                move: "post", state: here.state(of: "notice", key: key), machine: "notice", by: item?.by, at: item?.since)
        }
        guard fields[.place] != nil else { throw .asks(step: "PN-1", .place, row: RowID("XZ-12c")) }
        var stated = fields
        let day = fields.day(.date) ?? command.happened
        if let day, day > now.civil.date { throw .dateAhead(day) }
        if let start = fields.instant(.start), start > now { throw .dateAhead(start.civil.date) }
        if fields[.start] == nil { stated[.start] = .instant(day.map { min(now, $0.end) } ?? now) }
        stated[.date] = nil
        if isRecorder, let actor { stated[.recordedBy] = .person(actor) }
        let from = stated.instant(.start) ?? now
        let hung = day ?? from.civil.date
        try judgePosting(hung, from: from, fields, of: "notice.\(key)", here.item("notice", key: key), in: here)
        add(.posted(notice: "notice.\(key)", stated), as: post, happened: day ?? (from < now ? from.civil.date : nil))
    }

    /// Nothing hangs before the day it was settled what is to hang; and where it hangs already it is counted once, unless photographs come
    /// after that are not kept yet, or it hung earlier than was said.
    private func judgePosting(
        _ day: CivilDate, from: Instant, _ fields: Fields, of notice: String, _ item: Matter.Item?, in matter: Matter
    ) throws(Refusal) {
        guard let item else { return }
        let settled = item.fields.day(.late) ?? item.since.civil.date
        if day < settled { throw .postedBefore(day, settled: settled) }
        let same = matter.posted.last { $0.notice == notice && $0.recorded >= item.since && $0.place == fields.text(.place) }
        guard let same, (fields.integer(.pictures) ?? 0) <= same.kept, from >= same.from else { return }
        throw .postedAlready(place: same.place, from: same.from)
    }
}
