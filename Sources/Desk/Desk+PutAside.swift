import Deliberation
import Dispatch
import FoundationEssentials
import Procedure
import Record
import Synchronization

/// Records that `yishi restore` put aside hold everybody as they were. Who is forgotten afterwards is forgotten there as well, as long as the
/// file is there: by account, for whoever first spoke after the backup bears another number in each.
extension Desk {
    /// What still stands in a record that was put aside.
    public struct PutAside: Sendable, Hashable {
        public var path: String
        /// Accounts that were forgotten here and not there.
        public var left: Int
        /// People who were erased there just now.
        public var erased = 0
        /// Whether it could be looked into.
        public var isRead = true

        public init(path: String, left: Int, erased: Int = 0, isRead: Bool = true) {
            self.path = path
            self.left = left
            self.erased = erased
            self.isRead = isRead
        }
    }

    /// A backup that was laid in place by hand is seen here; who has been forgotten since it was taken is told at every start until an operator
    /// has settled it.
    func settleRestored(_ ledger: inout Ledger) throws(StoreFailure) {
        let restored = try ledger.settleRestored(now: clock.now)
        let opening = restored.map {
            "restored from a backup of \($0.taken.iso); \($0.rows) messages wait for `yishi outbox` to send or drop them"
        }
        let since = try ledger.unerasedSince().map {
            "who was forgotten since \($0.iso) may stand in the record again: `yishi forget ENDPOINT ACCOUNT --yes` for each request kept on paper, then `yishi forget --done`"
        }
        let said = [opening, since].compactMap(\.self)
        if !said.isEmpty { log("desk: " + said.joined(separator: "; ")) }
    }

    /// Records put aside beside the record at `path`, as long as nobody deleted them; by name, the oldest first.
    public static func putAside(beside path: String) -> [String] {
        guard let slash = path.lastIndex(of: "/") else { return [] }
        let folder = path[..<slash], opening = path[path.index(after: slash)...] + ".before-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: String(folder))) ?? []
        return names.filter { $0.hasPrefix(opening) && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted().map { "\(folder)/\($0)" }
    }

    /// What was erased here after the restore and still stands there.
    /// - Parameter really: erases it, too. Those who held a post then stay, and are counted as left.
    /// - Throws: for this record. One that cannot be opened there is as if all were left.
    public func forgetPutAside(really: Bool) throws(StoreFailure) -> [PutAside] {
        let paths = Desk.putAside(beside: store.path)
        if paths.isEmpty { return [] }
        let gone = try store.read { ledger throws(StoreFailure) in
            try ledger.forgotten(since: try ledger.restoredUntil() ?? Instant(milliseconds: .min))
        }
        if gone.isEmpty { return paths.map { PutAside(path: $0, left: 0) } }
        return paths.map { path in
            do throws(StoreFailure) {
                let there = try Store.open(path: path, identity: store.identity)
                return try Desk(library: library, store: there, clock: clock).forget(gone, really: really)
            } catch { return PutAside(path: path, left: gone.count, isRead: false) }
        }
    }

    /// In the record that was put aside. What is erased is noted there, so that it is not looked for a second time.
    private func forget(_ gone: [ForgottenAccount], really: Bool) throws(StoreFailure) -> PutAside {
        var left = try store.read { ledger throws(StoreFailure) in
            let known = Dictionary(
                try ledger.forgotten(since: Instant(milliseconds: .min)).map { ($0.who, $0.at) }, uniquingKeysWith: { first, _ in first })
            return gone.filter { known[$0.who].map { [at = $0.at] in $0 < at } ?? true }
        }
        guard really, !left.isEmpty else { return PutAside(path: store.path, left: left.count) }
        let office = Office(library: library, clock: clock, standing: Standing())
        let marks = Set(left.map(\.who))
        var erased = 0
        var after: PersonID?
        var stay: Set<[UInt8]> = []
        while true {
            let (page, those) = try store.read { [after] ledger throws(StoreFailure) in
                let page = try ledger.people(after: after)
                var those: [(PersonID, Set<[UInt8]>)] = []
                for person in page {
                    let theirs = Set(try ledger.profile(of: person)?.accounts.map { ledger.identity.forgottenMark(of: $0) } ?? [])
                    if !theirs.isDisjoint(with: marks) { those.append((person, theirs)) }
                }
                return (page, those)
            }
            for (person, theirs) in those {
                let isGone = try store.write { ledger throws(StoreFailure) in
                    try office.open(&ledger)
                    return try office.forget(person, why: .office, &ledger) != nil
                }
                if isGone { erased += 1 } else { stay.formUnion(theirs) }
            }
            guard let last = page.last else { break }
            after = last
        }
        let done = left.filter { !stay.contains($0.who) }
        try store.write { ledger throws(StoreFailure) in
            for account in done { try ledger.noteForgotten(account) }
        }
        left.removeAll { !stay.contains($0.who) }
        if erased > 0 { try sweep(office) }
        return PutAside(path: store.path, left: left.count, erased: erased)
    }

    /// In a quiet moment, beside the writer: what was erased since the last time goes there, too. One that cannot be opened is tried again.
    func tidyPutAside() throws(StoreFailure) {
        guard !Desk.putAside(beside: store.path).isEmpty else { return }
        let newest = try store.read { ledger throws(StoreFailure) in
            try ledger.forgotten(since: Instant(milliseconds: .min)).map(\.at).max()
        }
        guard let newest, !reachedAside.has(newest) else { return }
        sweeping.async { [self] in
            do throws(StoreFailure) {
                let done = try forgetPutAside(really: true)
                for one in done where one.erased > 0 { metrics.count("erased_put_aside", Int64(one.erased)) }
                if done.allSatisfy(\.isRead) { reachedAside.note(newest) }
            } catch { failed(error) }
        }
    }
}

/// Until when erasures have been carried into records that were put aside; each process looks once more.
final class ReachedAside: Sendable {
    private let newest = Mutex<Instant?>(nil)

    func has(_ instant: Instant) -> Bool { newest.withLock { $0 == instant } }

    func note(_ instant: Instant) { newest.withLock { $0 = instant } }
}
