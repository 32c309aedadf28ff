import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What whoever answers for a department says in their own words of what was given to them. That it is not theirs, or that they need longer, goes
/// to the officers as what the department says: only they give it to somebody else or move a day. That it is done is shown back before it is told.
extension Office {
    /// Nil for everything else, and where the ordinary way does it.
    func departmentSays(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        guard !said.isAnonymous, scene.asking == nil, scene.roles.contains(.department), !scene.roles.contains(.liaisonOfficer),
            scene.purpose != .residents, let person = scene.person, let id = scene.unit
        else { return nil }
        let step = intent.action == .act ? intent : intent.meant.count == 1 ? intent.meant[0] : nil
        // A department refers nothing: that somebody else has to is what it says. Nor does whoever tells how it goes ask for it.
        let isPassedOn =
            (intent.action != .act || intent.isFromModel) && (passesOn(said.text) || says("said.department.elsewhere", in: said.text))
            || step?.name == .decline || step?.name == .refer || asksItself(said.text, intent)
        let isFixed = says("said.department.fixed", in: said.text) && !says("said.department.unfinished", in: said.text)
        let isGoing =
            (intent.action != .act || intent.name == .askStatus && !asks(said.text)
                || intent.name == .accept && scene.roles == [.department])
            && said.quotes == nil
            && says("said.department.going", in: said.text)
        guard isPassedOn || isGoing || step.map({ Office.reports.contains($0.name) }) ?? isFixed, intent.more.isEmpty else { return nil }
        var resolve = try resolve(said, as: step ?? intent, person, id, to: scene.here(person), &ledger)
        let tasks = try tasks(of: resolve, &ledger)
        let (meant, isNamed) = try among(tasks, scene, resolve, &ledger)
        if isPassedOn, meant.isEmpty, said.chat.kind == .direct {
            return try carryOut(.say(Saying("refuse.department.none"), .refused), resolve, &ledger).0
        }
        // Among officers at work only what names a matter of theirs.
        guard !meant.isEmpty, isNamed || said.chat.kind == .direct else { return nil }
        // 「收到，这就去看」, 「下周三来修」: of what was referred there is no step for it.
        let isUnderWay = isGoing || step?.name == .progress && says("said.department.unfinished", in: said.text)
        if isPassedOn || isUnderWay && !isFixed && meant.allSatisfy(\.hasNoProgress) {
            return try put(meant, "pass", said.text, resolve, &ledger) { task, ledger throws(StoreFailure) in
                try passedOn(task, resolve, &ledger)
            }
        }
        if isGoing, !isFixed { return nil }
        let isDone = step.map { $0.name != .progress } ?? isFixed
        let text =
            step.flatMap { if case .text(let text)? = $0.slots[.text] { Office.content(text) } else { nil } }
            ?? (isFixed ? Office.content(said.text) : nil)
        let isSaid = isNamed && intent.action == .act && !intent.isFromModel
        if !isDone, meant.count == 1, meant[0].hasNoProgress, let text {
            return try askWhetherDone(meant[0], text, resolve, &ledger)
        }
        // Said as it is taught, with all that belongs to it; and how far the only task is.
        if isSaid, isDone ? step?.slots[.text] != nil || !isFixed : true { return nil }
        if !isDone, meant.count == 1 { return nil }
        resolve.intent = Intent(.act, isDone ? .done : .progress)
        return try put(meant, isDone ? "done" : "progress", text ?? Office.content(said.text), resolve, &ledger) {
            task, ledger throws(StoreFailure) in
            if !isDone, task.hasNoProgress { return try passedOn(task, resolve, &ledger) }
            var one = resolve
            one.intent.slots[.number] = .integer(task.number.serial)
            one.intent.slots[.text] = text.map { .text($0) }
            guard case .decide(let planned) = try one.tried(&ledger) else { return [] }
            return planned
        }
    }

    /// 「车棚这事具体啥要求啊 让我们干啥」: for an officer to say.
    private func asksItself(_ text: String, _ intent: Intent) -> Bool {
        says("said.department.asks", in: text) && (intent.action != .act || intent.name == .questionToBot)
    }

    private static let reports: Set<IntentName> = [.progress, .done, .answer]

    /// A matter that was referred to a department, or that it carries out; or has, and somebody says that it is not done.
    private struct Task {
        var named: NamedMatter
        var isReferred: Bool
        var isContested = false

        /// Of how it goes there is no step: it is told to the officers.
        var hasNoProgress: Bool { isReferred || isContested }

        var number: MatterNumber { named.number }
    }

    /// 「不归我们管」, 「月底办不完」: nothing that a department can settle by itself.
    func passesOn(_ text: String) -> Bool {
        givesBack(text) || says("said.department.cannot", in: text)
            || says("said.department.longer", in: text) && !says("said.department.inTime", in: text)
    }

