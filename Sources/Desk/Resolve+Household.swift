import Deliberation
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
        case .nominateSeat: return try nominate(&ledger)
        case .leaveSeat: return try leave(&ledger)
        default: return nil
        }
    }

    /// CS-1: by an organisation, jointly, or oneself (XZ-8.1a).
    private func nominate(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        var fields = Fields([.way: .text(text(.method).flatMap { Terms.way[$0] } ?? "oneself")])
        if let kind = text(.post) { fields[.memberClass] = .text(kind) }
        if text(.kind) == "公职" { fields[.isOfficial] = .flag(true) }
        switch try people([text(.person) ?? ""], in: nil, &ledger) {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let people):
            guard let nominee = people.first else { return .silence }
            return .decide([
                Planned(
                    command: command(.unit, .step("CS-1", key: nominee.description, fields)), answer: "done.seat",
                    extra: ["person": .person(nominee)])
            ])
        }
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

    private func leave(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        var pending: [PendingWords] = []
        let fields = try self.fields(.unit, &pending, &ledger)
        switch try people([text(.person) ?? ""], in: nil, &ledger) {
        case .failure(let unclear): return .say(unclear.saying, .asked)
        case .success(let people):
            guard let member = people.first else { return .silence }
            return .decide([
                Planned(
                    command: command(.unit, .step("CS-3", key: member.description, fields)), words: pending, answer: "done.seatLeft",
                    extra: ["person": .person(member)])
            ])
        }
    }
}
