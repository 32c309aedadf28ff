import Procedure

/// What officers say a matter is. Nothing of the procedure hangs on it: it moves no machine, and a frozen matter may be called by its name.
extension Decision {
    mutating func runDescribing() throws(Refusal) {
        let here = try open()
        let post = try post(for: "SG-3", among: [.liaisonOfficer, .registerKeeper, .firstConvenor, .secondConvenor], in: here)
        switch command.act {
        case .entitle(let words): add(.titled(words), as: post)
        case .correctSubject(let category, let department):
            guard here.subject != here.subject.with(category, department) else {
                let last = here.standing.last { here.events[$0].what.kind == "subjectCorrected" }.map { here.events[$0] }
                throw .already(move: "correctSubject", by: last?.by, at: last?.at ?? now)
            }
            add(.subjectCorrected(category: category, department: department), as: post)
        default: break
        }
    }
}

/// What an officer says a matter is about; nil where nobody has corrected what reading proposes.
public struct Subject: Sendable, Hashable {
    public var category: String?
    public var department: String?

    func with(_ category: String?, _ department: String?) -> Subject {
        Subject(category: category ?? self.category, department: department ?? self.department)
    }
}

extension Matter {
    /// The words it is called by: what an officer chose, else the resident's own, of which a title is proposed.
    public var heading: WordsRef? { title ?? words }
}
