import Testing
import Wire

@testable import Procedure

@Suite("Rulebooks: what is wrong is named, all of it, with file, line and column (design 4.6)")
struct RulebookTests {
    static func xuzhou() throws -> Rulebook {
        try Rulebook(
            base: Bench.bytes("rulebooks/base.json"), city: Bench.bytes("rulebooks/xuzhou.json"), rows: Bench.rows(),
            machineOf: Bench.machine(of:))
    }

    static let base = """
        {
          "machines": { "topic": { "states": ["proposed", "closed"], "ends": ["closed"] } },
          "steps": {
            "TP-1": { "from": ["none"], "to": "proposed" },
            "TP-2": { "from": ["proposed"], "to": "closed", "asks": ["reason"], "record": true, "clean": true }
          },
          "moves": { "go": { "ways": [["TP-1", "TP-2"]], "answer": "done.go" } },
          "notices": { "told": { "to": ["proposers"], "lane": "ordinary" } },
          "tells": { "suggested": ["told"] },
          "alarms": { "later": { "move": "go", "tells": ["told"] } },
          "settings": { "chase.again": "7 days", "chase.forgotten": "3 days" },
          "chases": { "forgotten": { "while": ["topic/proposed"], "from": "state", "again": true, "tells": ["told"] } },
          "version": "1"
        }
        """
    static let city = """
        {
          "id": "town", "version": "1", "brand": "有事好商量", "source": "〔2020〕26号",
          "settings": { "undo": "120 seconds" },
          "steps": {
            "TP-1": { "by": ["resident"], "rows": ["XZ-12a"] },
            "TP-2": { "by": ["liaisonOfficer"], "asks": { "category": "XZ-9c" }, "defaults": { "category": "livelihood" },
              "needs": [{ "rule": "screened", "atLeast": 1, "row": "XZ-11a" }], "tells": ["told"],
              "timers": [{ "alarm": "later", "after": "2 days" }] }
          },
          "typed": { "endTurn": [{ "rule": "turnLength", "atMost": "300 seconds", "row": "XZ-13.6c" }] },
          "standing": [{ "rule": "councilSize", "from": 10, "to": 30, "row": "XZ-8.1c" }]
        }
        """

    @Test("the earliest start is what the call's own rule asks for, in whole five minutes (XZ-12b)")
    func earliestStart() throws {
        let from = Bench.at("2026-03-02T09:02")
        #expect(try RulebookTests.xuzhou().earliestStart(noticeFrom: from) == Bench.at("2026-03-09T09:05"))
        let city = String(decoding: try Bench.bytes("rulebooks/xuzhou.json"), as: UTF8.self)
        func book(_ old: String, _ new: String) throws -> Rulebook {
            try Rulebook(
                base: Bench.bytes("rulebooks/base.json"), city: Array(city.replacing(old, with: new).utf8), rows: Bench.rows(),
                machineOf: Bench.machine(of:))
        }
        let rule = #""rule": "noticeAhead", "span": "7 days""#
        #expect(try book(rule, rule.replacing("7", with: "10")).earliestStart(noticeFrom: from) == Bench.at("2026-03-12T09:05"))
    }

    /// One thing changed in the files above, and how it must be named.
    struct Fault: Sendable, CustomStringConvertible {
        let title: String
        let inBase: Bool
        let old: String
        let new: String
        let expected: String
        var description: String { title }

        init(_ title: String, base: Bool = false, _ old: String, _ new: String, _ expected: String) {
            self.title = title
            inBase = base
            self.old = old
            self.new = new
            self.expected = expected
        }
    }

