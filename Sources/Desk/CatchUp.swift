import Deliberation
import Dispatch
import Gateways
import Procedure
import Record
import Synchronization
import Wire

/// After a time when nothing was heard from an endpoint: takes in what was said in its groups meanwhile, and settles sends of which nobody
/// knows what became, both by looking into the groups' history, where the platform offers it (design 2.7).
public final class CatchUp: Sendable {
    private let desk: Desk
    private let gateway: any KeepsHistory
    private let prefix: String
    /// Unknown rows that may be settled: those that were unknown at the last look. A send that went wrong a moment ago may yet appear.
    private let ripe: Mutex<Set<Int64>>
    /// How many pages of a group's history are read for what was said, and for a send of which nobody knows.
    private static let pages = 50, pagesForDoubt = 5
    /// What a platform's clock may lie off ours.
    private static let slack = Span.minutes(2)

    /// What a look brought.
    public struct Found: Sendable, Hashable {
        /// Messages handed in, those known already among them.
        public var heard = 0
        /// Those that could not be taken in: the disk was full, or the end came.
        public var failed = 0
        /// Messages of people who were forgotten after they said them; only after a restore are they not known already.
        public var forgotten = 0
        public var settledAsSent = 0
        public var toSendAgain = 0
        /// Groups whose history could not be had, and those where it does not reach back far enough.
        public var withoutHistory = 0
        public var cutShort = 0

        public init() {}
    }

    /// To be made before the courier begins to send: what is unknown now was left by an earlier process.
    /// - Parameter prefix: what the courier puts before every text.
    public init(desk: Desk, gateway: any KeepsHistory, prefix: String = "") throws(StoreFailure) {
        self.desk = desk
        self.gateway = gateway
        self.prefix = prefix
        ripe = Mutex(try CatchUp.unknown(desk))
    }

    /// See `Desk.timesMissed`.
    public var timesMissed: Int { desk.timesMissed }

    private static func unknown(_ desk: Desk) throws(StoreFailure) -> Set<Int64> {
        try desk.store.read { ledger throws(StoreFailure) in
            Set(try ledger.stuck(limit: 10_000).filter { $0.state == .unknown }.map(\.id))
        }
    }

    /// Looks into every bound group once. Blocks; not for the writer's thread.
    /// - Parameter hearing: whether what was said since it was last heard is to be taken in, too.
    public func look(hearing: Bool) throws(StoreFailure) -> Found {
        var found = Found()
        let unknown = try CatchUp.unknown(desk)
        for chat in chats() {
            let since = hearing ? try since(chat) : nil
            // Before the history is asked for: what becomes unknown after that is not for this look.
            let doubtful = try doubtful(in: chat)
            guard since != nil || !doubtful.isEmpty else { continue }
            let earliest = ([since?.read].compactMap(\.self) + doubtful.map(CatchUp.earliest)).min() ?? desk.clock.now
            let pages = since == nil ? CatchUp.pagesForDoubt : CatchUp.pages
            guard let history = gateway.history(of: chat, since: earliest, pages: pages) else {
                found.withoutHistory += 1
                let now = desk.clock.now
                // `silent` lies a little before it was last heard: a quick restart is no gap.
                if let since, now - (since.silent + CatchUp.slack) > CatchUp.slack {
                    try tellGap(in: chat, from: since.silent, to: now)
                }
                continue
            }
            try settle(doubtful, chat, history.messages, &found)
            guard let since else { continue }
            let messages = history.messages.filter { !$0.isOurs && $0.said.at >= since.read }
            for said in try remembered(messages.map(\.said), &found) {
                if hear(said) == .failed { found.failed += 1 } else { found.heard += 1 }
            }
            let oldest = history.isWhole ? since.read : max(history.messages.first?.said.at ?? since.read, since.read)
            if oldest - since.silent > CatchUp.slack {
                found.cutShort += 1
                try tellGap(in: chat, from: since.silent, to: oldest)
            }
        }
        ripe.withLock { $0 = unknown }
        return found
    }

