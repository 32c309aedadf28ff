import Deliberation
import Gateways
import Procedure
import Record

/// 「我那个喂猫的 说是解释了 还是想再问一下 领养点在哪」: what its proposer still asks behind an answer goes to whoever answered, as when the answer is
/// quoted.
extension Office {
    /// Nil where it only asks how the matter stands, or of one that was not answered.
    func asksFurther(_ serial: Int, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> (Outcome, MatterKey?)? {
        let text = resolve.said.text
        guard resolve.said.chat.kind == .direct, says("said.asks.further", in: text), !says("said.asks.progress", in: text),
            let number = try resolve.number(serial, &ledger), let matter = try matter(MatterKey(resolve.unit.id, number), &ledger),
            ["explained", "replied"].contains(matter.state(of: "suggestion")), matter.isProposed(by: resolve.person)
        else { return nil }
        var quoting = resolve
        quoting.quoted = number
        return try accept(.opinion, quoting, &ledger)
    }
}
