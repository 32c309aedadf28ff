extension Rulebook {
    /// The earliest start a call may name, in whole five minutes, where its notice goes out at an instant: what the call's own rule asks for
    /// (XZ-12b). Without such a rule a sitting may begin at once.
    public func earliestStart(noticeFrom from: Instant) -> Instant {
        var facts = Facts(now: from)
        facts.noticeFrom = from
        facts.start = from
        for need in steps["TP-18"]?.needs ?? [] where need.rule == "noticeAhead" {
            if case .wait(let until)? = need.judge(facts).remedy { return until }
        }
        return from.roundedUp(toMinutes: 5)
    }
}