    /// Without what people said before they were forgotten.
    private func remembered(_ said: [Said], _ found: inout Found) throws(StoreFailure) -> [Said] {
        let kept = try desk.store.read { ledger throws(StoreFailure) in
            var kept: [Said] = []
            for one in said {
                let at = try ledger.forgotten(Account(endpoint: one.chat.endpoint, id: one.sender))
                if at.map({ one.at < $0 }) != true { kept.append(one) }
            }
            return kept
        }
        found.forgotten += said.count - kept.count
        return kept
    }

    /// From when the group's history is heard: a little before it was last heard, and never from before a code bound it: what was said there
    /// earlier is no business of ours. Nor from before the time for which it is known who was forgotten.
    /// - Returns: since when nothing was heard, and from when on it is read.
    private func since(_ chat: Chat) throws(StoreFailure) -> (silent: Instant, read: Instant)? {
        try desk.store.read { ledger throws(StoreFailure) in
            guard let last = try ledger.mark(CatchUp.mark(chat, ledger.identity)) else { return nil }
            let bound = try ledger.mark(CatchUp.mark(chat, ledger.identity, "bound")) ?? .min
            let silent = max(Instant(milliseconds: last) - CatchUp.slack, Instant(milliseconds: bound))
            return (silent, max(silent, desk.clock.now - Ledger.forgottenKept))
        }
    }

    /// What nobody heard is told to those who can look it up: in the unit's work groups, with from when until when. The next look begins behind
    /// it, also where this one does not come to its end: nobody is told of it twice.
    private func tellGap(in chat: Chat, from: Instant, to: Instant) throws(StoreFailure) {
        let (bound, groups) = desk.standing.read { ($0.groups[chat.key], $0.groups) }
        guard let bound, bound.purpose == .residents else { return }
        let places = groups.filter { $0.value.unit == bound.unit && $0.value.purpose == .work }.keys.sorted().compactMap(CatchUp.place)
        let now = desk.clock.now
        try desk.store.write { ledger throws(StoreFailure) in
            guard let silent = try ledger.group(of: GroupPlace(endpoint: chat.endpoint, id: chat.id)) else { return }
            try ledger.setMark(CatchUp.mark(chat, ledger.identity), to.milliseconds)
            let saying = Saying("history.short", ["group": .group(silent), "from": .instant(from), "to": .instant(to)])
            for place in places {
                guard let group = try ledger.group(of: place) else { continue }
                _ = try ledger.queue(
                    OutboxDraft(to: .group(group), lane: Lane.ordinary.number, text: saying.key, arguments: saying.bytes, due: now))
            }
        }
    }

    /// The group a chat's key is of.
    private static func place(_ key: String) -> GroupPlace? {
        key.firstRange(of: "/group/").map { GroupPlace(endpoint: String(key[..<$0.lowerBound]), id: String(key[$0.upperBound...])) }
    }

    /// In its turn: what was said first is committed first.
    private func hear(_ said: Said) -> Outcome {
        let done = DispatchSemaphore(value: 0)
        let became = Mutex(Outcome.failed)
        desk.hear(said) { [desk] outcome in
            became.withLock { $0 = outcome }
            if outcome == .decided { desk.fetchPictures(of: said) }
            done.signal()
        }
        done.wait()
        return became.withLock { $0 }
    }

    /// Notes until when the endpoint's groups were heard; `run` begins there.
    public func noteHeard(until instant: Instant) throws(StoreFailure) {
        let chats = chats()
        guard !chats.isEmpty else { return }
        try desk.store.write { ledger throws(StoreFailure) in
            for chat in chats { try ledger.setMark(CatchUp.mark(chat, ledger.identity), instant.milliseconds) }
        }
    }

    private func chats() -> [Chat] {
        let opening = "\(gateway.endpoint)/group/"
        return desk.standing.read { $0.groups.keys.filter { $0.hasPrefix(opening) } }.sorted()
            .map { Chat(endpoint: gateway.endpoint, kind: .group, id: String($0.dropFirst(opening.count))) }
    }

    /// The platform's group id does not stand in the mark.
    /// - Parameter kind: `heard`, until when it was heard; `bound`, when its code was said, by the platform's clock.
    static func mark(_ chat: Chat, _ identity: IdentityKey, _ kind: String = "heard") -> String {
        kind + "/" + identity.messageKey(chat: chat.key, message: "").bytes.hex
    }

