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
        var meant = intent.name == .pasteRecord ? try written(&ledger) : nil
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
            return .decide(
                try together(with: number, &ledger).map { topic in
                    Planned(command: command(topic, .move("checkIn", fields)), answer: office.rulebook(unit, nil)?.moves["checkIn"]?.answer)
                })
        case .closeCount: return try closeCount(number, matter, &ledger)
        case .openMeeting: return move(text(.kind) == "提议人缺席" ? "interact" : "open")
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

    /// 散会 while people are signing in would say that too few came (MT-4): that is only known once they are counted, or said in so many words.
    private func uncounted(_ number: MatterNumber, _ matter: Matter?) -> Saying? {
        guard day(.late) == nil, text(.kind) != "adjourned", let matter, matter.state(of: "meeting") == "checkIn", !matter.sitting.isCounted
        else { return nil }
        return Saying(
            "ask.adjourn.uncounted",
            ["number": .integer(number.serial), "signedIn": .integer(matter.sitting.signedIn.count)])
    }

    private func giveFloor(_ number: MatterNumber, _ matter: Matter?, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        switch try people([text(.person) ?? ""], in: matter, &ledger) {
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