    private func tasks(of resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> [Task] {
        var tasks: [Task] = []
        let isOpen = { (summary: Summary) in
            ["referred", "implementing"].contains(summary.stage) || summary.stage == "publicising" && summary.contested > 0
        }
        for row in try ledger.open(in: resolve.unit.id, where: isOpen) {
            let isContested = row.summary.stage == "publicising"
            guard let matter = try matter(row.key, &ledger), let carrier = isContested ? matter.implementer : matter.carrier,
                resolve.unit.answering(for: carrier).contains(resolve.person)
            else { continue }
            tasks.append(
                Task(named: try named(matter, &ledger), isReferred: row.summary.stage == "referred", isContested: isContested))
        }
        return tasks
    }

    /// The one that is quoted, or whose number or name is said; else all of them. None where something else is spoken of.
    private func among(
        _ tasks: [Task], _ scene: Scene, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (tasks: [Task], isNamed: Bool) {
        let said = resolve.said
        if let quoted = scene.matter { return (tasks.filter { $0.number == quoted }, true) }
        if scene.quotedText != nil { return ([], false) }
        var numbers = library.reader.markedNumbers(in: said.text)
        if let read = resolve.integer(.number), numbers.isEmpty || resolve.intent.action == .act && !resolve.intent.isFromModel {
            numbers = [read]
        }
        // 「厂家讲二十号才能来人换」: a number that nothing has is a day.
        var known: [Int] = []
        for number in numbers where try resolve.number(number, &ledger) != nil { known.append(number) }
        if known.isEmpty, says("said.department.longer", in: said.text) { numbers = [] }
        if !numbers.isEmpty { return (tasks.filter { numbers.contains($0.number.serial) }, true) }
        if let named = numbered(said.text, tasks.map(\.named.nameable)) {
            return (tasks.filter { named.numbers.contains($0.number.serial) }, true)
        }
        return (tasks, false)
    }

    private func passedOn(_ task: Task, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> [Resolve.Planned] {
        let pending = try resolve.words(resolve.said.text, task.number, kind: "department", &ledger)
        let said = resolve.said.text
        let isGivenBack = task.isReferred && givesBack(said)
        let answer =
            isGivenBack
            ? "done.department.givenBack"
            : passesOn(said)
                ? "done.department"
                : says("said.department.asks", in: said)
                    ? "done.department.asked"
                    : resolve.intent.name == .decline
                        ? "done.department" : task.isContested ? "done.department.report.again" : "done.department.report"
        return [Resolve.Planned(command: resolve.command(task.number, .supplement(pending.ref)), words: [pending], answer: answer)]
    }

    /// Of one: what is only told to officers is told, the rest waits for 是. Of several: which.
    private func put(
        _ tasks: [Task], _ what: String, _ text: String, _ resolve: Resolve, _ ledger: inout Ledger,
        _ plan: (Task, inout Ledger) throws(StoreFailure) -> [Resolve.Planned]
    ) throws(StoreFailure) -> Outcome? {
        var choices: [[Resolve.Planned]] = []
        var shown: [Task] = []
        var lines: [Argument] = []
        for task in tasks.prefix(9) {
            let planned = try plan(task, &ledger)
            if planned.isEmpty { continue }
            choices.append(planned)
            shown.append(task)
            lines.append(.text(key: "ask.called.choice", task.named.values(["place": .integer(choices.count)])))
        }
        guard let first = choices.first else { return nil }
        if choices.count == 1, what == "pass" || first.contains(where: { $0.words.isEmpty }) {
            let (outcome, matter) = try carryOut(.decide(first), resolve, &ledger)
            try note(resolve.said, matter: matter, outcome, &ledger)
            return outcome
        }
        let text = Argument.literal(library.masked(text))
        if choices.count == 1 {
            try ask(Question(about: .confirm(first), asked: now), resolve, &ledger)
            let word = Argument.literal("\(library.verbs.words(of: resolve.intent, of: [.department])) \(shown[0].number.serial)")
            let values = shown[0].named.values(["step": .list([word, text], separator: " ")])
            try answer(Saying("ask.called", values), to: resolve.here, about: nil, &ledger)
        } else {
            try ask(Question(about: .oneOf(choices), asked: now, message: resolve.said.messageID), resolve, &ledger)
            let values: [String: Argument] = [
                "text": text, "choices": .list(lines, separator: "\n"), "what": .text(key: "word.department.\(what)", [:]),
            ]
            try answer(Saying("ask.department.which", values), to: resolve.here, about: nil, &ledger)
        }
        try note(resolve.said, matter: nil, .asked, &ledger)
        return .asked
    }

    /// 「从明天起一天清两回」 of what was only referred: there is an answer to the proposers, and no step for how far it is.
    private func askWhetherDone(_ task: Task, _ text: String, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        var done = resolve
        done.intent = Intent(.act, .done, slots: [.number: .integer(task.number.serial), .text: .text(text)])
        guard case .decide(let answered) = try done.tried(&ledger) else { return nil }
        let choices = [answered, try passedOn(task, resolve, &ledger)]
        try ask(Question(about: .oneOf(choices), asked: now, message: resolve.said.messageID), resolve, &ledger)
        try answer(
            Saying("ask.department.how", task.named.values(["text": .literal(library.masked(text))])), to: resolve.here, about: nil, &ledger
        )
        try note(
            resolve.said, matter: nil, .asked,
            &ledger)
        return .asked
    }

    /// Without the number in front: 「12号修好了」, and not 「3号楼的灯修好了」.
    static func content(_ said: String) -> String {
        // 「第一个 办好了」 chooses, and tells 办好了.
        let text = said.replacing(/^(那|就)?第[一二三四1-4](个|件|条|项)(事|的)?[，,。：:、\s]*(?=\S)/, with: "")
        let rest = text.drop { $0 == "第" || $0 == "#" }.drop { $0.isASCII && $0.isNumber }
        guard !["号楼", "号院"].contains(where: rest.hasPrefix), rest.count < text.count, let next = rest.first,
            next == "号" || "，,：: ".contains(next)
        else { return text }
        return String(rest.drop { "号的，,：: ".contains($0) })
    }
}
