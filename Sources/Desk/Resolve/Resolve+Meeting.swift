import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    /// What is said at the table: there is one sitting under way, so the number need not be said.
    func meeting(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard Resolve.tableWords.contains(intent.name) else { return nil }
        if let counted = try countingHeads(&ledger) { return try counted.meeting(&ledger) }
        if intent.name == .participants, let lists = try changeLists(&ledger) { return lists }
        var meant = intent.name == .pasteRecord ? try written(&ledger) : try signingIn(&ledger)
        if meant == nil { meant = try sitting(&ledger, first: Resolve.meant[intent.name] ?? []) }
        guard let number = meant else {
            return .say(Saying("ask.number", ["example": .literal("开会")]), .asked)
        }
        let matter = try office.matter(MatterKey(unit.id, number), &ledger)
        var pending: [PendingWords] = []
        var fields = try self.fields(number, &pending, &ledger)
        func move(_ name: String) -> Resolution {
            .decide([
                Planned(
                    command: command(number, .move(name, fields), reason: fields.words(.reason)), words: pending,
                    answer: office.rulebook(unit, nil)?.moves[name]?.answer)
            ])
        }
        switch intent.name {
        case .nominateSecretary:
            if let early = tooEarly(number, matter) { return .say(early, .asked) }
            if let name = text(.secretary) {
                switch try people([name], in: matter, &ledger) {
                case .success(let people): fields[.secretary] = people.first.map { .person($0) }
                case .failure(let unclear): return .say(unclear.saying, .asked)
                }
            }
            if let secretary = fields.person(.secretary), let sitting = matter?.sitting, sitting.secretary == secretary,
                matter?.state(of: "meeting") == "checkIn"
            {
                return .say(Saying("refuse.secretary.already", ["person": .person(secretary)]), .refused)
            }
            return .decide(
                try together(with: number, &ledger).map { topic in
                    Planned(command: command(topic, .move("checkIn", fields)), answer: office.rulebook(unit, nil)?.moves["checkIn"]?.answer)
                })
        case .closeCount: return try closeCount(number, matter, &ledger)
        case .openMeeting:
            if let first = unopened(number, matter) { return .say(first, .asked) }
            // 「下面议第二件」 while the first is still discussed.
            if text(.kind) == "next", let matter, Summary(matter).isDiscussed {
                return .say(Saying("refuse.next.discussed", ["number": .integer(number.serial)]), .refused)
            }
            return move(text(.kind) == "提议人缺席" ? "interact" : "open")
        case .interact:
            // 「大家再议议」 where they are at it already moves nothing.
            if text(.kind) == "more", let meeting = matter?.state(of: "meeting"), !["proposing", "revising"].contains(meeting) {
                return .silence
            }
            return move("interact")
        case .giveFloor: return try giveFloor(number, matter, &ledger)
        case .endTurn:
            let isExtended = text(.kind) == "extend"
            let act = Act.endTurn(extended: isExtended)
            return .decide([Planned(command: command(number, act), answer: isExtended ? "done.extend" : "done.floorEnd")])
        case .interrupt:
            guard let said = text(.reason), let kind = Terms.interrupt.first(where: { said == $0.key || said == $0.key + "了" })?.value,
                let reason = InterruptReason(rawValue: kind)
            else {
                return .say(Saying("ask.text", ["example": .literal("打断 跑题")]), .asked)
            }
            return .decide([
                Planned(
                    command: command(number, .interrupt(reason)), answer: "done.interrupt",
                    extra: ["kind": .text(key: "name.interrupt.\(kind)", [:])])
            ])
        case .revise:
            guard let text = text(.text) else { return .say(Saying("ask.text", ["example": .literal("修订 新的文本")]), .asked) }
            // 「多了几个字 前面那句去掉」 is about the text, and none itself.
            if office.begins(text, with: "said.revision.remark"), office.says("said.revision.remark.what", in: text) {
                return .say(Saying("ask.revision.whole"), .asked)
            }
            let words = try words(text, number, kind: "revision", &ledger)
            return .decide([
                Planned(
                    command: command(number, .move("revise", Fields([.revision: .words(words.ref)]))), words: [words], answer: "done.revise"
                )
            ])
        case .confirmMethod: return move("confirmMethod")
        case .recordView: return try takeDown(number, matter, &ledger)
        case .announceResult:
            let name = text(.result).flatMap { Terms.result[$0] } == "noConsensus" ? "announceNotAgreed" : "announceAgreed"
            guard case .decide(var planned) = move(name) else { return nil }
            // Confirmed by ballot, and no count said: what was cast is counted.
            if fields[.votesFor] == nil, let matter { planned[0].ballot = Office.ballot(MatterKey(unit.id, number), matter) }
            return .decide(planned)
        case .minutes: return move("minutes")
        case .endMeeting:
            if let first = uncounted(number, matter) { return .say(first, .asked) }
            return .decide(
                try together(with: number, &ledger).map { topic in
                    Planned(command: command(topic, .move("adjourn", fields)), answer: office.rulebook(unit, nil)?.moves["adjourn"]?.answer)
                })
        case .participants: return try changeList(number, matter, &ledger)
        case .pasteRecord: return try pasted(number, matter, &ledger)
        default: return nil
        }
    }

    /// 「1号票有误 应该是15比1」 of somebody else: what the chair announced, the chair puts right, and is told how.
    func votesOfTheChair(_ number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        guard let said = Resolve.votes(intent), let state = try office.load(unit.id, [number], &ledger), let matter = state.matters[number],
            ["announced", "minuted"].contains(matter.state(of: "meeting")), !state.chairs(of: matter).contains(person)
        else { return nil }
        return .say(Saying("refuse.correct.votes", said.merging(["number": .integer(number.serial)]) { $1 }), .refused)
    }

    /// 「秘书让王五当」 on the day of a sitting is said of that, and not of a later one.
    private func signingIn(_ ledger: inout Ledger) throws(StoreFailure) -> MatterNumber? {
        guard intent.name == .nominateSecretary, quoted == nil, integer(.number) == nil else { return nil }
        let today = try ledger.open(in: unit.id, where: { $0.meeting == "checkIn" || $0.isCalled }).filter {
            $0.summary.meeting == "checkIn" || $0.due.map { $0.civil.date <= now.civil.date } ?? false
        }
        return today.filter(\.summary.isCalled).map(\.key.number).min() ?? today.map(\.key.number).min()
    }

    /// Where a word of the table can only mean what stands somewhere.
    private static let meant: [IntentName: Set<String>] = [
        .nominateSecretary: ["called"], .minutes: ["announced"], .pasteRecord: ["announced"],
    ]

    private static let tableWords: Set<IntentName> = [
        .nominateSecretary, .closeCount, .openMeeting, .interact, .giveFloor, .endTurn, .interrupt, .revise, .confirmMethod,
        .announceResult, .recordView,
        .minutes, .endMeeting, .participants, .pasteRecord,
    ]

    /// The votes that were told, for the question which result that is; nil where none were.
    static func votes(_ intent: Intent) -> [String: Argument]? {
        guard case .integer(let favor)? = intent.slots[.for], case .integer(let against)? = intent.slots[.against] else { return nil }
        var values: [String: Argument] = ["for": .integer(favor), "against": .integer(against)]
        if case .integer(let abstained)? = intent.slots[.abstain] { values["abstain"] = .integer(abstained) }
        values["votes"] = .text(key: "word.votes", values)
        return values
    }

    /// 改期 to where all of them stand already, said once more: nobody is told anew.
    func standsAlready(_ secretary: PersonID?, _ ledger: inout Ledger) throws(StoreFailure) -> Saying? {
        guard case .moment(let moment)? = date(.start) else { return nil }
        var first: Saying?
        for number in try numbers(&ledger).found {
            guard let matter = try office.matter(MatterKey(unit.id, number), &ledger), matter.state(of: "meeting") == "called" else {
                return nil
            }
            let sitting = matter.sitting
            guard sitting.start == moment.instant, text(.place).map({ $0 == sitting.place }) ?? true,
                integer(.expected).map({ $0 == sitting.expected }) ?? true, secretary.map({ $0 == sitting.secretary }) ?? true
            else { return nil }
            first =
                first
                ?? Saying(
                    "refuse.sameCall",
                    ["number": .integer(number.serial), "start": .instant(moment.instant), "place": .literal(sitting.place ?? "")])
        }
        return first
    }

    /// 「到齐了 会议开始」 before anybody was counted: how many have signed in, and what comes first (XZ-13.2b).
    private func unopened(_ number: MatterNumber, _ matter: Matter?) -> Saying? {
        guard day(.late) == nil, let matter, matter.state(of: "meeting") == "checkIn", !matter.sitting.isCounted,
            !matter.sitting.signedIn.isEmpty
        else { return nil }
        return Saying(
            "ask.open.uncounted",
            [
                "number": .integer(number.serial), "signedIn": .integer(matter.sitting.signedIn.count),
                "expected": .integer(matter.sitting.expected),
            ])
    }

    /// 散会 while people are signing in would say that too few came (MT-4): that is only known once they are counted, or said in so many words.
    private func uncounted(_ number: MatterNumber, _ matter: Matter?) -> Saying? {
        guard day(.late) == nil, text(.kind) != "adjourned", let matter, matter.state(of: "meeting") == "checkIn", !matter.sitting.isCounted
        else { return nil }
        return Saying(
            "ask.adjourn.uncounted",
            ["number": .integer(number.serial), "signedIn": .integer(matter.sitting.signedIn.count)])
    }

    private func giveFloor(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        // 「先请提议人说说」
        let isProposer = text(.person).map { ["提议人", "议题提议人"].contains($0) } ?? false
        let proposer = isProposer ? matter?.onlyProposer : nil
        let named: Result<[PersonID], Unclear>
        if let proposer { named = .success([proposer]) } else { named = try people([text(.person) ?? ""], in: matter, &ledger) }
        switch named {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let people):
            guard let speaker = people.first else { return .silence }
            let stance = text(.stance).flatMap { Terms.stance[$0] }.flatMap(Stance.init(rawValue:)) ?? .other
            let (view, kept) = try viewpoint(text(.viewpoint), of: speaker, number, matter, &ledger)
            let act = Act.giveFloor(speaker, viewpoint: view, stance: stance)
            return .decide([
                Planned(
                    command: command(number, act), words: [kept].compactMap { $0 }, answer: "done.floor",
                    extra: ["person": .person(speaker)])
            ])
        }
    }
}