    static let faults: [Fault] = [
        Fault(
            "unknown step in a city", #""TP-1": { "by""#, #""TP-99": { "by""#, "town.json: line 5, column 5: base.json has no step TP-99"),
        Fault(
            "unknown step in a move", base: true, #"["TP-1", "TP-2"]]"#, #"["TP-1", "TP-7"]]"#,
            "base.json: line 7, column 40: there is no step \"TP-7\""),
        Fault(
            "a step of no machine", base: true, #""TP-1": {"#, #""QQ-1": {"#, "base.json: line 4, column 5: no machine has steps like QQ-1"),
        Fault(
            "unknown state to go to", base: true, #""to": "proposed""#, #""to": "proposd""#,
            "base.json: line 4, column 39: there is no state \"proposd\""),
        Fault(
            "unknown state to come from", base: true, #"["proposed"], "to""#, #"["propose"], "to""#,
            "base.json: line 5, column 24: there is no state \"propose\""),
        Fault(
            "unknown end", base: true, #""ends": ["closed"]"#, #""ends": ["done", "closed"]"#,
            "base.json: line 2, column 71: there is no state \"done\""),
        Fault("unknown field", base: true, #"["reason"]"#, #"["reson"]"#, "base.json: line 5, column 62: asks: there is no \"reson\""),
        Fault("unknown rule", #""screened""#, #""screend""#, "town.json: line 7, column 27: there is no rule \"screend\""),
        Fault(
            "unknown row of a rule", #""row": "XZ-11a""#, #""row": "XZ-11z""#,
            "town.json: line 7, column 60: rows.json has no row \"XZ-11z\""),
        Fault("unknown row of a step", #"["XZ-12a"]"#, #"["XZ-12z"]"#, "town.json: line 5, column 44: rows.json has no row \"XZ-12z\""),
        Fault("unknown row of a question", #""XZ-9c""#, #""XZ-9z""#, "town.json: line 6, column 63: rows.json has no row \"XZ-9z\""),
        Fault(
            "unknown text key to tell", #""tells": ["told"]"#, #""tells": ["tol"]"#,
            "town.json: line 7, column 83: there is no notice \"tol\""),
        Fault(
            "unknown text key of an event", base: true, #""suggested": ["told"]"#, #""suggested": ["tol"]"#,
            "base.json: line 9, column 28: there is no notice \"tol\""),
        Fault(
            "unknown post", #"["liaisonOfficer"]"#, #"["liaisonOfficer", "mayor"]"#,
            "town.json: line 6, column 40: by: there is no \"mayor\""),
        Fault(
            "unknown audience", base: true, #"["proposers"]"#, #"["everybody"]"#,
            "base.json: line 8, column 33: to: there is no \"everybody\""),
        Fault(
            "unknown lane", base: true, #""ordinary""#, #""fast""#,
            "base.json: line 8, column 55: lane must be answer, urgent, lawful or ordinary"),
        Fault(
            "quoting a notice answers what there is not", base: true, #""lane": "ordinary""#, #""lane": "ordinary", "quoted": "aproval""#,
            "base.json: line 8, column 77: quoted must be one of: suggestion, topic, call, poll, approval, task, notice"),
        Fault(
            "a notice invites what there is not", base: true, #""lane": "ordinary""#, #""lane": "ordinary", "invites": "praise""#,
            "base.json: line 8, column 78: invites must be one of: answer, opinion, attendance"),
        Fault(
            "unknown move of an alarm", base: true, #""move": "go""#, #""move": "went""#,
            "base.json: line 10, column 34: there is no move \"went\""),
        Fault("unknown alarm", #""alarm": "later""#, #""alarm": "soon""#, "town.json: line 8, column 18: there is no alarm \"soon\""),
        Fault(
            "surplus argument", #""atLeast": 1,"#, #""atLeast": 1, "atMost": 2,"#,
            "town.json: line 7, column 17: screened takes no \"atMost\""),
        Fault("missing argument", #""atLeast": 1, "#, "", "town.json: line 7, column 17: screened: atLeast must be a whole number"),
        Fault(
            "argument of another kind", #""atLeast": 1,"#, #""atLeast": [1],"#,
            "town.json: line 7, column 50: an argument is a whole number, a share, a span or a name"),
        Fault(
            "nobody may take a step", #""by": ["resident"], "#, "",
            "town.json: line 5, column 5: nobody may take TP-1: \"by\" is missing or empty"),
        Fault(
            "a state nothing leads out of", base: true, #"["proposed", "closed"]"#, #"["proposed", "lost", "closed"]"#,
            "base.json: line 2, column 26: topic: nothing leads out of \"lost\", and it is no end"),
        Fault(
            "a state this city cannot leave", #""TP-2": { "by""#, #""TP-98": { "by""#,
            "town.json: line 5, column 5: TP-1 leads to \"proposed\", and no step of this city leads out of it"),
        Fault("surplus member of a step", #""rows": ["#, #""row": ["#, "town.json: line 5, column 35: a step has no \"row\""),
        Fault("surplus member of the file", #""settings""#, #""setings""#, "town.json: line 3, column 3: a city has no \"setings\""),
        Fault(
            "a setting that is no span", #""120 seconds""#, "120", "town.json: line 3, column 25: undo must be a span like \"120 seconds\""),
        Fault(
            "a timer without a span", #", "after": "2 days""#, "",
            "town.json: line 8, column 18: a timer needs one of \"after\", \"beforeStart\", \"afterDue\", \"beforeStated\" and \"afterStated\", with a span"
        ),
        Fault(
            "a timer with two", #""after": "2 days""#, #""after": "2 days", "afterDue": "2 days""#,
            "town.json: line 8, column 18: a timer needs one of \"after\", \"beforeStart\", \"afterDue\", \"beforeStated\" and \"afterStated\", with a span"
        ),
        Fault(
            "a timer that comes again twice a day", #""after": "2 days""#, #""after": "2 days", "every": "12 hours""#,
            "town.json: line 8, column 66: \"every\" must be a span of a day or more"),
        Fault(
            "a timer that comes thrice, and nobody knows when", #""after": "2 days""#, #""after": "2 days", "times": 3"#,
            "town.json: line 8, column 66: \"times\" must be a whole number from 2 on, beside \"every\""),
        Fault(
            "a default for what is no name", #""defaults": { "category""#, #""defaults": { "start""#,
            "town.json: line 6, column 88: a default is a name for a field that takes one"),
        Fault(
            "an unknown field asked for", #""asks": { "category""#, #""asks": { "categry""#,
            "town.json: line 6, column 51: there is no field \"categry\""),
        Fault("a typed command there is not", #""endTurn""#, #""endTrun""#, "town.json: line 10, column 14: typed has no \"endTrun\""),
        Fault("a missing version", #""version": "1", "#, "", "town.json: line 1, column 1: version is missing"),
        Fault(
            "a chase where nothing stands", base: true, #"["topic/proposed"]"#, #"["topic/proposd"]"#,
            "base.json: line 12, column 40: while must name a machine and one of its states, as in suggestion/registered"),
        Fault(
            "a chase of everything", base: true, #""while": ["topic/proposed"], "#, "",
            "base.json: line 12, column 15: a chase needs \"while\""),
        Fault(
            "a chase counted from nowhere", base: true, #""from": "state""#, #""from": "yesterday""#,
            "base.json: line 12, column 67: from must be state, start, contested or rated"),
        Fault(
            "a chase without what nobody says", base: true, #""from": "state", "again""#, #""without": "dew", "from": "state", "again""#,
            "base.json: line 12, column 70: without must name a field"),
        Fault(
            "a chase that comes again and once", base: true, #""again": true, "tells": ["told"] } }"#,
            #""again": true, "once": true, "tells": ["told"] } }"#, "base.json: line 12, column 15: a chase comes again or once"),
        Fault(
            "a chase nobody set a time for", base: true, #""chase.forgotten""#, #""chase.forgoten""#,
            "base.json: line 12, column 15: there is no setting \"chase.forgotten\""),
        Fault(
            "a chase that comes again, nobody knows when", base: true, #""chase.again": "7 days", "#, "",
            "base.json: line 12, column 15: there is no setting \"chase.again\""),
        Fault(
            "a chase that tells what there is not", base: true, #""again": true, "tells": ["told"]"#, #""again": true, "tells": ["tol"]"#,
            "base.json: line 12, column 101: there is no notice \"tol\""),
        Fault(
            "a chase twice a day", base: true, #""chase.again": "7 days""#, #""chase.again": "12 hours""#,
            "base.json: line 11, column 32: chase.again must be a day or more"),
        Fault("text that is no JSON", base: true, "\"machines\"", "machines", "base.json: line 2, column 3:"),
    ]

    private func read(_ base: String, _ city: String) throws -> Rulebook {
        try Rulebook(base: Array(base.utf8), city: Array(city.utf8), rows: Bench.rows(), machineOf: Bench.machine(of:))
    }

    @Test("each kind of fault by itself", arguments: faults)
    func named(_ fault: Fault) throws {
        let source = fault.inBase ? Self.base : Self.city
        #expect(source.ranges(of: fault.old).count == 1, "the change must hit one place")
        let changed = source.replacing(fault.old, with: fault.new)
        let thrown = #expect(throws: RulebookFaults.self) {
            try read(fault.inBase ? changed : Self.base, fault.inBase ? Self.city : changed)
        }
        let lines = (thrown?.faults ?? []).map(\.description)
        #expect(lines.contains { $0.hasPrefix(fault.expected) }, "\(lines)")
    }

    @Test("all faults of both files come together")
    func together() throws {
        let base = Self.base.replacing(#""ordinary""#, with: #""fast""#)
        let city = Self.city.replacing(#""screened""#, with: #""screend""#).replacing(#"["XZ-12a"]"#, with: #"["XZ-12z"]"#)
        let thrown = #expect(throws: RulebookFaults.self) { try read(base, city) }
        #expect(thrown?.faults.map(\.file) == ["base.json", "town.json", "town.json"])
    }

    @Test("the small rulebook itself is whole, and means what it says")
    func whole() throws {
        let book = try read(Self.base, Self.city)
        let step = try #require(book.steps["TP-2"])
        #expect(step.asks.map(\.field) == [.reason, .category])
        #expect(step.asks.map(\.row) == [nil, RowID("XZ-9c")])
        #expect(step.isRecord && step.needsClean)
        #expect(step.timers == [.init(alarm: "later", span: .days(2), from: .step, every: nil, times: nil)])
        #expect(step.needs.map(\.force) == [.must])
        #expect(book.settings["undo"] == .seconds(120))
        #expect(book.settings["chase.forgotten"] == .days(3), "what a city does not set, base.json does")
        let sooner = try read(Self.base, Self.city.replacing(#""undo""#, with: #""chase.forgotten": "2 days", "undo""#))
        #expect(sooner.settings["chase.forgotten"] == .days(2) && sooner.settings["chase.again"] == .days(7))
        #expect(book.hash.count == 64)
        #expect(try read(Self.base, Self.city + "\n").hash != book.hash)
    }

    @Test("Xuzhou is read whole, cites only its own rows, and an officer cannot decline (no SG-7)")
    func xuzhou() throws {
        let book = try Self.xuzhou()
        #expect(book.brand == "有事好商量")
        #expect(book.steps["SG-7"] == nil && book.steps["TP-4"] == nil)
        let needs = book.steps.values.flatMap(\.needs) + book.standing + book.typed.values.joined()
        let cited = needs.map(\.row) + book.steps.values.flatMap(\.rows) + book.steps.values.flatMap(\.asks).compactMap(\.row)
        #expect(cited.allSatisfy { $0.text.hasPrefix("XZ-") })
        // A permission is asked for only where the document gives it under a condition: a petition across villages (XZ-10.1b).
        #expect(needs.allSatisfy { $0.force == .must || $0.force == .principle || $0.row == RowID("XZ-10.1b") })
    }
}
