import Procedure

/// 通报: what was agreed, and what came of it, is told at the next session (XZ-14.1f). A session that is opened or announced here tells it by
/// itself; one of which only the record came later, or that did not know of the topic yet, is named by whoever was there.
extension Decision {
    mutating func report(in session: MatterNumber) throws(Refusal) {
        let here = try matter()
        let post = try post(
            for: "MT-6", among: [.meetingChair, .meetingSecretary, .liaisonOfficer, .firstConvenor, .secondConvenor], in: here)
        guard here.taken["TP-21"] != nil else {
            let item = here.item("topic")
            throw .wrongState(move: "report", state: here.state(of: "topic"), machine: "topic", by: item?.by, at: item?.since)
        }
        if here.reportedIn != nil {
            let told = here.events.last { $0.what.isReport }
            throw .already(move: "report", by: told?.by, at: told?.at ?? now)
        }
        guard let held = try matter(session).canReport(here) else { throw .noSuchMatter(session) }
        add(.sessionReported(in: session), as: post, happened: held)
    }
}

extension Matter {
    /// The day on which its session was held, where that is a later one at which the other topic could be reported; else nil. What the same
    /// sitting agreed is for the next one.
    public func canReport(_ other: Matter) -> CivilDate? {
        guard number != other.number, let held = heldOn, let agreed = other.heldOn, held >= agreed else { return nil }
        if let start = sitting.start, start == other.sitting.start { return nil }
        return held
    }

    /// The day of its latest sitting that came to its opening or its result, as it was stated.
    private var heldOn: CivilDate? {
        guard
            let last = standing.last(where: { index in
                if case .stepped(let step) = events[index].what { ["MT-5", "MT-13", "MT-13.2"].contains(step.id) } else { false }
            })
        else { return nil }
        return events[last].happened ?? events[last].at.civil.date
    }
}

extension Happening {
    fileprivate var isReport: Bool { if case .sessionReported = self { true } else { false } }
}
