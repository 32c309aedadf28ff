import Wire

extension Rulebook {
    /// Reads a city's rulebook over the base. All faults of both files come together.
    ///
    /// - Parameter machineOf: which machine a step belongs to; the prefixes are Deliberation's.
    public convenience init(
        base: [UInt8], city: [UInt8], rows: RowCatalog, machineOf: (StepID) -> String
    ) throws(RulebookFaults) {
        var baseFaults = FaultList(file: "base.json")
        var cityFaults = FaultList(file: "city")
        var parsed: Base?
        do throws(Malformed) { parsed = try Base(parsing: base, machineOf: machineOf, faults: &baseFaults) } catch {
            baseFaults.note(error)
        }
        var root: LocatedJSON?
        do throws(Malformed) { root = try LocatedJSON(parsing: city) } catch { cityFaults.note(error) }
        guard let parsed, let root else { throw RulebookFaults(faults: baseFaults.faults + cityFaults.faults) }

        let id = cityFaults.text(root["id"], of: "id", in: root)
        cityFaults = FaultList(file: "\(id).json", faults: cityFaults.faults)
        let version = cityFaults.text(root["version"], of: "version", in: root)
        let known: Set<String> = ["id", "version", "brand", "source", "settings", "steps", "standing", "typed"]
        _ = cityFaults.members(root, of: "a city", allowed: known)
        var digest = SHA256()
        digest.update(base)
        digest.update(city)
        let steps = CityReader.steps(root["steps"], parsed, rows, &cityFaults)
        CityReader.findDeadEnds(root["steps"], parsed, steps, machineOf, &cityFaults)
        let typed = cityFaults.members(root["typed"], of: "typed", allowed: ["giveFloor", "endTurn", "unrevised"]).map {
            ($0.name, CityReader.requirements($0.value, parsed, rows, &cityFaults))
        }
        self.init(
            id: id, version: "\(version)/\(parsed.version)", brand: cityFaults.text(root["brand"], of: "brand", in: root),
            source: cityFaults.text(root["source"], of: "source", in: root), hash: digest.digest().hex, base: parsed, steps: steps,
            standing: CityReader.requirements(root["standing"], parsed, rows, &cityFaults),
            typed: Dictionary(typed, uniquingKeysWith: { $1 }),
            settings: parsed.settings.merging(cityFaults.spans(root["settings"])) { $1 })
        let faults = baseFaults.faults + cityFaults.faults
        if !faults.isEmpty { throw RulebookFaults(faults: faults) }
    }
}

/// Reads the parts of a city file.
private enum CityReader {
    static func steps(_ value: LocatedJSON?, _ base: Base, _ rows: RowCatalog, _ faults: inout FaultList) -> [StepID: Rulebook.CityStep] {
        var steps: [StepID: Rulebook.CityStep] = [:]
        for member in faults.members(value, of: "steps") {
            let id = StepID(member.name)
            guard let definition = base.steps[id] else {
                faults.note(member.malformed("base.json has no step \(member.name)"))
                continue
            }
            _ = faults.members(member.value, of: "a step", allowed: ["by", "asks", "defaults", "needs", "tells", "timers", "rows"])
            let by = faults.names(member.value["by"], of: "by", as: Post.self)
            if by.isEmpty { faults.note(member.malformed("nobody may take \(member.name): \"by\" is missing or empty")) }
            steps[id] = Rulebook.CityStep(
                id: id, from: definition.from, to: definition.to, asks: asks(member.value["asks"], definition.asks, rows, &faults),
                defaults: defaults(member.value["defaults"], &faults), by: by,
                needs: requirements(member.value["needs"], base, rows, &faults), tells: base.known(member.value["tells"], "tells", &faults),
                timers: timers(member.value["timers"], base, &faults), isRecord: definition.isRecord, needsClean: definition.needsClean,
                rows: faults.texts(member.value["rows"], of: "rows").map { text, at in row(text, at, rows, &faults) },
                corrects: definition.corrects)
        }
        return steps
    }

    /// A state that this city's steps lead into, and none of them out of, though it is no end.
    static func findDeadEnds(
        _ value: LocatedJSON?, _ base: Base, _ steps: [StepID: Rulebook.CityStep], _ machineOf: (StepID) -> String,
        _ faults: inout FaultList
    ) {
        for member in value?.members ?? [] {
            guard let step = steps[StepID(member.name)], let machine = base.machines[machineOf(step.id)], !machine.ends.contains(step.to)
            else { continue }
            let leaves = steps.values.contains { machineOf($0.id) == machine.name && $0.from.contains(step.to) }
            if !leaves { faults.note(member.malformed("\(member.name) leads to \"\(step.to)\", and no step of this city leads out of it")) }
        }
    }

    private static func row(_ text: String, _ at: LocatedJSON, _ rows: RowCatalog, _ faults: inout FaultList) -> RowID {
        if rows[RowID(text)] == nil { faults.note("rows.json has no row \"\(text)\"", at: at) }
        return RowID(text)
    }

