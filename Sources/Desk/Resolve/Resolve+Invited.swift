import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Who was called to a sitting and answers in private, without a number and without quoting the call.
extension Resolve {
    /// A sitting somebody is called to, with the topics of it that they are listed for.
    struct OpenCall {
        var unit: Unit
        var start: Instant
        var place: String?
        var topics: [MatterNumber]
        var isAnswered: Bool
    }

    /// The sittings this person is called to and that have not begun to be counted, in all units, the earliest first.
    func openCalls(_ ledger: inout Ledger) throws(StoreFailure) -> [OpenCall] {
        var calls: [OpenCall] = []
        for id in office.units.keys.sorted() {
            for row in try ledger.open(in: id, where: \.isCalled) {
                guard let sitting = try office.matter(row.key, &ledger)?.sitting, let start = sitting.start, sitting.list.contains(person)
                else { continue }
                let isAnswered = sitting.replies[person] != nil
                if let same = calls.firstIndex(where: { $0.unit.id == id && $0.start == start && $0.place == sitting.place }) {
                    calls[same].topics.append(row.key.number)
                    calls[same].isAnswered = calls[same].isAnswered && isAnswered
                } else {
                    calls.append(
                        OpenCall(
                            unit: try office.unit(id, &ledger), start: start, place: sitting.place, topics: [row.key.number],
                            isAnswered: isAnswered))
                }
            }
        }
        return calls.sorted { ($0.start, $0.topics[0]) < ($1.start, $1.topics[0]) }
    }

    /// 参加, 不参加 or 请假 in private, with nothing that says to what.
    var isBareReply: Bool {
        [.rsvpYes, .rsvpNo, .leaveRequest].contains(intent.name) && said.chat.kind == .direct && quoted == nil && text(.unit) == nil
            && intent.slots[.number] == nil && intent.slots[.numbers] == nil
    }

    /// The one call that 参加 said in private can mean: of several the one that is not answered yet. Several such are asked about; nil
    /// where nobody called.
    func invitation(_ ledger: inout Ledger) throws(StoreFailure) -> Result<OpenCall, Unclear>? {
        let calls = try openCalls(&ledger)
        let owed = calls.filter { !$0.isAnswered }
        if let one = owed.count == 1 ? owed.first : calls.count == 1 ? calls.first : nil { return .success(one) }
        guard let first = (owed.isEmpty ? calls : owed).first, let topic = first.topics.first else { return nil }
        let lines = (owed.isEmpty ? calls : owed).map { call in
            let whose = call.unit.id == unit.id ? "" : call.unit.shortName
            let numbers = call.topics.map { Argument.literal("\(whose)\($0.serial)号") }
            return Argument.text(
                key: "ask.invitations.line", ["numbers": .list(numbers, separator: "、"), "start": .instant(call.start)])
        }
        return .failure(
            Unclear(
                saying: Saying("ask.invitations", ["lines": .list(lines, separator: "\n"), "number": .integer(topic.serial)])))
    }

    /// A bare number in private: of a sitting somebody is called to and has not answered, it is asked whether they come.
    func isAskedToCome(to number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> OpenCall? {
        guard said.chat.kind == .direct, said.text.utf8.count <= 12 else { return nil }
        return try openCalls(&ledger).first { !$0.isAnswered && $0.unit.id == unit.id && $0.topics.contains(number) }
    }
}
