import Wire

extension Rulebook {
    /// Who is reminded of a matter that lies still. It has no timer of its own: from where the matter stands, and since when, follows on which
    /// mornings it is spoken of, so whatever moves the matter ends it.
    public struct Chase: Sendable, Hashable {
        /// Its first time comes so long after `from`, as the setting `chase.NAME` says.
        public let name: String
        /// Where the matter stands, at one of these; empty: anywhere.
        public let onlyWhile: [Notice.Place]
        /// It is spoken of only where this was not said of it: what is to be done by a day is reminded of by that.
        public let without: Field?
        public let from: Start
        /// Whether it comes again, as often as the setting `chase.NAME.again` says, else `chase.again`; else once each time it comes to lie there.
        public let comesAgain: Bool
        /// Said once of a matter, however often it comes to lie there.
        public let isOnce: Bool
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
            /// Since a proposer was first little content with the answer as it stands (SG-15).
            case rated
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
        let again = settings["chase.\(chase.name).again"] ?? settings["chase.again"] ?? .days(7)
        return chase.comesAgain ? again.next(from: first, after: after) : nil
    }

    /// Whether it reminds somebody of what they owe; else it only tells how it stands.
    public func isReminder(_ chase: Chase) -> Bool { chase.tells.contains { notices[$0]?.isReminder == true } }
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
            _ = faults.members(member.value, of: "a chase", allowed: ["while", "without", "from", "again", "once", "tells"])
            let from = member.value["from"].flatMap { Rulebook.Chase.Start(rawValue: faults.text($0, of: "from", in: member.value)) }
            if from == nil, let place = member.value["from"] { faults.note("from must be state, start, contested or rated", at: place) }
            let without = member.value["without"].flatMap { Field(rawValue: faults.text($0, of: "without", in: member.value)) }
            if without == nil, let place = member.value["without"] { faults.note("without must name a field", at: place) }
            let chase = Rulebook.Chase(
                name: member.name, onlyWhile: readPlaces(member.value["while"], &faults), without: without, from: from ?? .state,
                comesAgain: member.value["again"]?.kind == .bool(true), isOnce: member.value["once"]?.kind == .bool(true),
                tells: known(member.value["tells"], "tells", &faults))
            if chase.onlyWhile.isEmpty, ![.contested, .rated].contains(chase.from) {
                faults.note(member.malformed("a chase needs \"while\""))
            }
            if chase.comesAgain, chase.isOnce { faults.note(member.malformed("a chase comes again or once")) }
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
