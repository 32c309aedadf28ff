import Deliberation
import Procedure
import Record

extension Desk {
    /// What came of taking a post from somebody on behalf of the office.
    public enum PostTaken: Sendable, Hashable {
        /// - Parameters:
        ///   - posts: which they held there and hold no more.
        ///   - told: how many officers hear of it.
        case taken(posts: [Post], told: Int)
        /// Nobody of that name holds it; the names of those who do.
        case nobody(holders: [String])
        /// The procedure does not allow it; why, in the words in which an officer is refused.
        case refused(String)
        /// More than one of that name hold it; their accounts, as the platforms have them.
        case several(accounts: [String])
    }

    /// What a unit is called; nil for one that is not in the record.
    public func name(of unit: UnitID) throws(StoreFailure) -> String? {
        let office = Office(library: library, clock: clock, standing: Standing())
        return try store.read { ledger throws(StoreFailure) in
            ledger.allUnits().contains(unit) ? try office.unit(unit, &ledger).name : nil
        }
    }

    /// 停用 and 免去 on behalf of the office, also beside a running daemon: the way out where nobody in chat is high enough, as with a party
    /// secretary's stolen phone (XZ-5b: who holds it mostly is the convenor as well, and posts above the officers' are the office's to give).
    /// - Parameters:
    ///   - account: where several of that name hold the post, the account that is meant, as its platform has it.
    ///   - suspending: all posts of the account, and its word, until a post is given anew; else that post alone.
    public func take(
        _ post: Post, from name: String, account: String? = nil, of unit: UnitID, suspending: Bool
    ) throws(StoreFailure) -> PostTaken {
        let office = Office(library: library, clock: clock, standing: Standing())
        return try store.write { ledger throws(StoreFailure) in
            try office.open(&ledger)
            let held = try office.unit(unit, &ledger)
            var found = try office.holders(of: post, in: held, named: name, &ledger)
            if let account {
                var meant: [PersonID] = []
                for person in found where try ledger.profile(of: person)?.accounts.contains(where: { $0.id == account }) == true {
                    meant.append(person)
                }
                found = meant
            }
            guard let person = found.first else {
                var names: [String] = []
                for holder in held.holders(of: post) {
                    if let profile = try ledger.profile(of: holder) { names.append(profile.realName ?? profile.displayName) }
                }
                return .nobody(holders: names)
            }
            guard found.count == 1 else {
                var accounts: [String] = []
                for person in found { accounts += try ledger.profile(of: person)?.accounts.map(\.id) ?? [] }
                return .several(accounts: accounts)
            }
            let posts = suspending ? held.posts[person] ?? [] : [post]
            let act: Act = suspending ? .suspend(person) : .endPost(person, post)
            let done: Office.Done
            switch try office.execute([Command(actor: .daemon, matter: .unit, act: act)], of: unit, &ledger) {
            case .success(let decided): done = decided
            case .failure(let refusal): return .refused(try office.words(of: refusal, in: unit, &ledger))
            }
            var told = 0
            if suspending {
                told = try office.tellSuspended(person, held: posts, by: nil, of: done.state.unit, &ledger)
            } else {
                try office.tellEnded(person, post, of: done.state.unit, &ledger)
            }
            return .taken(posts: posts.sorted { $0.rawValue < $1.rawValue }, told: told)
        }
    }
}

extension Office {
    /// A refusal of what concerns the unit itself, rendered: for the command line, which says what the chat would say.
    fileprivate func words(of refusal: Refusal, in unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        guard let state = try load(unit, [], &ledger) else { return "" }
        let saying = Refusing(library: library, state: state, number: .unit, person: Office.nobody, now: now).saying(refusal)
        return try Rendering(library, now: now).render(saying, &ledger)
    }
}
