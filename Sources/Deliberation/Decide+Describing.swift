import Procedure

/// What officers say a matter is. Nothing of the procedure hangs on it: it moves no machine, and a frozen matter may be called by its name.
extension Decision {
    mutating func runDescribing() throws(Refusal) {
        let here = try open()
        let post = try post(for: "SG-3", among: [.liaisonOfficer, .registerKeeper, .firstConvenor, .secondConvenor], in: here)
        switch command.act {
        case .entitle(let words): add(.titled(words), as: post)
        default: break
        }
    }
}

extension Matter {
    /// The words it is called by: what an officer chose, else the resident's own, of which a title is proposed.
    public var heading: WordsRef? { title ?? words }
}
