import Deliberation
import Gateways
import Procedure
import Record
import Synchronization

/// What goes now, of all that waits: lane by lane, in its order, as chats, endpoints and people's attention allow.
extension Courier {
    /// So many cards stand on one list at most.
    static let cardsAtMost = 30
    static let card = "card.suggestion"
    /// What whoever supports something is answered.
    static let endorsed = "endorsed"

    func choose(_ now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> [Parcel] {
        state.withLock { $0.unreadable = [:] }
        try recallToday(now, &ledger)
        var choice = state.withLock { Choice($0.pacing, $0.attention) }
        var sweep = state.withLock { $0.sweep }
        let steady = desk.clock.isSet ? nil : TimeWatch.steady
        for lane in 0...2 where choice.hasRoom {
            let rows = try sweep.rows(lane: lane, enough: Courier.atOnce, mayHold: choice.mayHold, steady: steady) {
                after, limit throws(StoreFailure) in
                try waiting(lane: lane, after: after, now: now, limit: limit, &ledger)
            }
            try choose(among: rows, lane: lane, &choice, now, &ledger)
        }
        try chooseNews(&choice, now, &ledger)
        let unreadable = state.withLock { $0.unreadable }
        choice.ready.removeAll { $0.rows.isEmpty || $0.rows.contains { unreadable[$0.id] != nil } }
        let chosen = choice
        state.withLock { state in
            state.sweep = sweep
            state.pacing.end(chosen.round)
            state.attentionRelease = chosen.release
            for chat in chosen.counted { state.attention.noteCount(chat, at: now) }
        }
        return chosen.ready
    }

    /// A round's choice so far.
    private struct Choice {
        let pacing: Pacing
        let attention: Attention
        var round = Pacing.Round()
        var ready: [Parcel] = []
        var release: Instant?
        /// Ordinary news by residents' group, in the order in which the groups' oldest came.
        var news: [(chat: Chat, rows: [DueMessage])] = []
        /// Residents' groups that hear now how many support what.
        var counted: Set<Chat> = []
        /// Where each addressee is reached, as far as asked.
        var chats: [Addressee: Chat?] = [:]

        init(_ pacing: Pacing, _ attention: Attention) {
            self.pacing = pacing
            self.attention = attention
        }

        var hasRoom: Bool { ready.count < Courier.atOnce }
        var mayHold: Bool { pacing.mayHold || attention.mayHold }

        mutating func waits(until due: Instant) { release = min(release ?? due, due) }
    }

    private func choose(
        among rows: [DueMessage], lane: Int, _ choice: inout Choice, _ now: Instant, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        let isOrdinary = lane == Lane.ordinary.number && choice.attention.mayHold
        let lists = isOrdinary ? Courier.lists(among: rows, most: choice.attention.terms.cards) : [:]
        let reminders = Dictionary(grouping: rows.filter { desk.library.reminders.contains($0.text) }, by: \.to)
        var listed: Set<Addressee> = []
        var reminded: Set<Addressee> = []
        var taken: Set<Int64> = []
        for row in rows where choice.hasRoom && !taken.contains(row.place.id) {
            guard
                let chat = try reading(row.place.id, { () throws(StoreFailure) in try chat(of: row.to, &choice, &ledger) }) ?? nil
            else {
                if let row = try self.row(row.place.id, &ledger) { choice.ready.append(Parcel(rows: [row])) }
                continue
            }
            if isOrdinary {
                if isResidents(chat) {
                    if let index = choice.news.firstIndex(where: { $0.chat == chat }) {
                        choice.news[index].rows.append(row)
                    } else {
                        choice.news.append((chat, [row]))
                    }
                    continue
                }
                let awake = choice.attention.release(now: now)
                if awake > now {
                    choice.waits(until: awake)
                    continue
                }
            }
            if row.text == Courier.endorsed, isResidents(chat) {
                let release = choice.attention.releaseCount(chat, now: now)
                if release > now {
                    choice.waits(until: release)
                    continue
                }
                // The first of a round tells of all of it.
                if choice.counted.contains(chat) { continue }
            }
            if row.text == Courier.card, listed.contains(row.to) { continue }
            let together = desk.library.reminders.contains(row.text) ? reminders[row.to] : nil
            if let together {
                guard reminded.insert(row.to).inserted else { continue }
                if let morning = try nextReminding(together, now, &ledger) {
                    choice.waits(until: morning)
                    continue
                }
            }
            guard choice.pacing.mayGo(chat, now: now, in: &choice.round) else { continue }
            let rendering = rendering(now)
            if row.text == Courier.endorsed, isResidents(chat), choice.attention.terms.spacing > .seconds(0) {
                let waiting = rows.filter { $0.text == Courier.endorsed && $0.to == row.to }
                choice.ready.append(try count(of: waiting, for: chat, rendering, &ledger))
                choice.counted.insert(chat)
            } else if row.text == Courier.card, let cards = lists[row.to] {
                listed.insert(row.to)
                choice.ready.append(try list(of: cards, for: chat, rendering, &ledger))
            } else if let together, together.count > 1 {
                choice.ready.append(try list(ofReminders: together, for: chat, rendering, &ledger))
            } else if let row = try self.row(row.place.id, &ledger) {
                let parcel = try parcel(of: row, for: chat, rendering, &ledger)
                taken.formUnion(parcel.rows.map(\.id))
                choice.ready.append(parcel)
            }
        }
    }

    private func chooseNews(_ choice: inout Choice, _ now: Instant, _ ledger: inout Ledger) throws(StoreFailure) {
        for (chat, rows) in choice.news where choice.hasRoom {
            let due = choice.attention.release(group: chat, now: now)
            guard due <= now else {
                choice.waits(until: due)
                continue
            }
            guard choice.pacing.mayGo(chat, now: now, in: &choice.round) else { continue }
            var parcel = try together(rows, for: chat, choice.attention.terms.together, rendering(now), &ledger)
            parcel.isNews = parcel.message != nil
            choice.ready.append(parcel)
        }
    }

    /// A row with those that go out with it. Where they cannot be rendered together it goes by itself, and fails by itself.
    private func parcel(
        of row: OutboxRow, for chat: Chat, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Parcel {
        let rows = try ofOneSitting(row, &ledger)
        if rows.count > 1 {
            if let message = try rendered(rows, for: chat, rendering, &ledger) {
                return Parcel(rows: rows, message: message, isOneSitting: true)
            }
            // It may be another's that cannot be read.
            state.withLock { $0.unreadable[row.id] = nil }
        }
        return Parcel(rows: [row], message: try rendered([row], for: chat, rendering, &ledger))
    }

    private func rendering(_ now: Instant) -> Rendering {
        var rendering = Rendering(desk.library, now: now)
        rendering.proposals = desk.proposals
        return rendering
    }

    private func chat(of addressee: Addressee, _ choice: inout Choice, _ ledger: inout Ledger) throws(StoreFailure) -> Chat? {
        if let known = choice.chats[addressee] { return known }
        let chat = try Courier.chat(addressee, &ledger)
        choice.chats[addressee] = chat
        return chat
    }

    /// The cards of those for whom more wait than they are given one by one.
    private static func lists(among rows: [DueMessage], most: Int) -> [Addressee: [DueMessage]] {
        guard most > 0 else { return [:] }
        return Dictionary(grouping: rows.filter { $0.text == card }, by: \.to).filter { $0.value.count > most }
    }

    /// Many cards as one list, the newest first, as far as it fits a message; what does not fit waits for the next. It speaks of several
    /// matters, so it is nobody's to quote: the number has to be said.
    private func list(
        of cards: [DueMessage], for chat: Chat, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Parcel {
        var rows: [OutboxRow] = []
        var lines: [String] = []
        var first: (number: String, unit: String)?
        for card in cards.sorted(by: { $0.place > $1.place }).prefix(Courier.cardsAtMost) {
            guard let row = try row(card.place.id, &ledger) else { continue }
            guard let saying = Saying(row), let number = saying.values["number"],
                let words = saying.values["words"]?.firstWords
            else {
                // One that cannot be read goes by itself, to be told as failed.
                if rows.isEmpty { return Parcel(rows: [row], message: nil) }
                continue
            }
            let texts = try during(row.id) { () throws(StoreFailure) in
                let unit = try saying.values["unit"].map { unit throws(StoreFailure) in try rendering.text(unit, &ledger) }
                return (try rendering.text(number, &ledger), try rendering.text(.title(words), &ledger), unit ?? "")
            }
            guard let (spoken, title, unit) = texts else {
                if rows.isEmpty { return Parcel(rows: [row], message: nil) }
                continue
            }
            if first == nil { first = (spoken, unit) }
            rows.append(row)
            lines.append(desk.library.texts.render("card.joint.line", ["number": spoken, "title": title]))
        }
        guard let first, let newest = rows.first else { return Parcel(rows: [], message: nil) }
        func text(_ count: Int) -> String {
            texts.prefix
                + desk.library.texts.render(
                    "card.joint",
                    [
                        "count": "\(count)", "unit": first.unit, "lines": lines.prefix(count).joined(separator: "\n"),
                        "number": first.number,
                    ])
        }
        let count = fitting(rows.count, chat, text)
        return Parcel(
            rows: Array(rows.prefix(count)),
            message: Outgoing(chat: chat, text: text(count), idempotencyKey: newest.idempotencyKey))
    }

    /// Several neighbours' supports of what the oldest of them is about as one line, with the newest count; those of other matters wait for
    /// the next.
    private func count(
        of supports: [DueMessage], for chat: Chat, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Parcel {
        var rows: [OutboxRow] = []
        for support in supports {
            guard let row = try row(support.place.id, &ledger) else { continue }
            if rows.isEmpty || row.draft.about == rows[0].draft.about { rows.append(row) }
        }
        guard let newest = rows.last else { return Parcel(rows: [], message: nil) }
        guard rows.count > 1, let saying = Saying(newest) else {
            return Parcel(rows: rows, message: try rendered([newest], for: chat, rendering, &ledger))
        }
        let joint = Saying("endorsed.joint", saying.values.merging(["count": .integer(rows.count)]) { $1 })
        guard let text = try during(newest.id, { () throws(StoreFailure) in try rendering.render(joint, &ledger) }) else {
            return Parcel(rows: [newest], message: nil)
        }
        return Parcel(
            rows: rows, message: Outgoing(chat: chat, text: texts.prefix + text, idempotencyKey: newest.idempotencyKey))
    }

    /// How many lines of a list fit one message to a chat; one goes, however long.
    func fitting(_ lines: Int, _ chat: Chat, _ text: (_ lines: Int) -> String) -> Int {
        let most = gateways[chat.endpoint]?.abilities.maximumBytes ?? .max
        var count = lines
        while count > 1, text(count).utf8.count > most { count -= max(1, count / 4) }
        return count
    }

    /// The newest pieces of news for a group as one message, the newest first; what does not fit waits for the next.
    private func together(
        _ news: [DueMessage], for chat: Chat, _ most: Int, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Parcel {
        var parcel = Parcel(rows: [], message: nil)
        for piece in news.sorted(by: { $0.place > $1.place }).prefix(most) {
            guard let row = try row(piece.place.id, &ledger) else { continue }
            guard let message = try rendered([row], for: chat, rendering, &ledger) else {
                // One that cannot be read goes by itself, to be told as failed.
                if parcel.rows.isEmpty { return Parcel(rows: [row], message: nil) }
                continue
            }
            guard var whole = parcel.message else {
                parcel = Parcel(rows: [row], message: message)
                continue
            }
            let text = whole.text + "\n\n" + message.text.dropFirst(texts.prefix.count)
            let most = gateways[chat.endpoint]?.abilities.maximumBytes ?? .max
            guard text.utf8.count <= most, message.buttons.isEmpty, whole.buttons.isEmpty else { continue }
            whole.text = text
            parcel.message = whole
            parcel.rows.append(row)
        }
        return parcel
    }

    /// Nil when its arguments cannot be read, or when this has killed the process twice.
    func rendered(
        _ rows: [OutboxRow], for chat: Chat, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outgoing? {
        guard let saying = Saying(rows) else { return nil }
        return try during(rows[0].id) { () throws(StoreFailure) in try outgoing(saying, of: rows[0], for: chat, rendering, &ledger) }
    }

    private func outgoing(
        _ saying: Saying, of row: OutboxRow, for chat: Chat, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Outgoing {
        let library = desk.library
        var rendering = rendering
        rendering.isShared = chat.kind != .direct
        var text = try rendering.render(saying, &ledger)
        // A reminder says how things stand when it is read.
        if rendering.now - row.draft.due > .minutes(30), rendering.now - earliest(row) > .minutes(30),
            !library.reminders.contains(saying.key)
        {
            text = library.texts.render("word.late", ["due": rendering.dates.moment(row.draft.due)]) + text
        }
        let hasButtons = gateways[chat.endpoint]?.abilities.buttons == true
        let buttons = hasButtons ? try Courier.buttons(saying, library, rendering, &ledger) : []
        return Outgoing(
            chat: chat, text: texts.prefix + text, buttons: buttons, idempotencyKey: row.idempotencyKey,
            throughGroup: chat.kind == .direct ? row.draft.about.flatMap { group(of: $0.unit, at: chat.endpoint) } : nil)
    }

    /// When a message might go at the earliest: what our own quiet hours hold back until the morning is not late then.
    private func earliest(_ row: OutboxRow) -> Instant {
        guard row.draft.lane == Lane.ordinary.number else { return row.draft.due }
        return Attention(desk.standing.read { $0.attention }).release(now: row.draft.due)
    }

    /// A residents' group of the unit: most whom a matter concerns are in it, friends of ours or not.
    func group(of unit: UnitID, at endpoint: String) -> String? {
        desk.standing.read { $0.residents[unit]?.first { $0.endpoint == endpoint }?.id }
    }

    private static func buttons(
        _ saying: Saying, _ library: Library, _ rendering: Rendering, _ ledger: inout Ledger
    ) throws(StoreFailure) -> [Outgoing.Button] {
        var buttons: [Outgoing.Button] = []
        for name in saying.buttons {
            let number = try saying.values["number"].map { value throws(StoreFailure) in try rendering.text(value, &ledger) } ?? ""
            buttons.append(
                Outgoing.Button(
                    label: library.texts.render("label.\(name)"), command: library.texts.render("command.\(name)", ["number": number])))
        }
        return buttons
    }

    static func chat(_ addressee: Addressee, _ ledger: inout Ledger) throws(StoreFailure) -> Chat? {
        switch addressee {
        case .group(let group): return try ledger.place(of: group).map { Chat(endpoint: $0.endpoint, kind: .group, id: $0.id) }
        case .person(let person):
            return try ledger.profile(of: person)?.accounts.first.map { Chat(endpoint: $0.endpoint, kind: .direct, id: $0.id) }
        case .stranger(let box):
            return try ledger.account(ofStranger: box).map { Chat(endpoint: $0.endpoint, kind: .direct, id: $0.id) }
        }
    }
}

extension Argument {
    /// The words that stand first in it.
    fileprivate var firstWords: WordsID? {
        switch self {
        case .words(let id), .shown(let id), .title(let id): id
        case .list(let values, _): values.lazy.compactMap(\.firstWords).first
        default: nil
        }
    }
}
