import Deliberation
import Procedure
import Record

/// What is told to the proposer of a matter that was entered for somebody goes to whoever entered it, or to whoever serves now: they pass it
/// on, and nobody claims that it has been told (SG-1: on someone's behalf).
extension Matter {
    /// Whether this reader is to pass on what the proposer is told. Those whose matters were merged into it read for themselves.
    func isPassedOn(by reader: Addressee) -> Bool {
        guard let entered else { return false }
        guard case .person(let person) = reader else { return true }
        return person == entered.by || !proposers.contains(person)
    }

    /// 王阿婆, or 提出人 where nobody was named.
    var informant: Argument { entered?.informant.map { .words($0.id) } ?? .text(key: "word.proposer", [:]) }

    /// 请转告王阿婆, or 请李明转告王阿婆 to another officer; nil where a proposer is told without anybody's help.
    func passingOn(readBy person: PersonID, in unit: Unit) -> Argument? {
        guard let entered, proposers.count == 1 else { return nil }
        let teller = entered.by.flatMap { $0 != person && unit.holdsOffice($0) && !unit.suspended.contains($0) ? $0 : nil }
        let values = ["informant": informant].merging(teller.map { ["person": .person($0)] } ?? [:]) { $1 }
        return .text(key: "word.passOn", values)
    }
}

extension Saying {
    /// The value that stands before the whole text.
    static let preface = "preface"
}