    // MARK: - Sends of which nobody knows

    private struct Doubtful: Sendable {
        var row: OutboxRow
        var text: String
        /// Whether other rows went out in the same message.
        var isOfSeveral = false
    }

    /// Before that it cannot have been sent.
    private static func earliest(_ doubtful: Doubtful) -> Instant { doubtful.row.draft.due - slack }

    private func settle(_ doubtful: [Doubtful], _ chat: Chat, _ history: [HistoryMessage], _ found: inout Found) throws(StoreFailure) {
        guard !doubtful.isEmpty, let oldest = history.first?.said.at else { return }
        var ours = try unclaimed(history, chat)
        for one in doubtful {
            let earliest = CatchUp.earliest(one)
            if let index = ours.firstIndex(where: { $0.at >= earliest && CatchUp.isSame($0.text, one.text) }) {
                // One message may hold several pieces of news: it stays for the others.
                let message = ours[index]
                if !one.isOfSeveral, CatchUp.isAll(message.text, one.text) { ours.remove(at: index) }
                // By the one door: a lawful notice becomes an event with it.
                desk.perform(.delivered(Delivery(row: one.row.id, outcome: .sent(messageID: message.messageID), at: message.at)))
                found.settledAsSent += 1
            } else if oldest <= earliest, !one.row.isHeldBack {
                // The history reaches back to before the send, and it is not there.
                let now = desk.clock.now, id = one.row.id
                let again = try desk.store.write { ledger throws(StoreFailure) in try ledger.settle(id, .sendAgain(at: now), at: now) }
                if again { found.toSendAgain += 1 }
            }
        }
    }

    /// Unknown rows of the chat that may be settled, with their text, oldest first.
    private func doubtful(in chat: Chat) throws(StoreFailure) -> [Doubtful] {
        let library = desk.library, prefix = prefix
        let ripe = ripe.withLock { $0 }
        guard !ripe.isEmpty else { return [] }
        return try desk.store.read { ledger throws(StoreFailure) in
            guard let group = try ledger.group(of: GroupPlace(endpoint: chat.endpoint, id: chat.id)) else { return [] }
            let rows = try ledger.stuck(limit: 10_000).filter { row in
                row.state == .unknown && row.draft.to == .group(group) && ripe.contains(row.id)
            }
            var doubtful: [Doubtful] = []
            for row in rows {
                let sent = library.ofOneSitting(row, among: rows)
                guard let saying = Saying(sent) else { continue }
                var rendering = Rendering(library, now: row.draft.due)
                rendering.proposals = desk.proposals
                doubtful.append(
                    Doubtful(row: row, text: prefix + (try rendering.render(saying, &ledger)), isOfSeveral: sent.count > 1))
            }
            return doubtful
        }
    }

    /// Our messages of the history that no row of the outbox is known to have become.
    private func unclaimed(_ history: [HistoryMessage], _ chat: Chat) throws(StoreFailure) -> [Said] {
        try desk.store.read { ledger throws(StoreFailure) in
            var unclaimed: [Said] = []
            for message in history where message.isOurs {
                let key = ledger.key(of: message.said)
                if try ledger.outbox(quoted: key) == nil { unclaimed.append(message.said) }
            }
            return unclaimed
        }
    }

    /// What was sent late says so before its text, and platforms turn line ends and spaces about.
    private static func isSame(_ shown: String, _ ours: String) -> Bool {
        let shown = plain(shown), ours = plain(ours)
        if isAll(shown, ours) { return true }
        // A piece of a message that brought several.
        guard ours.count >= 24, shown.count > ours.count else { return false }
        return (0...(shown.count - ours.count)).contains { shown[$0..<($0 + ours.count)].elementsEqual(ours) }
    }

    private static func isAll(_ shown: String, _ ours: String) -> Bool { isAll(plain(shown), plain(ours)) }

    private static func isAll(_ shown: [UInt8], _ ours: [UInt8]) -> Bool {
        shown.count >= ours.count && shown.suffix(ours.count).elementsEqual(ours) && shown.count - ours.count <= 200
    }

    private static func plain(_ text: String) -> [UInt8] { text.utf8.filter { $0 > 0x20 } }
}
