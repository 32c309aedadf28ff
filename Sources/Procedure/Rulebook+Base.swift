import Wire

/// `base.json`: states and steps, listed once for all cities (design 4.1), with the moves people speak of and whom notices go to.
struct Base {
    struct Step {
        var from: Set<StateID>
        var to: StateID
        var asks: [Field]
        var isRecord: Bool
        var needsClean: Bool
        var corrects: [Field]
    }

    var version = ""
    var machines: [String: Rulebook.Machine] = [:]
    var steps: [StepID: Step] = [:]
    var moves: [String: Rulebook.Move] = [:]
    var notices: [String: Rulebook.Notice] = [:]
    var tells: [String: [String]] = [:]
    var alarms: [String: Rulebook.Alarm] = [:]
    var chases: [Rulebook.Chase] = []
    var urges: [String] = []
    /// What holds where a city says nothing else.
    var settings: [String: Span] = [:]

    init(parsing bytes: [UInt8], machineOf: (StepID) -> String, faults: inout FaultList) throws(Malformed) {
        let root = try LocatedJSON(parsing: bytes)
        let known: Set = ["version", "machines", "steps", "moves", "notices", "tells", "alarms", "settings", "chases", "urges"]
        _ = faults.members(root, of: "base.json", allowed: known)
        version = faults.text(root["version"], of: "version", in: root)
        readMachines(root["machines"], &faults)
        readSteps(root["steps"], machineOf, &faults)
        readMoves(root["moves"], &faults)
        readNotices(root, &faults)
        readChases(root, &faults)
        readUrges(root["urges"], &faults)
        findDeadEnds(root["machines"], machineOf, &faults)
    }

    private mutating func readMachines(_ value: LocatedJSON?, _ faults: inout FaultList) {
        for member in faults.members(value, of: "machines") {
            _ = faults.members(member.value, of: "a machine", allowed: ["states", "ends"])
            let states = faults.texts(member.value["states"], of: "states").map { StateID($0.text) }
            let ends = faults.texts(member.value["ends"], of: "ends")
            for end in ends where !states.contains(StateID(end.text)) { faults.note("there is no state \"\(end.text)\"", at: end.at) }
            machines[member.name] = Rulebook.Machine(name: member.name, states: states, ends: Set(ends.map { StateID($0.text) }))
        }
    }

    private mutating func readSteps(_ value: LocatedJSON?, _ machineOf: (StepID) -> String, _ faults: inout FaultList) {
        for member in faults.members(value, of: "steps") {
            _ = faults.members(member.value, of: "a step", allowed: ["from", "to", "asks", "record", "clean", "corrects"])
            let id = StepID(member.name)
            guard let machine = machines[machineOf(id)] else {
                faults.note(member.malformed("no machine has steps like \(member.name)"))
                continue
            }
            let known = Set(machine.states).union([.none])
            let from = faults.texts(member.value["from"], of: "from")
            let to = faults.text(member.value["to"], of: "to", in: member.value)
            for state in from where !known.contains(StateID(state.text)) {
                faults.note("there is no state \"\(state.text)\"", at: state.at)
            }
            if !known.contains(StateID(to)), let place = member.value["to"] { faults.note("there is no state \"\(to)\"", at: place) }
            steps[id] = Step(
                from: Set(from.map { StateID($0.text) }), to: StateID(to),
                asks: faults.names(member.value["asks"], of: "asks", as: Field.self),
                isRecord: member.value["record"]?.kind == .bool(true), needsClean: member.value["clean"]?.kind == .bool(true),
                corrects: faults.names(member.value["corrects"], of: "corrects", as: Field.self))
        }
    }

    private mutating func readMoves(_ value: LocatedJSON?, _ faults: inout FaultList) {
        for member in faults.members(value, of: "moves") {
            _ = faults.members(member.value, of: "a move", allowed: ["ways", "answer"])
            var ways: [[Rulebook.Move.Part]] = []
            if case .array(let lists)? = member.value["ways"]?.kind {
                for list in lists {
                    ways.append(
                        faults.texts(list, of: "a way").map { text, at in
                            let halves = text.split(separator: "/", maxSplits: 1)
                            let step = StepID(String(halves.first ?? ""))
                            if steps[step] == nil { faults.note("there is no step \"\(step)\"", at: at) }
                            return Rulebook.Move.Part(step: step, key: halves.count > 1 ? String(halves[1]) : nil)
                        })
                }
            }
            if ways.isEmpty { faults.note(member.malformed("a move needs at least one way")) }
            moves[member.name] = Rulebook.Move(ways: ways, answer: faults.text(member.value["answer"], of: "answer", in: member.value))
        }
    }

