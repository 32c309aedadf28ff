import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Resolve {
    /// Steps of reading.md that no rulebook of ours has as a step somebody takes.
    static let notOffered: Set<IntentName> = [.publishNotice, .escalate, .delegate, .report, .swapDuty]

    /// What posts say outside the meeting.
    func officers(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        if let first = try titleFirst(&ledger) { return .say(first, .asked) }
        return switch intent.name {
        case .todoList: .other(.todo(text(.filter)))
        case .pass, .convertTopic: try takeUp(&ledger)
        case .answer: try answer(&ledger)
        case .refer: try refer(&ledger)
        case .askMore: try move("askMore", &ledger)
        case .merge: try merge(&ledger)
        case .keepForLater: try move("keepForLater", &ledger)
        case .recordScreening: try screening(&ledger)
        case .progress: try move("progress", &ledger)
        case .done: try move("done", &ledger)
        case .close: try move("close", &ledger)
        case .submit: try move("submit", &ledger)
        case .callMeeting: try call(&ledger)
        case .cancelMeeting: try move("cancel", &ledger)
        case .reschedule: try reschedule(&ledger)
        case .recordApproval: try approval(&ledger)
        case .recordDetermination: try move(text(.result) == "no" ? "notDetermine" : "determine", &ledger)
        case .redeliberate: try move(text(.result) == "no" ? "withdrawRedeliberation" : "redeliberate", &ledger)
        case .decisionReference: try move("decisionReference", &ledger)
        case .convertReport: try move("reportUp", &ledger)
        case .confirmMinutes: try confirmMinutes(&ledger)
        case .reportSession: try report(&ledger)
        case .correct: try correct(&ledger)
        case .turnPrivate:
            try each(&ledger, example: "转私下") { number, _ in
                Planned(command: command(number, .turnPrivate), answer: "done.turnPrivate")
            }
        case .entitle: try entitle(&ledger)
        case .correctSubject: try correctSubject(&ledger)
        case .objection: try objection(&ledger)
        case .objectionLifted:
            try each(&ledger, example: "解除异议") { number, _ in
                Planned(command: command(number, .settleObjection(recordWasWrong: false)), answer: "done.objection.lifted")
            }
        case .objectionUpheld:
            try each(&ledger, example: "作废") { number, _ in
                Planned(command: command(number, .settleObjection(recordWasWrong: true)), answer: "done.objection.upheld")
            }
        case .suspend: try suspend(&ledger)
        case .nameContact: try nameContact(&ledger)
        case .forecast: try query(&ledger) { .forecast($0) }
        case .assign: try assign(&ledger)
        case .decline:
            try each(&ledger, example: "解释") { number, _ throws(StoreFailure) in
                Planned(command: command(number, .move("decline", Fields())), answer: nil)
            }
        // 「公示贴出去了」 says that it hangs.
        case .publishNotice where office.says("said.posted", in: said.text): try posted(&ledger)
        case let name where Resolve.notOffered.contains(name): .say(notOffered(name), .refused)
        case .remind: try urge(&ledger)
        case .file: try file(&ledger)
        case .suggestFor: try suggestFor(&ledger)
        case .endorseFor: try endorseFor(&ledger)
        case .forgetFor: try forgetFor(&ledger)
        case .postedOnPaper: try posted(&ledger)
        case .noticeDown: try notice("PN-2", answer: "done.noticeDown", &ledger)
        case .noticeUp: try notice("PN-1", answer: "done.noticeUp", &ledger)
        case .printForm: try print(&ledger)
        case .recount: try query(&ledger) { .recount($0) }
        case .listViolations: .other(.violations)
        case .listDeviations: .other(.deviations)
        case .chairDelegation: try delegate(&ledger)
        case .accept: try accept(&ledger)
        default: nil
        }
    }

    /// What is said instead, with the number where one was said.
    private func notOffered(_ name: IntentName) -> Saying {
        Saying("refuse.notOffered.\(name.rawValue)", ["number": integer(.number).map { .integer($0) } ?? .literal("12")])
    }

    /// The fields of a move, from the slots: what the message said, in the words of the rulebook.
    func fields(_ number: MatterNumber, _ pending: inout [PendingWords], _ ledger: inout Ledger) throws(StoreFailure) -> Fields {
        var fields = Fields()
        func put(_ field: Field, _ name: String?) { if let name { fields[field] = .text(name) } }
        put(.category, text(.category).flatMap { Terms.category[$0] })
        put(.topicClass, text(.class).flatMap { Terms.topicClass[$0] })
        put(.phase, text(.phase).flatMap { Terms.phase[$0] })
        put(.method, text(.method).flatMap { Terms.screening[$0] ?? Terms.confirmation[$0] })
        put(.result, text(.result).flatMap { Terms.result[$0] })
        put(.kind, text(.kind).flatMap { Terms.proposer[$0] })
        put(.form, text(.form).flatMap { Terms.form[$0] })
        // 「支委会都同意了」: a body that meets is the meeting as well, where nothing else is said.
        put(.meeting, text(.meeting) ?? (text(.document) == nil ? text(.approver).flatMap { $0.hasSuffix("会") ? $0 : nil } : nil))
        put(.document, text(.document))
        put(.body, text(.approver))
        put(.place, try venue(of: number, &ledger))
        put(
            .department,
            text(.department)?.without(
                beginnings: ["改成", "改为", "换成", "改由", "由", "请", "让"], endings: ["组织实施", "负责落实", "负责", "落实", "办理", "承办", "牵头"]))
        if let day = day(.date) { fields[.date] = .day(day) }
        if let day = day(.due) { fields[.due] = .day(day) }
        if case .moment(let moment)? = date(.start) { fields[.start] = .instant(moment.instant) }
        if let expected = integer(.expected) { fields[.expected] = .integer(expected) }
        if let votes = integer(.for) { fields[.votesFor] = .integer(votes) }
        if let votes = integer(.against) { fields[.votesAgainst] = .integer(votes) }
        if let votes = integer(.abstain) { fields[.votesAbstained] = .integer(votes) }
        if flag(.mandatesApproved) { fields[.mandatesApproved] = .flag(true) }
        if text(.kind) == "提议人缺席" { fields[.proposerAbsent] = .flag(true) }
        for (field, slot, kind) in [(Field.text, Slot.text, "text"), (.reason, .reason, "reason")] {
            // 「不同意 1、2」: a number is no reason.
            guard let words = text(slot), slot == .reason ? words.contains(where: \.isLetter) : !words.isEmpty else { continue }
            let next = try self.words(words, number, kind: kind, &ledger)
            pending.append(next)
            fields[field] = .words(next.ref)
        }
        return fields
    }

    func move(_ name: String, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        for slot in [Slot.date, .due, .start] {
            if case .past? = date(slot), slot == .date { continue }
            if let problem = problem(slot) { return .say(problem, .asked) }
        }
        var pending: [PendingWords] = []
        let example = office.library.verbs.word(for: intent, in: said.text) ?? office.library.texts.render("move.\(name)")
        return try each(&ledger, example: example) { number, ledger throws(StoreFailure) in
            let before = pending.count
            let fields = try fields(number, &pending, &ledger)
            return Planned(
                command: command(number, .move(name, fields), reason: fields.words(.reason)), words: Array(pending[before...]),
                answer: office.rulebook(unit, nil)?.moves[name]?.answer)
        }
    }

    /// What was referred already and is referred elsewhere was referred wrongly: it is put right, and the first step stays in the record.
    private func refer(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let found = try numbers(&ledger).found
        if found.count == 1, let department = text(.department),
            let matter = try office.matter(MatterKey(unit.id, found[0]), &ledger), matter.state(of: "suggestion") == "referred",
            let known = matter.taken["SG-9"]?.fields.text(.department), known != department, problem(.due) == nil
        {
            var pending: [PendingWords] = []
            let fields = try fields(found[0], &pending, &ledger).only([.department, .due])
            return .other(.correct(Correcting(number: found[0], fields: fields, words: [], text: department, step: "SG-9")))
        }
        return try move("refer", &ledger)
    }

    /// 「收下吧，昨天跟楼长谈过」: it is taken up, and that screening is of its own day.
    private func takeUp(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let (method, day) = screened, case .decide(var planned) = try move("pass", &ledger) else { return try move("pass", &ledger) }
        for index in planned.indices {
            guard case .move(let move, var fields) = planned[index].command.act else { continue }
            (fields[.method], fields[.date]) = (nil, nil)
            planned[index].command.act = .move(move, fields)
            var screening = Fields([.method: .text(method), .date: .day(day)])
            screening[.text] = fields[.text]
            planned[index].then.append(command(planned[index].command.matter, .screen(screening)))
        }
        return .decide(planned)
    }

    /// How and when it was screened, where both were said.
    private var screened: (method: String, day: CivilDate)? {
        let days = intent.dates.compactMap { if case .day(let day)? = $0.reading.settled, day < now.civil.date { day } else { nil } }
        guard let method = text(.method).flatMap({ Terms.screening[$0] }), let day = day(.date) ?? days.first, days.count <= 1 else {
            return nil
        }
        return (method, day)
    }

    /// 收下, 通过, and neither 不采纳 nor 没有通过.
    private var saysTakenUp: Bool {
        let words = office.library.words(under: "said.takesUp").flatMap { said.text.ranges(of: $0) }
        return !words.isEmpty
            && words.allSatisfy { word in !said.text[..<word.lowerBound].suffix(3).contains { "不没未".contains($0) } }
    }

    /// The same of what is no topic yet, where only the screening was heard.
    private func takenUpAtOnce(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard let number = try numbers(&ledger).found.first, let matter = try office.matter(MatterKey(unit.id, number), &ledger),
            matter.state(of: "topic") == .none, screened != nil, saysTakenUp
        else { return nil }
        return try takeUp(&ledger)
    }

    /// 解释 a suggestion that is not taken up (SG-8), or 答复 what was referred (SG-14); each once more where that was contested.
    private func answer(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let number = try numbers(&ledger).found.first else { return try move("explain", &ledger) }
        let matter = try office.matter(MatterKey(unit.id, number), &ledger)
        if let rows = matter?.violations.map(\.verdict.row), let first = rows.first, let text = text(.text) {
            // 说明: what a record missed is explained, and the steps that wait for it may go on (requirements 0.3).
            let pending = try words(text, number, kind: "explanation", &ledger)
            let others = Set(rows.dropFirst()).subtracting([first]).sorted { $0.text < $1.text }
            return .decide([
                Planned(
                    command: command(number, .explainViolation(first, pending.ref)), words: [pending], answer: "done.explained",
                    then: others.map { command(number, .explainViolation($0, pending.ref)) })
            ])
        }
        // 「跟她讲清楚就行，不用上会」 is said to us; whether it is to be told in these words is asked.
        if let told = text(.text), office.library.words(under: "said.toOfficers").contains(where: told.contains) {
            guard case .decide(let planned) = try answering(matter, &ledger) else { return try answering(matter, &ledger) }
            try office.ask(Question(about: .confirm(planned), asked: now), self, &ledger)
            return .say(
                Saying("ask.answer.words", ["number": .integer(number.serial), "text": .literal(office.library.masked(told))]), .asked)
        }
        return try answering(matter, &ledger)
    }

    private func answering(_ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let state = matter?.state(of: "suggestion")
        let topic = matter?.state(of: "topic")
        if topic == "decisionReference" || topic == "reportedUp" { return try move("reply", &ledger) }
        return try move(["referred", "convertedToTopic", "replied"].contains(state) ? "reply" : "explain", &ledger)
    }

    /// 备案: 收到, that it was received; with a day, that it was delivered on paper; without one it goes out now, where somebody gets it
    /// (XZ-11h, XZ-14.1b).
    private func file(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if case .invalid? = date(.date) { return .say(Saying("ask.date.invalid"), .asked) }
        // 「报给书记审批」: whoever does not speak of filing submits, and the filing goes along with that (XZ-11h).
        guard saysFiling else {
            var submitting = self
            submitting.intent.slots[.text] = nil
            return try submitting.move("submit", &ledger)
        }
        let isReached = try !office.filedWith(unit, &ledger).isEmpty
        if isReached, date(.date) == nil, !saysReceived, let saying = try notToBeFiled(&ledger) { return .say(saying, .refused) }
        return try each(&ledger, example: "备案") { number, ledger throws(StoreFailure) in
            let matter = try office.matter(MatterKey(unit.id, number), &ledger)
            let kind = matter?.taken["TP-24"] == nil ? "topic" : "result"
            if saysReceived {
                // FL-2: those above have it.
                let day = day(.date)
                return Planned(
                    command: command(number, .step("FL-2", key: kind, Fields(day.map { [.date: .day($0)] } ?? [:]))),
                    answer: "done.file.received", extra: day.map { ["date": .day($0)] } ?? [:])
            }
            if isReached, date(.date) == nil {
                return Planned(command: command(number, .step("FL-1", key: kind, Fields())), answer: "done.file.sent")
            }
            let day = day(.date)
            return Planned(
                command: command(number, .step("FL-1.2", key: kind, Fields(day.map { [.date: .day($0)] } ?? [:]))), answer: "done.file",
                extra: day.map { ["date": .day($0)] } ?? [:])
        }
    }

    private var saysReceived: Bool { text(.text).map { text in Terms.received.contains(where: text.contains) } ?? false }

    /// Whether a word of filing itself was said.
    private var saysFiling: Bool {
        office.library.verbs.verbs.contains { $0.intent == .file && $0.words.contains(where: said.text.contains) }
    }

    /// Why the first of the matters cannot be filed by itself: its filing goes out with the submission.
    private func notToBeFiled(_ ledger: inout Ledger) throws(StoreFailure) -> Saying? {
        for number in try numbers(&ledger).found {
            guard let matter = try office.matter(MatterKey(unit.id, number), &ledger) else { continue }
            let values: [String: Argument] = ["number": .integer(number.serial)]
            if matter.taken["TP-8"] == nil { return Saying("refuse.file.early", values) }
        }
        return nil
    }

    private func screening(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let taken = try takenUpAtOnce(&ledger) { return taken }
        return try each(&ledger, example: "筛选") { number, ledger throws(StoreFailure) in
            var pending: [PendingWords] = []
            let fields = try fields(number, &pending, &ledger)
            let day = fields.day(.date).map { ["date": Argument.day($0)] } ?? [:]
            return Planned(command: command(number, .screen(fields)), words: pending, answer: "done.screen", extra: day)
        }
    }

    private func call(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if case .day? = date(.start) { return .say(Saying("ask.date.hour"), .asked) }
        return try withSecretary(try move("call", &ledger), &ledger)
    }

    /// 秘书 may be named with the call; the name becomes the person.
    private func withSecretary(_ resolution: Resolution, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let name = text(.secretary), case .decide(var planned) = resolution else { return resolution }
        for index in planned.indices {
            guard case .move(let move, var fields) = planned[index].command.act else { continue }
            switch try people([name], in: try office.matter(MatterKey(unit.id, planned[index].command.matter), &ledger), &ledger) {
            case .success(let people): fields[.secretary] = people.first.map { .person($0) }
            case .failure(let unclear): return .say(unclear.saying, .asked)
            }
            planned[index].command.act = .move(move, fields)
        }
        return .decide(planned)
    }

    private func approval(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if case .invalid? = date(.date) { return .say(Saying("ask.date.invalid"), .asked) }
        if text(.kind) == "seat" { return try seats(&ledger) }
        if let determined = try determining(&ledger) { return determined }
        if text(.kind) == "redeliberation" {
            return try move(text(.result) == "no" ? "refuseRedeliberation" : "approveRedeliberation", &ledger)
        }
        let resolution = try move(text(.result) == "no" ? "reject" : "approve", &ledger)
        // 「不行，我打不开附件」 may be no refusal; it would be told to the proposers.
        guard text(.result) == "no", quoted != nil, office.begins(said.text, with: "said.no"), case .decide(let planned) = resolution,
            let number = planned.first?.command.matter
        else { return resolution }
        try office.ask(Question(about: .confirm(planned), asked: now), self, &ledger)
        return .say(Saying("ask.reject", ["number": .integer(number.serial)]), .asked)
    }

    /// 改 12 …: of one's own suggestion it is a supplement; of one's own last step it takes that step again with what is new.
    private func correct(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let number = try numbers(&ledger).found.first else { return .say(Saying("ask.number", ["example": .literal("改")]), .asked) }
        if let matter = try office.matter(MatterKey(unit.id, number), &ledger), matter.proposers.contains(person),
            let more = text(.correction)
        {
            let pending = try words(more, number, kind: "supplement", &ledger)
            return .decide([Planned(command: command(number, .supplement(pending.ref)), words: [pending], answer: "done.supplement")])
        }
        if let place = placeSaid {
            var moving = self
            moving.intent = Intent(.act, .reschedule, slots: [.number: .integer(number.serial), .place: .text(place)])
            if let placed = try moving.elsewhere(&ledger) { return placed }
        }
        if let screened = try screeningPutRight(number, &ledger) { return screened }
        if let others = try votesOfTheChair(number, &ledger) { return others }
        // 改 12 期限: until when is still to be said.
        let limits = office.library.words(under: "said.due")
        if day(.due) == nil, let said = text(.correction), limits.contains(where: { $0 == said }) {
            return .say(Saying("ask.text", ["example": .literal("改 \(number.serial) \(said) 4月底前")]), .asked)
        }
        // 「2号转错单位了」: to whom it should go is still to be said.
        if text(.kind) == "department", text(.correction) == nil {
            return .say(Saying("ask.text", ["example": .literal("改 \(number.serial) 城管局")]), .asked)
        }
        var pending: [PendingWords] = []
        let fields = try fields(number, &pending, &ledger)
        return .other(.correct(Correcting(number: number, fields: fields, words: pending, text: text(.correction))))
    }

    /// 责任单位 12 …: who carries it out and until when, said again (TP-26); of a matter that was referred, to whom.
    private func assign(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let problem = problem(.due) { return .say(problem, .asked) }
        guard let number = try numbers(&ledger).found.first else {
            guard let serial = try numbers(&ledger).missing.first else {
                return .say(Saying("ask.number", ["example": .literal("责任单位")]), .asked)
            }
            return .say(Saying("refuse.noSuchMatter", ["unit": .literal(unit.name), "number": .integer(serial)]), .refused)
        }
        var pending: [PendingWords] = []
        let fields = try fields(number, &pending, &ledger).only([.department, .due])
        let isReferred = try office.matter(MatterKey(unit.id, number), &ledger)?.state(of: "suggestion") == "referred"
        return .other(.correct(Correcting(number: number, fields: fields, words: [], step: isReferred ? "SG-9" : "TP-24")))
    }

    private func confirmMinutes(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let number = try numberOrSitting(&ledger, first: ["minuted"]) else {
            return .say(Saying("ask.number", ["example": .literal("确认记录")]), .asked)
        }
        let agreed = try office.matter(MatterKey(unit.id, number), &ledger)?.state(of: "topic") == "agreed"
        let name = agreed ? "confirmMinutes" : "confirmMinutesOnly"
        return .decide([Planned(command: command(number, .move(name, Fields())), answer: "done.confirmMinutes")])
    }

    private func delegate(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        // 「我今晚赶不回来 让何静替我主持」: of the whole sitting.
        let (calls, isSaid) = try sittingsMeant(&ledger)
        if isSaid, calls.count == 1 {
            var one = self
            one.intent.slots[.numbers] = .integers(calls[0].topics.map(\.serial))
            return try one.delegate(&ledger)
        }
        return try each(&ledger, example: "委托 张三 主持") { number, ledger throws(StoreFailure) in
            var fields = Fields()
            if let name = text(.person), case .one(let delegate) = try person(named: name, in: nil, &ledger) {
                fields[.person] = .person(delegate)
            }
            return Planned(command: command(number, .move("delegateChair", fields)), answer: "done.delegateChair")
        }
    }
}
