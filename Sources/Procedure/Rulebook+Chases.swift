import Wire

extension Rulebook {
    /// Who is reminded of a matter that lies still. It has no timer of its own: from where the matter stands, and since when, follows on which
    /// mornings it is spoken of, so whatever moves the matter ends it.
    public struct Chase: Sendable, Hashable {
        /// Its first time comes so long after `from`, as the setting `chase.NAME` says.
        public let name: String
        /// Where the matter stands, at one of these; empty: anywhere.
        public let onlyWhile: [Notice.Place]
        public let from: Start
        /// Whether it comes again, as often as the setting `chase.again` says; else once.
        public let comesAgain: Bool
        /// Keys of the notices it sends.
        public let tells: [String]

        /// What its time is counted from. The closed list that `base.json` chooses from.
        public enum Start: String, Sendable, Hashable {
            /// Since the matter came to stand there.
            case state
            /// The same, but not before the hour its sitting was called for.
            case start
            /// Since a proposer first said of the answer as it stands that it is not done yet.
            case contested
        }
    }

    /// When a chase comes first, of what lies since an instant: at the time of day at which people are reminded.
    public func firstTime(of chase: Chase, since: Instant) -> Instant {
        let due = since + (settings["chase.\(chase.name)"] ?? .days(7))
        guard let time = settings["reminders"] else { return due }
        let morning = CivilMoment(due.civil.date, minuteOfDay: 0).instant + time
        return morning > since ? morning : due
    }

    /// The first time it comes that is later than an instant; nil where it came once and that is over.
    public func nextTime(of chase: Chase, since: Instant, after: Instant) -> Instant? {
        let first = firstTime(of: chase, since: since)
        if first > after { return first }
        return chase.comesAgain ? (settings["chase.again"] ?? .days(7)).next(from: first, after: after) : nil
    }
}

extension Span {
    /// The first of `start`, `start` and this span, `start` and twice this span … that is later than `after`.
    public func next(from start: Instant, after: Instant) -> Instant {
        guard start <= after, milliseconds > 0 else { return start }
        return start + Span(milliseconds: milliseconds * ((after - start).milliseconds / milliseconds + 1))
    }
}

extension Base {
    mutating func readChases(_ root: LocatedJSON, _ faults: inout FaultList) {
        settings = faults.spans(root["settings"])
        for member in faults.members(root["chases"], of: "chases") {
            _ = faults.members(member.value, of: "a chase", allowed: ["while", "from", "again", "tells"])
            let from = member.value["from"].flatMap { Rulebook.Chase.Start(rawValue: faults.text($0, of: "from", in: member.value)) }
            if from == nil, let place = member.value["from"] { faults.note("from must be state, start or contested", at: place) }
            let chase = Rulebook.Chase(
                name: member.name, onlyWhile: readPlaces(member.value["while"], &faults), from: from ?? .state,
                comesAgain: member.value["again"]?.kind == .bool(true), tells: known(member.value["tells"], "tells", &faults))
            if chase.onlyWhile.isEmpty, chase.from != .contested { faults.note(member.malformed("a chase needs \"while\"")) }
            if settings["chase.\(chase.name)"] == nil {
                faults.note(member.malformed("there is no setting \"chase.\(chase.name)\""))
            }
            if chase.comesAgain, settings["chase.again"] == nil { faults.note(member.malformed("there is no setting \"chase.again\"")) }
            chases.append(chase)
        }
        chases.sort { $0.name < $1.name }
    }
}

extension FaultList {
    /// Lengths of time by name. What is chased is chased a day later at least, so that nobody is reminded twice on one.
    mutating func spans(_ value: LocatedJSON?) -> [String: Span] {
        var spans: [String: Span] = [:]
        for member in members(value, of: "settings") {
            let span: Span? = if case .string(let text) = member.value.kind { Span(text: text) } else { nil }
            guard let span else {
                note("\(member.name) must be a span like \"120 seconds\"", at: member.value)
                continue
            }
            if member.name.hasPrefix("chase."), span < .days(1) { note("\(member.name) must be a day or more", at: member.value) }
            spans[member.name] = span
        }
        return spans
    }
}
