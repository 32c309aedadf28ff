import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Resolve {
    /// 已张贴 12 一楼公告栏: just now, or on the day or at the hour that is said.
    func posted(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        if let problem = problem(.date), day(.date) == nil { return .say(problem, .asked) }
        return try each(&ledger, example: "已张贴") { number, _ throws(StoreFailure) in
            var fields = Fields()
            // What is told back is from when the days count: of a day alone from its end.
            var from = now
            if let place = text(.place) { fields[.place] = .text(place) }
            switch date(.date) {
            case .moment(let moment)?, .past(.moment(let moment))?:
                fields[.start] = .instant(moment.instant)
                from = moment.instant
            default:
                if let day = day(.date) ?? day(.late) { from = min(now, day.end) }
                if let day = day(.date) { fields[.date] = .day(day) }
            }
            if said.pictureCount > 0 { fields[.pictures] = .integer(said.pictureCount) }
            return Planned(
                command: command(number, .post(fields)), answer: said.pictureCount > 0 ? "done.posted.picture" : "done.posted",
                extra: ["start": .instant(from)].merging(fields.text(.place).map { ["place": .literal($0)] } ?? [:]) { $1 })
        }
    }

    /// 代录建议 王阿婆：东门路灯不亮: what came on paper, by telephone or across the counter (SG-1). From whom stands apart from it.
    func suggestFor(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let said = text(.text), let (informant, wish) = Resolve.informant(in: said) else {
            return .say(Saying("ask.text", ["example": .literal("代录建议 王阿婆：东门路灯不亮")]), .asked)
        }
        let number = try ledger.nextSerial(unit.id, year: now.civil.date.year)
        let wished = try words(wish, number, kind: Library.suggestionKind, &ledger)
        let told = try informant.map { name throws(StoreFailure) in try words(name, number, kind: "informant", &ledger) }
        let person = try informant.map { name throws(StoreFailure) in try bearers(of: [name], in: [unit.id], nil, &ledger)[name] } ?? nil
        return .decide([
            Planned(
                command: command(number, .suggestFor(wished.ref, informant: told?.ref, person: person)),
                words: [wished] + (told.map { [$0] } ?? []), answer: "done.suggestFor",
                extra: ["informant": told.map { .words($0.ref.id) } ?? .text(key: "post.resident", [:])])
        ])
    }

    /// Who said it, where a few words stand before the first colon, and what. Nil where nothing is left to register.
    static func informant(in said: String) -> (name: String?, wish: String)? {
        let whole = said.drop { $0.isWhitespace }
        guard !whole.isEmpty else { return nil }
        guard let colon = whole.firstIndex(where: { $0 == "：" || $0 == ":" }) else { return (nil, String(whole)) }
        let name = Rendering.line(String(whole[..<colon]))
        let wish = whole[colon...].dropFirst().drop { $0.isWhitespace }
        guard !wish.isEmpty else { return nil }
        if name.isEmpty { return (nil, String(wish)) }
        return name.count <= 16 && !name.contains { "，。；、,.;".contains($0) } ? (name, String(wish)) : (nil, String(whole))
    }

    /// 公示撤下 12 and 重新公示 12: the notice that runs, or ran last (PN-2, PN-1). Its days begin anew when it is up again (XZ-12b, XZ-14.1e).
    func notice(_ step: StepID, answer: String, _ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        try each(&ledger, example: step == "PN-2" ? "公示撤下" : "重新公示") { number, ledger throws(StoreFailure) in
            let matter = try office.matter(MatterKey(unit.id, number), &ledger)
            let last = matter?.items(of: "notice").max { $0.1.since < $1.1.since }?.0 ?? "preMeeting"
            var pending: [PendingWords] = []
            let fields = try fields(number, &pending, &ledger).only([.reason])
            return Planned(
                command: command(number, .step(step, key: last, fields)), words: pending, answer: answer,
                extra: ["notice": .text(key: "word.notice.\(last)", [:])])
        }
    }

    /// 打印 12 公示: which form of which matter; without a word, the one that belongs to where it stands.
    func print(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let (found, missing) = try numbers(&ledger)
        guard let number = found.first else {
            guard let serial = missing.first else { return .say(Saying("ask.number", ["example": .literal("打印")]), .asked) }
            return .say(Saying("refuse.noSuchMatter", ["unit": .literal(unit.name), "number": .integer(serial)]), .refused)
        }
        guard let matter = try office.matter(MatterKey(unit.id, number), &ledger) else { return .silence }
        return .other(.print(number, text(.paper).flatMap { PaperForm(word: $0, matter) } ?? PaperForm(at: matter)))
    }
}
