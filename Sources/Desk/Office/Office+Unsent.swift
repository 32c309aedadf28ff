import Deliberation
import Procedure
import Record

/// What we were about to say and is no longer so: it is dropped in the commit that makes it untrue, and put back by the one that takes
/// that step back.
extension Office {
    /// Whose only word of a sitting was dropped before it left: they need not hear that it was called off.
    struct Unheard {
        var addressees: Set<Addressee>
        /// Nothing of the call has left at all.
        var isEverybody: Bool

        func contains(_ addressee: Addressee) -> Bool { isEverybody || addressees.contains(addressee) }
    }

    /// - Parameter rows: those of the events, in the same order.
    /// - Returns: for each event (by its place) that calls a sitting off before everybody had heard of it, who had not.
    func dropUnsent(
        _ events: [Event], _ rows: [EventRow], _ state: Case, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [Int: Unheard] {
        var unheard: [Int: Unheard] = [:]
        for (index, event) in events.enumerated() {
            let key = MatterKey(state.unit.id, event.matter)
            switch event.what {
            case .undone(let steps): try takeBack(steps, key, state, &ledger)
            case .stepped(let step) where step.id == Office.merging:
                // Where it is merged into, it is heard of from now on.
                let own = Set(state.rulebook.steps[step.id]?.tells ?? [])
                _ = try ledger.supersede(of: key, texts: Set(state.rulebook.notices.keys).subtracting(own), by: rows[index].n)
            case .stepped(let step) where Office.callsOff(step.id): unheard[index] = try dropCall(key, rows[index], state, &ledger)
            default: break
            }
        }
        try nameAnew(events, state, &ledger)
        // Last, because what is taken back and taken again in one commit (改) is overtaken again.
        try dropOvertaken(events, rows, state, &ledger)
        return unheard
    }

    fileprivate static let merging: StepID = "SG-5"

    /// What waits calls a matter by the title it has now: 「以后的通知、公示都这样写」.
    private func nameAnew(_ events: [Event], _ state: Case, _ ledger: inout Ledger) throws(StoreFailure) {
        for number in events.filter(\.what.mayName).map(\.matter).uniqued() {
            guard let matter = state.matters[number], let now = matter.heading else { continue }
            let titles = matter.events.compactMap { event in if case .titled(let words) = event.what { words } else { nil } }
            let earlier = Set((titles + [matter.words].compactMap(\.self)).map(\.id)).subtracting([now.id])
            guard !earlier.isEmpty else { continue }
            try ledger.rewordUnsent(of: MatterKey(state.unit.id, number)) { text, arguments in
                guard let saying = Saying(key: text, bytes: arguments) else { return nil }
                let named = saying.titled(now.id, not: earlier)
                return named == saying ? nil : named.bytes
            }
        }
    }

    /// Nobody is asked for what is decided already: a card, a form or a task that waited, as for the morning, while the matter left where it
    /// could be answered. Reminders of it end with their alarm (`dropReminders`).
    private func dropOvertaken(_ events: [Event], _ rows: [EventRow], _ state: Case, _ ledger: inout Ledger) throws(StoreFailure) {
        let notices = deliveries(state.rulebook).notices.values
        var overtaken: [MatterNumber: (texts: Set<String>, by: Int64)] = [:]
        for (index, event) in events.enumerated() {
            // Of one that has only begun nothing waits.
            guard case .stepped(let step) = event.what, let matter = state.matters[event.matter],
                matter.events.count > events.count(where: { $0.matter == event.matter })
            else { continue }
            let machine = Machines.name(of: step.id)
            let left = notices.filter { notice in
                notice.onlyWhile.contains { $0.machine == machine && $0.state != step.to } && !notice.isTrue(of: matter)
            }
            guard !left.isEmpty else { continue }
            overtaken[event.matter, default: ([], 0)].texts.formUnion(left.map(\.key))
            overtaken[event.matter]?.by = rows[index].n
        }
        for (number, dropped) in overtaken.sorted(by: { $0.key < $1.key }) {
            _ = try ledger.supersede(of: MatterKey(state.unit.id, number), texts: dropped.texts, by: dropped.by)
        }
    }

    /// How notices travel is ours to say and no part of the procedure: of a matter begun under an older file too they go as the newest of
    /// its city has it.
    func deliveries(_ book: Rulebook) -> Rulebook { library.rulebook(city: book.id) ?? book }

    /// MT-15 and, for want of quorum, MT-4.
    fileprivate static func callsOff(_ step: StepID) -> Bool { step == "MT-15" || step == "MT-4" }

    /// Notices, calls and reminders of the sitting that is called off.
    private func dropCall(_ key: MatterKey, _ row: EventRow, _ state: Case, _ ledger: inout Ledger) throws(StoreFailure) -> Unheard? {
        let book = state.rulebook
        let calls = Office.calls(book)
        let reminders = book.alarms.filter { $0.key.hasPrefix("meeting.") }.flatMap(\.value.tells)
        let dropped = try ledger.supersede(of: key, texts: calls.union(reminders), by: row.n)
        let addressees = Set(dropped.filter { calls.contains($0.text) }.map(\.to))
        guard !addressees.isEmpty, let matter = state.matters[key.number], let call = matter.lastCall(before: row.m) else { return nil }
        let at = matter.events[Int(call) - 1].at
        var hasLeft = false
        for step in try ledger.events(of: key, after: call - 1, limit: 20) where step.at == at && !hasLeft {
            hasLeft = try ledger.hasLeft(of: key.unit, cause: step.n)
        }
        return Unheard(addressees: addressees, isEverybody: !hasLeft)
    }

    /// An undo drops what the steps were about to tell; where one of them had called a sitting off, the sitting's own messages wait again.
    private func takeBack(_ steps: [Int64], _ key: MatterKey, _ state: Case, _ ledger: inout Ledger) throws(StoreFailure) {
        let matter = key.number == .unit ? state.unit.register : state.matters[key.number]
        guard let matter else { return }
        for m in steps.sorted() {
            guard let row = try ledger.events(of: key, after: m - 1, limit: 1).first else { continue }
            try ledger.cancelUnsent(of: key.unit, cause: row.n)
            if matter.events.indices.contains(Int(m) - 1), case .stepped(let step) = matter.events[Int(m) - 1].what,
                !Office.callsOff(step.id)
            {
                try ledger.restore(of: key, supersededBy: row.n, since: 1)
            }
            guard matter.events.indices.contains(Int(m) - 1), matter.events[Int(m) - 1].what.dropsCalls,
                let call = matter.lastCall(before: m), !steps.contains(call)
            else { continue }
            try ledger.restore(of: key, supersededBy: row.n, since: call)
        }
    }
}

extension Office {
    /// What tells of a sitting that was called: notice, calls and the officers' copy.
    static func calls(_ book: Rulebook) -> Set<String> {
        Set((book.steps["TP-18"]?.tells ?? []) + (book.steps["MT-1"]?.tells ?? []) + (book.tells["PN-1/preMeeting"] ?? []))
    }
}

extension Rulebook.Notice {
    /// Whether what it says or asks for holds where the matter stands.
    func isTrue(of matter: Matter) -> Bool {
        onlyWhile.isEmpty || onlyWhile.contains { matter.state(of: $0.machine) == $0.state }
    }
}

extension Happening {
    /// Whether what was about to be said of a sitting was dropped because of it.
    fileprivate var dropsCalls: Bool {
        switch self {
        case .stepped(let step): Office.callsOff(step.id)
        case .listChanged(_, _, expected: .some, _): true
        default: false
        }
    }
}

extension Matter {
    /// The place (m) of the call that stood before an event; nil where nothing was called.
    fileprivate func lastCall(before m: Int64) -> Int64? {
        events.indices.last { index in
            guard Int64(index) + 1 < m, case .stepped(let step) = events[index].what else { return false }
            return step.id == "TP-18"
        }
        .map { Int64($0) + 1 }
    }
}

extension Happening {
    /// Whether a matter may be called otherwise after it.
    fileprivate var mayName: Bool {
        switch self {
        case .titled, .undone: true
        default: false
        }
    }
}
