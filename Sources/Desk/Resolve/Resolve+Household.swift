import Deliberation
import Gateways
import Procedure
import Reading
import Record

extension Resolve {
    /// What concerns the unit itself: posts, seats, codes.
    func household(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution? {
        switch intent.name {
        case .bind: return text(.code).map { .other(.bind(code: $0)) }
        case .appoint:
            guard let name = text(.person), let post = text(.post).flatMap({ Terms.post[$0] }).flatMap(Post.init(rawValue:)) else {
                return .say(Saying("ask.text", ["example": .literal("任命 李明 联络员")]), .asked)
            }
            if let problem = problem(.due) { return .say(problem, .asked) }
            return .other(.appoint(name: name, post, until: day(.due)))
        case .dismiss: return try dismiss(&ledger)
        case .nominateSeat: return try nominate(&ledger)
        case .leaveSeat: return try leave(&ledger)
        default: return nil
        }
    }

    /// CS-1: by an organisation, jointly, or oneself (XZ-8.1a).
    private func nominate(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        var fields = Fields([.way: .text(text(.method).flatMap { Terms.way[$0] } ?? "oneself")])
        var name = text(.person) ?? ""
        var kind = text(.post)
        if let typed = kind, typed.hasPrefix("@") {
            // 提名 @周敏 群众代表, typed out: the name is the piece with the sign, what was taken for the name is the class.
            (name, kind) = (String(typed.dropFirst()), name)
        } else if kind == nil, let mentioned = try mentioned(&ledger), ![mentioned.realName, mentioned.displayName].contains(name) {
            // A mention stands for the name and is not among the words.
            (name, kind) = ("", name)
        }
        var pending: [PendingWords] = []
        if let kind, !kind.isEmpty {
            let kept = try words(kind, .unit, kind: "memberClass", &ledger)
            pending.append(kept)
            fields[.memberClass] = .words(kept.ref)
        }
        if text(.kind) == "公职" { fields[.isOfficial] = .flag(true) }
        switch try nominee(name, &ledger) {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let nominee):
            return .decide([
                Planned(
                    command: command(.unit, .step("CS-1", key: nominee.description, fields)), words: pending, answer: "done.seat",
                    extra: ["person": .person(nominee)])
            ])
        }
    }

    /// What is known of the one person the message mentions.
    private func mentioned(_ ledger: inout Ledger) throws(StoreFailure) -> Profile? {
        guard said.mentions.count == 1, let account = said.mentions.first,
            let person = try ledger.person(of: Account(endpoint: said.chat.endpoint, id: account))
        else { return nil }
        return try ledger.profile(of: person)
    }

    /// Who is nominated: the one mentioned; else the one of that name among those with a post, a seat or a matter; else the one resident
    /// of that name who has spoken to us in the unit. Two of one name are told apart by a mention.
    func nominee(_ name: String, _ ledger: inout Ledger) throws(StoreFailure) -> Result<PersonID, Unclear> {
        if said.mentions.count == 1, let account = said.mentions.first {
            guard let person = try ledger.person(of: Account(endpoint: said.chat.endpoint, id: account)) else {
                return .failure(Unclear(saying: Saying("ask.person.unheard")))
            }
            return .success(person)
        }
        let named: [String: Argument] = ["person": .literal(name)]
        switch try person(named: name, in: nil, &ledger) {
        case .one(let person): return .success(person)
        case .several: return .failure(Unclear(saying: Saying("ask.persons.mention", named)))
        case .none: break
        }
        try office.catchUpParts(&ledger)
        var found: PersonID?
        for resident in try ledger.people(in: unit.id) {
            guard let profile = try ledger.profile(of: resident), [profile.realName, profile.displayName].contains(name) else { continue }
            if found != nil { return .failure(Unclear(saying: Saying("ask.persons.mention", named))) }
            found = resident
        }
        guard let found else { return .failure(Unclear(saying: Saying("ask.person", named))) }
        return .success(found)
    }

    /// CS-2: the party organisation's, with date and meeting or document (XZ-8.1b).
    func seats(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        var pending: [PendingWords] = []
        let fields = try self.fields(.unit, &pending, &ledger)
        switch try people(texts(.persons), in: nil, &ledger) {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let people):
            return .decide(
                people.map { nominee in
                    Planned(
                        command: command(.unit, .step("CS-2", key: nominee.description, fields)), words: [], answer: "done.seatApproved",
                        extra: ["person": .person(nominee)])
                })
        }
    }

    /// 免去 李明 联络员: of one who holds that post; what each may end is the domain's to say.
    private func dismiss(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let post = text(.post).flatMap({ Terms.post[$0] }).flatMap(Post.init(rawValue:)) else {
            return .say(Saying("ask.text", ["example": .literal("免去 李明 联络员")]), .asked)
        }
        let name = text(.person) ?? ""
        let named: [String: Argument] = ["unit": .literal(unit.name), "post": .text(key: "post.\(post.rawValue)", [:])]
        let holders = try office.holders(of: post, in: unit, named: name, &ledger)
        if holders.count > 1 {
            return .say(Saying("ask.persons", ["person": .literal(name), "choices": .literal(name)]), .asked)
        }
        guard let holder = holders.first else {
            switch try people([name], in: nil, &ledger) {
            case .failure(let unclear): return .say(unclear.saying, .asked)
            case .success(let people):
                let person = people.first.map { Argument.person($0) } ?? .literal(name)
                return .say(Saying("refuse.dismiss.none", named.merging(["person": person]) { $1 }), .refused)
            }
        }
        return .decide([
            Planned(
                command: command(.unit, .endPost(holder, post)), answer: "done.dismiss",
                extra: named.merging(["person": .person(holder)]) { $1 })
        ])
    }

    private func leave(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        var pending: [PendingWords] = []
        let fields = try self.fields(.unit, &pending, &ledger)
        switch try people([text(.person) ?? ""], in: nil, &ledger) {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let people):
            guard let member = people.first else { return .silence }
            if unit.council[member] == nil, unit.posts[member] != nil {
                return .say(Saying("ask.text", ["example": .literal("免去 李明 联络员")]), .asked)
            }
            return .decide([
                Planned(
                    command: command(.unit, .step("CS-3", key: member.description, fields)), words: pending, answer: "done.seatLeft",
                    extra: ["person": .person(member)])
            ])
        }
    }
}
