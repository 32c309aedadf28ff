import Deliberation
import Procedure
import Record

/// What a department says is not theirs: from then on it waits for the officers, until they give it to somebody else or set a new day.
extension Office {
    /// Whether the department it was referred to has said since that it is not theirs, or that they cannot do it.
    func isGivenBack(_ matter: Matter, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        guard matter.state(of: "suggestion") == "referred" else { return false }
        for index in matter.events.indices.reversed() where !matter.undone.contains(Int64(index + 1)) {
            switch matter.events[index].what {
            case .stepped(let step) where step.id == "SG-9": return false
            case .corrected(let correction) where correction.step == "SG-9": return false
            case .supplemented(let words) where matter.events[index].post == .departmentContact:
                // What it says last is what holds: 「还是我们来办」.
                if let said = try ledger.words(words.id)?.text { return givesBack(said) }
            default: break
            }
        }
        return false
    }

    /// 「不归我们管」, 「这事我们办不了」, and not 「周末办不了 周一办」.
    func givesBack(_ text: String) -> Bool {
        says("said.department.notOurs", in: text)
            || says("said.department.cannot", in: text) && !says("said.department.cannot.now", in: text)
    }

    /// Instead of what an alarm would tell of a department that has not answered: nobody above hears of it, only who has to go on.
    static let givenBack = "referral.givenBack"
}

extension Matter {
    /// Why the party organisation did not approve it, or did not determine what came of it, while it stands so.
    var refusedWith: WordsRef? {
        switch state(of: "topic") {
        case "rejected": taken["TP-11"]?.fields.words(.reason)
        case "notDetermined": taken["TP-25"]?.fields.words(.reason)
        default: nil
        }
    }

    /// What a proposer said was still wrong with the answer before it was referred once more.
    var stillWrong: WordsRef? {
        var isReferred = false
        for index in events.indices.reversed() where !undone.contains(Int64(index + 1)) {
            switch events[index].what {
            case .stepped(let step) where step.id == "SG-9": isReferred = true
            case .stepped(let step) where step.to == "replied" || step.to == "explained": return nil
            case .contested(let words?) where isReferred: return words
            default: break
            }
        }
        return nil
    }
}
