import Deliberation
import Dispatch
import Procedure
import Record

extension Desk {
    /// What `yishi forget` would erase, or has erased.
    public struct Forgetting: Sendable, Hashable {
        public var words: Int
        public var withdrawn: Int
        public var holdsOffice: Bool
    }

    /// Erases a person on behalf of the office, also beside a running daemon; swept before it returns.
    /// - Parameter really: false only says what would be erased.
    /// - Returns: nil when nobody has that account. It is remembered then all the same: what a group's history brings of it later is not heard.
    public func forget(_ account: Account, really: Bool) throws(StoreFailure) -> Forgetting? {
        let office = Office(library: library, clock: clock, standing: Standing())
        let found = try store.write(keptIf: { $0?.holdsOffice != true }) { ledger throws(StoreFailure) -> Forgetting? in
            try office.open(&ledger)
            guard let person = try ledger.person(of: account) else {
                if really { try ledger.noteForgotten(account, at: office.now) }
                return nil
            }
            let kept = try office.whatIsKept(of: person, &ledger)
            var found = Forgetting(words: kept.words.count, withdrawn: kept.withdrawn.count, holdsOffice: kept.holdsOffice)
            if really, !found.holdsOffice { found.holdsOffice = try office.forget(person, why: .office, &ledger) == nil }
            return found
        }
        if really, found?.holdsOffice == false { try sweep(office) }
        return found
    }

    /// Erases whoever was entered in a matter under a name, on behalf of the office, also beside a running daemon; swept before it returns.
    /// - Parameter really: false only says what would be erased.
    /// - Returns: how many texts, titles and lists; 0 where nothing stands under that name. Nil where there is no such matter.
    public func forget(_ name: String, in key: MatterKey, really: Bool) throws(StoreFailure) -> (words: Int, lists: Int)? {
        let office = Office(library: library, clock: clock, standing: Standing())
        let found = try store.write { ledger throws(StoreFailure) -> Office.OnPaper? in
            try office.open(&ledger)
            guard office.units[key.unit] != nil, let found = try office.onPaper(name, in: key, &ledger) else { return nil }
            if really { _ = try office.forget(found, in: key, &ledger) }
            return found
        }
        if really, found?.words.isEmpty == false { try sweep(office) }
        return found.map { ($0.said.count + $0.titles.count, $0.lists.count) }
    }

    /// What was erased since a backup was taken is erased in it again, before anything of it is told.
    /// - Returns: how many people and texts; and how many people who held a post then, and so stay until `yishi forget`.
    public func forgetAgain(_ erased: ErasedSince) throws(StoreFailure) -> (people: Int, words: Int, left: Int) {
        let office = Office(library: library, clock: clock, standing: Standing())
        let done = try store.write { ledger throws(StoreFailure) in
            try office.open(&ledger)
            var done = (people: 0, words: 0, left: 0)
            for person in erased.people where try ledger.profile(of: person) != nil {
                if let gone = try office.forget(person, why: .office, &ledger) {
                    done.people += 1
                    done.words += gone.words.count
                } else {
                    done.left += 1
                }
            }
            var ofUnit: [UnitID: [WordsID]] = [:]
            for id in erased.words {
                if let words = try ledger.words(id) { ofUnit[words.key.unit, default: []].append(id) }
            }
            for (unit, words) in ofUnit.sorted(by: { $0.key < $1.key }) {
                if try office.erase(words: words, why: .office, in: MatterKey(unit, .unit), &ledger) { done.words += words.count }
            }
            // Each with the time of then, whoever has come back since.
            for account in erased.accounts ?? [] { try ledger.noteForgotten(account) }
            return done
        }
        if done.people + done.words > 0 { try sweep(office) }
        return done
    }

    /// What nobody has looked for yet.
    struct Unswept: Sendable {
        /// The newest of these erasures.
        var newest: Int64
        /// What to look for; nil where somebody else erased something, or an earlier process: nobody knows any more what that was.
        var traces: [[UInt8]]?
    }

    /// Nil where everything that was erased is swept.
    func unswept(_ office: Office) throws(StoreFailure) -> Unswept? {
        let newest = try store.read { ledger throws(StoreFailure) in try ledger.mark(Office.erasedMark) ?? 0 }
        let known = office.traces
        if newest == 0 { office.traces = Office.Traces() }
        return newest == 0 ? nil : Unswept(newest: newest, traces: known.isAll && known.newest == newest ? known.bytes : nil)
    }

    /// After an erasure: the log is emptied into the file, and should anything of what was erased still stand in a gap of a page, the file is
    /// made anew. What others left unswept is made anew without looking.
    /// - Returns: false when somebody was still reading; it is tried again.
    @discardableResult
    func sweep(_ office: Office) throws(StoreFailure) -> Bool {
        guard let unswept = try unswept(office) else { return true }
        guard try store.checkpoint() else { return false }
        try sweep(unswept)
        office.traces = Office.Traces()
        return true
    }

    /// To be called with an empty log. What was erased meanwhile stays to be swept.
    func sweep(_ unswept: Unswept) throws(StoreFailure) {
        func isNewest(_ ledger: inout Ledger) throws(StoreFailure) -> Bool { try ledger.mark(Office.erasedMark) == unswept.newest }
        guard try store.read(isNewest) else { return }
        if unswept.traces.map(store.holds(anyOf:)) ?? true { try store.vacuum() }
        try store.write { ledger throws(StoreFailure) in
            if try isNewest(&ledger) { try ledger.setMark(Office.erasedMark, 0) }
        }
    }

    /// Sweeps what was erased in the first quiet second, where the file is small enough that nobody waits for it.
    func sweepIfSmall(_ office: Office) {
        guard office.traces.newest != 0, store.size < Desk.small else { return }
        do throws(StoreFailure) { try sweep(office) } catch { failed(error) }
    }

    /// 64 MB: made anew in less than a second.
    private static let small: Int64 = 64 << 20

    /// After half a minute without arrivals, on the writer's thread: erases what has been kept long enough, and sweeps what is unswept. A
    /// large file is made anew beside the writer, whose loop goes on turning; who writes meanwhile waits for it, or is answered “not now”.
    func tidy(_ office: Office) {
        do throws(StoreFailure) {
            if let retention {
                let count = try write(office) { ledger throws(StoreFailure) in try office.retain(retention, &ledger) }
                if count > 0 { metrics.count("erased_by_time", Int64(count)) }
            }
            try tidyPutAside()
            guard let unswept = try unswept(office) else { return }
            if store.size < Desk.small {
                try sweep(office)
            } else if try store.checkpoint() {
                sweeping.async { [self] in
                    do throws(StoreFailure) { try sweep(unswept) } catch { failed(error) }
                }
            }
        } catch { failed(error) }
    }
}