    private static func asks(
        _ value: LocatedJSON?, _ always: [Field], _ rows: RowCatalog, _ faults: inout FaultList
    ) -> [(field: Field, row: RowID?)] {
        var asks: [(field: Field, row: RowID?)] = always.map { ($0, nil) }
        for member in faults.members(value, of: "asks") {
            guard let field = Field(rawValue: member.name) else {
                faults.note(member.malformed("there is no field \"\(member.name)\""))
                continue
            }
            guard case .string(let text) = member.value.kind else {
                faults.note("\(member.name) must name its row", at: member.value)
                continue
            }
            asks.removeAll { $0.field == field }
            asks.append((field, row(text, member.value, rows, &faults)))
        }
        return asks
    }

    private static func defaults(_ value: LocatedJSON?, _ faults: inout FaultList) -> [Field: String] {
        var defaults: [Field: String] = [:]
        for member in faults.members(value, of: "defaults") {
            guard let field = Field(rawValue: member.name), field.kind == .text, case .string(let text) = member.value.kind else {
                faults.note(member.malformed("a default is a name for a field that takes one"))
                continue
            }
            defaults[field] = text
        }
        return defaults
    }

    private static func timers(_ value: LocatedJSON?, _ base: Base, _ faults: inout FaultList) -> [Rulebook.TimerRule] {
        guard let value else { return [] }
        guard case .array(let entries) = value.kind else {
            faults.note("timers must be a list", at: value)
            return []
        }
        return entries.compactMap { entry in
            let allowed: Set = ["alarm", "after", "beforeStart", "afterDue", "beforeStated", "afterStated", "every", "times"]
            _ = faults.members(entry, of: "a timer", allowed: allowed)
            let alarm = faults.text(entry["alarm"], of: "alarm", in: entry)
            if base.alarms[alarm] == nil { faults.note("there is no alarm \"\(alarm)\"", at: entry) }
            let starts: [(name: String, from: Rulebook.TimerRule.Start)] = [
                ("after", .step), ("beforeStart", .meeting), ("afterDue", .due), ("beforeStated", .beforeStated),
                ("afterStated", .afterStated),
            ]
            let stated = starts.filter { entry[$0.name] != nil }
            guard stated.count == 1, case .string(let text)? = entry[stated[0].name]?.kind, let span = Span(text: text) else {
                faults.note(
                    "a timer needs one of \"after\", \"beforeStart\", \"afterDue\", \"beforeStated\" and \"afterStated\", with a span",
                    at: entry)
                return nil
            }
            let (every, times) = rhythm(of: entry, &faults)
            return Rulebook.TimerRule(alarm: alarm, span: span, from: stated[0].from, every: every, times: times)
        }
    }

    /// How often a timer comes again: no oftener than once a day, so that nobody is reminded twice on one.
    private static func rhythm(of entry: LocatedJSON, _ faults: inout FaultList) -> (every: Span?, times: Int?) {
        var every: Span?
        if let value = entry["every"] {
            if case .string(let text) = value.kind, let span = Span(text: text), span >= .days(1) {
                every = span
            } else {
                faults.note("\"every\" must be a span of a day or more", at: value)
            }
        }
        guard let value = entry["times"] else { return (every, nil) }
        guard every != nil, case .integer(let times) = value.kind, (2...1000).contains(times) else {
            faults.note("\"times\" must be a whole number from 2 on, beside \"every\"", at: value)
            return (every, nil)
        }
        return (every, Int(times))
    }

    static func requirements(_ value: LocatedJSON?, _ base: Base, _ rows: RowCatalog, _ faults: inout FaultList) -> [Requirement] {
        guard let value else { return [] }
        guard case .array(let entries) = value.kind else {
            faults.note("needs must be a list", at: value)
            return []
        }
        return entries.compactMap { requirement($0, base, rows, &faults) }
    }

    private static func requirement(
        _ entry: LocatedJSON, _ base: Base, _ rows: RowCatalog, _ faults: inout FaultList
    ) -> Requirement? {
        let name = faults.text(entry["rule"], of: "rule", in: entry)
        let id = faults.text(entry["row"], of: "row", in: entry)
        guard let rule = Rule.named[name] else {
            faults.note("there is no rule \"\(name)\"", at: entry["rule"] ?? entry)
            return nil
        }
        guard let row = rows[RowID(id)] else {
            faults.note("rows.json has no row \"\(id)\"", at: entry["row"] ?? entry)
            return nil
        }
        var values: [String: JSON] = [:]
        for member in faults.members(entry, of: "a rule") where !["rule", "row", "blocks"].contains(member.name) {
            switch member.value.kind {
            case .integer(let whole): values[member.name] = .integer(whole)
            case .string(let text): values[member.name] = .string(text)
            default: faults.note("an argument is a whole number, a share, a span or a name", at: member.value)
            }
        }
        var blocks: [StepID] = []
        for (text, at) in faults.texts(entry["blocks"], of: "blocks") {
            if base.steps[StepID(text)] == nil { faults.note("base.json has no step \(text)", at: at) }
            blocks.append(StepID(text))
        }
        var arguments = Arguments(values)
        do throws(Malformed) {
            let judgement = try rule.parse(&arguments)
            for surplus in arguments.surplus { faults.note("\(name) takes no \"\(surplus)\"", at: entry) }
            return Requirement(rule: name, row: row.id, force: row.force, reads: rule.reads, blocks: blocks, judgement: judgement)
        } catch {
            faults.note("\(name): \(error.problem)", at: entry)
            return nil
        }
    }
}