    /// `machine/state`, each of them known.
    func readPlaces(_ value: LocatedJSON?, _ faults: inout FaultList) -> [Rulebook.Notice.Place] {
        var places: [Rulebook.Notice.Place] = []
        for (text, at) in faults.texts(value, of: "while") {
            let halves = text.split(separator: "/", maxSplits: 1).map(String.init)
            guard halves.count == 2, machines[halves[0]]?.states.contains(StateID(halves[1])) == true else {
                faults.note("while must name a machine and one of its states, as in suggestion/registered", at: at)
                continue
            }
            places.append(Rulebook.Notice.Place(machine: halves[0], state: StateID(halves[1])))
        }
        return places
    }

    private mutating func readNotices(_ root: LocatedJSON, _ faults: inout FaultList) {
        for member in faults.members(root["notices"], of: "notices") {
            _ = faults.members(
                member.value, of: "a notice",
                allowed: ["to", "lane", "proof", "once", "needed", "with", "reminds", "while", "buttons", "quoted", "invites"])
            let lane = Lane(rawValue: faults.text(member.value["lane"], of: "lane", in: member.value))
            if lane == nil, let place = member.value["lane"] { faults.note("lane must be answer, urgent, lawful or ordinary", at: place) }
            let needed = faults.names(member.value["needed"], of: "needed", as: Audience.self)
            let with = member.value["with"].flatMap { Field(rawValue: faults.text($0, of: "with", in: member.value)) }
            if with == nil, let place = member.value["with"] { faults.note("with must name a field", at: place) }
            notices[member.name] = Rulebook.Notice(
                key: member.name, to: faults.names(member.value["to"], of: "to", as: Audience.self), lane: lane ?? .ordinary,
                isProof: member.value["proof"]?.kind == .bool(true), isOncePerSitting: member.value["once"]?.kind == .bool(true),
                needed: Set(needed), with: with, isReminder: member.value["reminds"]?.kind == .bool(true),
                onlyWhile: readPlaces(member.value["while"], &faults),
                buttons: faults.texts(member.value["buttons"], of: "buttons").map(\.text),
                quoted: faults.name(member.value["quoted"], of: "quoted", as: Rulebook.Notice.Quoted.self) ?? .topic,
                invites: faults.name(member.value["invites"], of: "invites", as: Rulebook.Notice.Invitation.self))
        }
        for member in faults.members(root["tells"], of: "tells") { tells[member.name] = known(member.value, "tells", &faults) }
        for member in faults.members(root["alarms"], of: "alarms") {
            _ = faults.members(member.value, of: "an alarm", allowed: ["move", "tells"])
            var move: String?
            if let value = member.value["move"] {
                move = faults.text(value, of: "move", in: member.value)
                if let move, moves[move] == nil { faults.note("there is no move \"\(move)\"", at: value) }
            }
            alarms[member.name] = Rulebook.Alarm(move: move, tells: known(member.value["tells"], "tells", &faults))
        }
    }

    private mutating func readUrges(_ value: LocatedJSON?, _ faults: inout FaultList) {
        urges = known(value, "urges", &faults)
        for (key, at) in faults.texts(value, of: "urges") where notices[key]?.onlyWhile.isEmpty == true {
            faults.note("\"\(key)\" is said of a matter that waits for somebody, and needs \"while\"", at: at)
        }
    }

    /// Notice keys, each of which must exist.
    func known(_ value: LocatedJSON?, _ what: String, _ faults: inout FaultList) -> [String] {
        faults.texts(value, of: what).map { text, at in
            if notices[text] == nil { faults.note("there is no notice \"\(text)\"", at: at) }
            return text
        }
    }

    /// A state with no way out that is no end.
    private func findDeadEnds(_ value: LocatedJSON?, _ machineOf: (StepID) -> String, _ faults: inout FaultList) {
        for (name, machine) in machines.sorted(by: { $0.key < $1.key }) {
            let left = steps.filter { machineOf($0.key) == name }.values.reduce(into: Set<StateID>()) { $0.formUnion($1.from) }
            for state in machine.states where !machine.ends.contains(state) && !left.contains(state) {
                faults.note(
                    "\(name): nothing leads out of \"\(state)\", and it is no end",
                    at: value?[name] ?? LocatedJSON(kind: .null, line: 1, column: 1))
            }
        }
    }
}
