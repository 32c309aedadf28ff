import Deliberation
import Gateways
import Synchronization

/// In the residents' groups of which unit an account was seen speaking since the start, so that whoever then speaks in private is not asked
/// where they live. In memory and nowhere else: not who it was (a hash of this process alone), not what was said, nor when.
public final class SeenIn: Sendable {
    private static let mostHeld = 20_000

    /// Nil for whoever speaks in the groups of several.
    private let units = Mutex<[Int: UnitID?]>([:])

    func note(_ said: Said, in unit: UnitID) {
        if said.isAnonymous { return }
        let account = SeenIn.hash(said)
        units.withLock { units in
            if let known = units[account] {
                if let known, known != unit { units[account] = .some(nil) }
                return
            }
            if units.count >= SeenIn.mostHeld { units.removeAll(keepingCapacity: true) }
            units[account] = unit
        }
    }

    /// The one unit, if it is exactly one.
    func unit(of said: Said) -> UnitID? { units.withLock { $0[SeenIn.hash(said)] ?? nil } }

    func forget() { units.withLock { $0.removeAll() } }

    private static func hash(_ said: Said) -> Int {
        var hasher = Hasher()
        hasher.combine(said.chat.endpoint)
        hasher.combine(said.sender)
        return hasher.finalize()
    }
}
