import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What the other side says, and officers of each other.
extension Resolve {
    /// 评分 12 5, 满意: one to five.
    func rate(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        // 「评分 5」 to a message of ours: the number of the matter is known, so this is the score.
        let isQuoted = quoted != nil && text(.score) == nil && text(.text) == nil
        let score =
            text(.score).flatMap { Terms.score[$0] } ?? integer(.score) ?? text(.text).flatMap { Int($0) }
            ?? (isQuoted ? integer(.number) : nil)
        guard let score, (1...5).contains(score) else {
            return .say(Saying("ask.text", ["example": .literal("评分 12 满意")]), .asked)
        }
        if isQuoted, let quoted {
            return .decide([rating(score, of: quoted)])
        }
        return try each(&ledger, example: "评分") { number, _ throws(StoreFailure) in rating(score, of: number) }
    }

    private func rating(_ score: Int, of number: MatterNumber) -> Planned {
        Planned(command: command(number, .rate(score)), answer: "done.rate", extra: ["score": .text(key: "word.rating.\(score)", [:])])
    }

    func notDone(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        try each(&ledger, example: "没办好") { number, ledger throws(StoreFailure) in
            // Said of what nobody has answered yet, it is for the officers to read.
            if said.chat.kind == .direct, quoted == nil, said.text.count >= 6,
                !office.ownWords(of: .notDone).contains(where: { said.text.hasPrefix($0) }),
                let matter = try office.matter(MatterKey(unit.id, number), &ledger),
                matter.isProposed(by: person), Resolve.unanswered.contains(matter.state(of: "suggestion")),
                matter.state(of: "topic") == .none
            {
                let told = try words(said.text, number, kind: "supplement", &ledger)
                return Planned(command: command(number, .supplement(told.ref)), words: [told], answer: "done.supplement")
            }
            var pending: [PendingWords] = []
            if let text = text(.text), !text.isEmpty { pending.append(try words(text, number, kind: "text", &ledger)) }
            return Planned(command: command(number, .contest(pending.first?.ref)), words: pending, answer: "done.contest")
        }
    }

    private static let unanswered: Set<StateID> = ["registered", "needsInfo", "referred", "held"]

    /// Not content with what was answered: of the one answer that can still be contested it is 没办好; else in private it is asked back.
    func appeal(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if try onlyCandidate(&ledger) != nil { return try notDone(&ledger) }
        return said.chat.kind == .direct ? .say(Saying("ask.unclear"), .asked) : .silence
    }

    func objection(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        try each(&ledger, example: "异议") { number, ledger throws(StoreFailure) in
            var pending: [PendingWords] = []
            if let text = text(.text), !text.isEmpty { pending.append(try words(text, number, kind: "reason", &ledger)) }
            return Planned(command: command(number, .object(pending.first?.ref)), words: pending, answer: "done.object")
        }
    }

    /// 停用 李明: of somebody who holds a post here; of a member without one it says what can be done instead.
    func suspend(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        switch try people([text(.person) ?? ""], in: nil, &ledger) {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let people):
            guard let suspect = people.first else { return .silence }
            // A seat is the party organisation's to give (XZ-8.1b, XZ-G3.4e): no document knows one that is suspended.
            guard unit.posts[suspect] != nil else {
                let key = unit.council[suspect] == nil ? "refuse.suspend.none" : "refuse.suspend.seat"
                return .say(Saying(key, ["person": .person(suspect), "unit": .literal(unit.name)]), .refused)
            }
            return .decide([
                Planned(
                    command: command(.unit, .suspend(suspect)), answer: "done.suspend",
                    extra: ["person": .person(suspect), "back": Office.wayBack(for: unit.posts[suspect] ?? [])])
            ])
        }
    }

    /// 接龙 counts only where it answers our call, and only the sender's own line: what others are said to do in it proves nothing
    /// (design 5). Nothing is answered in the group; who is not on the list hears it in private.
    func chain(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let lines = said.text.split(whereSeparator: \.isNewline).map(String.init)
        guard let number = try numbers(&ledger).found.first, let matter = try office.matter(MatterKey(unit.id, number), &ledger),
            matter.state(of: "meeting") == "called"
        else { return .silence }
        let profile = try ledger.profile(of: person)
        let own = Set([said.displayName, profile?.displayName, profile?.realName].compactMap { $0 }.filter { !$0.isEmpty })
        guard let line = lines.compactMap(ChainLine.init).last(where: { line in own.contains { line.isOf($0) } }) else { return .silence }
        return .decide([
            Planned(command: command(number, .reply(line.reply, reason: nil, substitute: nil)), answer: nil, refusesInPrivate: true)
        ])
    }
}

/// One numbered line of a 接龙: 「3. 王五 晚到一会」.
struct ChainLine {
    let text: String

    init?(_ line: String) {
        let trimmed = line.drop { $0 == " " || $0 == "\u{3000}" }
        let digits = trimmed.prefix { $0.isNumber }
        guard (1...4).contains(digits.count) else { return nil }
        let rest = trimmed.dropFirst(digits.count).drop { " .、．。)）:：\u{3000}".contains($0) }
        guard !rest.isEmpty else { return nil }
        text = String(rest)
    }

    /// The name stands first, and nothing that would make it a longer one follows.
    func isOf(_ name: String) -> Bool {
        guard text.hasPrefix(name) else { return false }
        guard let next = text.dropFirst(name.count).first else { return true }
        return " ，,、：:（(\u{3000}".contains(next) || ["参", "到", "来", "准", "请", "不"].contains(next)
    }

    var reply: Reply {
        if text.contains("请假") { return .leave }
        return ["不参加", "不来", "不去", "来不了", "去不了", "参加不了"].contains { text.contains($0) } ? .notComing : .coming
    }
}
