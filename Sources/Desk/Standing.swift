import Deliberation
import Gateways
import Procedure
import Synchronization

/// What the HTTP threads need to know of the state, without asking the database: which chats are whose. Chat that this shows to be
/// nobody's command or answer never reaches the writer (design section 3).
public final class Standing: Sendable {
    struct Bound: Sendable, Hashable {
        var unit: UnitID
        var group: GroupID
        var purpose: GroupPurpose
    }

    struct Snapshot: Sendable {
        var groups: [String: Bound] = [:]
        /// For each unit its residents' groups, in the order of their chats' keys.
        var residents: [UnitID: [Chat]] = [:]
        /// Units whose sitting is between the call for signing in and the minutes.
        var live: Set<UnitID> = []
        /// Units that have called one that has not begun.
        var called: Set<UnitID> = []
        /// Who holds a post in any unit: what they say among residents is offered to nobody.
        var holders: Set<PersonID> = []
        /// When people are not to be disturbed, as whoever sends keeps it.
        var attention = Attention.Terms.none
        /// Chat and sender of whoever was asked something.
        var asked: Set<String> = []
    }

    private let snapshot = Mutex(Snapshot())
    /// Where those live who were seen speaking.
    let seen = SeenIn()

    func read<Value>(_ body: (Snapshot) -> Value) -> Value { snapshot.withLock { body($0) } }
    func change(_ body: (inout Snapshot) -> Void) { snapshot.withLock { body(&$0) } }

    static func asked(_ said: Said) -> String { "\(said.chat.key)\n\(said.sender)" }
}
