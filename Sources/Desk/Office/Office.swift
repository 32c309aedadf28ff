import Deliberation
import Gateways
import Procedure
import Reading
import Record
import Wire

/// The writer's own state: units, and the matters it has lately folded. Confined to the writer's thread; the record is the truth,
/// and everything here can be dropped and folded again.
final class Office {
    let library: Library
    let clock: any Clock
    let standing: Standing
    let salts: @Sendable () -> [UInt8]
    /// Where staff pages are reached, e.g. `https://yishi.example.cn`; nil where none are served.
    let pages: String?
    /// The minute of the civil day at which officers are told what is owed; nil: only when they ask.
    let digest: Int?
    /// What was quietly offered in the groups.
    let offers: Offers

    /// When what is being done now is done: one instant for everything one arrival causes, however often it is looked at, so that what
    /// belongs together is found again by it.
    private(set) var now: Instant

    var units: [UnitID: Unit] = [:]
    private var held: [MatterKey: Matter] = [:]
    private var rulebookOf: [MatterKey: String] = [:]
    /// Adopted before and no longer in the configuration: the matters begun under them go by them still.
    private var adopted: [String: Rulebook] = [:]
    /// What people were asked, as the record has it; nil when it must be read anew.
    var questions: [String: Question]?
    var wrongCodes: [String: (count: Int, since: Instant)] = [:]
    /// Who quoted which of our messages with words we did not understand, and was asked about it; a restart may ask once more.
    var puzzled: Set<String> = []
    /// By which words the open matters of a unit can be called, as of an event of it.
    var nameables: [UnitID: (head: Int64, matters: [Reader.Nameable])] = [:]
    /// Who is on the lists of the sittings of a unit, by name, as of an event of it.
    var tableNames: [UnitID: (head: Int64, names: [String])] = [:]
    /// Where it was said that nobody can sign in yet, of which sitting; a restart says it once more.
    private(set) var toldEarly: Set<String> = []
    /// Of which matter somebody spoke last, where they speak with us; a restart forgets it.
    private var spokenOf: [String: (matter: MatterKey, at: Instant)] = [:]
    /// What somebody began to answer to a call, where they speak with us; a restart forgets it.
    var begunReplies: [String: BegunReply] = [:]
    /// The step somebody took last, where they speak with us; a restart forgets it.
    private var stepOf: [String: (step: Intent, at: Instant)] = [:]
    /// Who spoke to us of an emergency, and when officers were told.
    var inDanger: [PersonID: Instant] = [:]
    /// Who asked for a person to speak to, and when officers were told.
    var wantPerson: [PersonID: Instant] = [:]
    /// Where those live who said so and are not known otherwise, by their chat: nothing of it is stored.
    private(set) var placedIn: [String: UnitID] = [:]
    /// Whether anybody has more than one account; nil while nobody has looked.
    var hasLinkedAccounts: Bool?
    /// Where groups are, as far as asked.
    var chatKeys: [GroupID: String] = [:]
    /// When units look through what lies still, as far as asked.
    var chaseTimes: [UnitID: ChaseTime] = [:]
    /// What happened up to then lies before the restore of a backup.
    private(set) var restoredUntil: Instant?
    /// What was erased here and is to be looked for after the commit.
    var traces = Traces()
    /// In which event of each matter the words stand that are being taken in now, by its m.
    var wordsStand: [MatterKey: Int64] = [:]
    /// Whether the arrival at hand asked somebody something.
    var hasAsked = false
    /// When a question was put that nobody has answered yet, by who was asked where.
    var askedAt: [String: Instant] = [:]
    /// How it is known where the speaker lives.
    var homeIs = Home.known
    /// Votes that were told at a table last, and not announced yet.
    var toldVotes: ToldVotes?
    /// Whether it was told that it was not understood.
    var wasUnclear = false
    /// Messages said before that became a matter in this commit, and came with pictures.
    var pictured: [Said] = []
    /// How many commits of other processes there had been when this was folded.
    private var others: Int64?
    /// Whether all units are folded, and the HTTP threads know of them.
    private var isFolded = false
    /// The earliest timer set since the writer last asked.
    private var newestAlarm: Instant?
    static let heldAtMost = 512

    init(
        library: Library, clock: any Clock, standing: Standing, pages: String? = nil, digest: Int? = nil,
        offers: Offers = Offers(false), salts: @escaping @Sendable () -> [UInt8] = { SecureRandom.bytes(16) }
    ) {
        self.library = library
        self.clock = clock
        self.standing = standing
        self.pages = pages
        self.digest = digest
        self.offers = offers
        self.salts = salts
        now = clock.now
    }

    /// By the record, by their own word, or by the one residents' group in which they were seen speaking.
    enum Home { case known, said, seen }

    /// Everything folded is forgotten: after a failed commit it may be ahead of the record.
    func forget() {
        held.removeAll()
        rulebookOf.removeAll()
        units.removeAll()
        chatKeys.removeAll()
        chaseTimes.removeAll()
        nameables.removeAll()
        tableNames.removeAll()
        inDanger.removeAll()
        wantPerson.removeAll()
        placedIn.removeAll()
        spokenOf.removeAll()
        begunReplies.removeAll()
        stepOf.removeAll()
        questions = nil
        hasLinkedAccounts = nil
        pictured = []
        isFolded = false
        // What a failed commit had erased is noted once more, maybe after others' erasures.
        traces.isAll = false
    }

    /// The matter somebody spoke of with us lately in that chat.
    func lately(_ said: Said, _ unit: UnitID) -> MatterNumber? {
        guard let last = spokenOf[Standing.asked(said)], last.matter.unit == unit, now - last.at <= Question.life else { return nil }
        return last.matter.number
    }

    /// The same, whosever matter it is.
    func latelySpokenOf(_ said: Said) -> MatterKey? {
        spokenOf[Standing.asked(said)].flatMap { now - $0.at <= Question.life ? $0.matter : nil }
    }

    func noteSpoken(_ said: Said, of matter: MatterKey) {
        if spokenOf.count >= Office.heldAtMost { spokenOf.removeAll() }
        spokenOf[Standing.asked(said)] = (matter, now)
    }

    /// The step somebody took lately in that chat.
    func lastStep(_ said: Said) -> Intent? { stepOf[Standing.asked(said)].flatMap { now - $0.at <= Question.life ? $0.step : nil } }

    func noteStep(_ said: Said, _ step: Intent) {
        guard step.more.isEmpty, library.verbs.isAboutAMatter(step.name) else { return }
        if stepOf.count >= Office.heldAtMost { stepOf.removeAll() }
        stepOf[Standing.asked(said)] = (step, now)
    }

    /// Where somebody lives, as they have just said.
    func place(_ said: Said, in unit: UnitID) {
        if placedIn.count >= Office.heldAtMost { placedIn.removeAll() }
        placedIn[Standing.asked(said)] = unit
    }

    /// Whether nobody was told in that chat yet that one cannot sign in there.
    func isFirstTooEarly(_ said: Said, _ matter: MatterKey) -> Bool {
        if toldEarly.count >= Office.heldAtMost { toldEarly.removeAll() }
        return toldEarly.insert("\(said.chat.key) \(matter)").inserted
    }

    /// What is held in memory of chats, under their accounts: somebody is erased.
    func forgetChats() {
        askedAt.removeAll()
        placedIn.removeAll()
        spokenOf.removeAll()
        begunReplies.removeAll()
        stepOf.removeAll()
        toldEarly.removeAll()
        standing.seen.forget()
    }

    func noteAlarm(_ due: Instant) { newestAlarm = min(newestAlarm ?? due, due) }

    func takePictured() -> [Said] {
        defer { pictured = [] }
        return pictured
    }

    func takeNewestAlarm() -> Instant? {
        defer { newestAlarm = nil }
        return newestAlarm
    }

    // MARK: - Loading

    /// Begins what an arrival causes, or a commit of the office's own. Another process may have written (`yishi code`, `yishi forget`), or a
    /// commit has failed: then what is folded here is folded anew.
    func lookAgain(_ ledger: inout Ledger) throws(StoreFailure) {
        now = clock.now
        if others != ledger.othersCommits { forget() }
        if !isFolded { try open(&ledger) }
    }

    /// Folds every unit's own events, and tells the HTTP threads which groups are bound.
    func open(_ ledger: inout Ledger) throws(StoreFailure) {
        now = clock.now
        others = ledger.othersCommits
        try readAdopted(&ledger)
        restoredUntil = try ledger.restoredUntil()
        for id in ledger.allUnits() { _ = try unit(id, &ledger) }
        try publishGroups(&ledger)
        for id in units.keys { try publishSittings(of: id, &ledger) }
        try openQuestions(&ledger)
        isFolded = true
    }

    func readAdopted(_ ledger: inout Ledger) throws(StoreFailure) {
        for digest in try ledger.documents(of: "rulebook") {
            guard let document = try ledger.document(digest) else { continue }
            let parts = document.bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2,
                let book = try? Rulebook(base: Array(parts[0]), city: Array(parts[1]), rows: library.rows, machineOf: Machines.name(of:))
            else { continue }
            adopted[book.hash] = book
        }
    }

    /// Tells the HTTP threads whether a sitting of the unit is called or under way.
    func publishSittings(of unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) {
        var isLive = false
        var isCalled = false
        for open in try ledger.open(in: unit) {
            isLive = isLive || open.summary.isLive
            isCalled = isCalled || open.summary.isCalled
        }
        standing.change { snapshot in
            if isLive { snapshot.live.insert(unit) } else { snapshot.live.remove(unit) }
            if isCalled { snapshot.called.insert(unit) } else { snapshot.called.remove(unit) }
        }
    }

    func unit(_ id: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> Unit {
        if let unit = units[id] { return unit }
        var unit = Unit(id: id)
        for row in try ledger.events(of: MatterKey(id, .unit), after: 0, limit: 1_000_000) {
            unit.evolve(try Office.event(row))
        }
        units[id] = unit
        return unit
    }

    func matter(_ key: MatterKey, _ ledger: inout Ledger) throws(StoreFailure) -> Matter? {
        // Whose rulebook was forgotten, while others were read, is read once more.
        if let matter = held[key], rulebookOf[key] != nil { return matter }
        let rows = try ledger.events(of: key, after: 0, limit: 1_000_000)
        guard let first = rows.first else { return nil }
        var matter = Matter(number: key.number)
        for row in rows { matter.evolve(try Office.event(row)) }
        hold(matter, key, rulebook: first.rulebook ?? "")
        return matter
    }

    func hold(_ matter: Matter, _ key: MatterKey, rulebook: String? = nil) {
        if held.count >= Office.heldAtMost {
            held.removeAll(keepingCapacity: true)
            rulebookOf.removeAll(keepingCapacity: true)
        }
        held[key] = matter
        if let rulebook { rulebookOf[key] = rulebook }
    }

    static func event(_ row: EventRow) throws(StoreFailure) -> Event {
        do throws(Malformed) {
            return Event(
                matter: row.matter, at: row.at, happened: row.happened?.civil.date, by: row.by.flatMap(PersonID.init(text:)),
                post: row.post.flatMap(Post.init(rawValue:)) ?? .daemon,
                what: try Happening(kind: row.kind, version: row.version, body: row.body))
        } catch {
            throw StoreFailure("read event \(row.n) of \(row.unit)", .unreadable(table: "event"))
        }
    }

    /// The rulebook a matter goes by: the one it began with (XZ-G2.4f), else the unit's.
    func rulebook(_ unit: Unit, _ key: MatterKey?) -> Rulebook? {
        if let key, let hash = rulebookOf[key], let book = library.rulebooks[hash] ?? adopted[hash] { return book }
        // A unit that is being opened adopts its rulebook in the same commit.
        if unit.rulebook.isEmpty { return library.rulebooks.values.min { $0.id < $1.id } }
        return library.rulebooks[unit.rulebook] ?? adopted[unit.rulebook]
    }

    /// What a command is decided on.
    func load(_ unit: UnitID, _ numbers: [MatterNumber], _ ledger: inout Ledger) throws(StoreFailure) -> Case? {
        let here = try self.unit(unit, &ledger)
        let first = numbers.first.map { MatterKey(unit, $0) }
        // Which rulebook it goes by is known once it has been read.
        var begun: Matter?
        if let first, first.number != .unit { begun = try matter(first, &ledger) }
        guard let book = rulebook(here, first) else { return nil }
        var state = Case(unit: here, rulebook: book)
        state.reachesUpper = try !filedWith(here, &ledger).isEmpty
        for number in numbers where number != .unit {
            let found = try number == first?.number ? begun : matter(MatterKey(unit, number), &ledger)
            guard let matter = found else { continue }
            state.matters[number] = matter
            guard matter.isPetition else { continue }
            for village in matter.signedVillages.sorted() {
                state.groupsBehind[number, default: []] += try self.unit(village, &ledger).groups(for: .residents)
            }
        }
        return state
    }

    /// Agreed topics that no later session has reported, with their matters (XZ-14.1f).
    func addOwedReports(_ state: inout Case, _ ledger: inout Ledger) throws(StoreFailure) {
        for row in try ledger.open(in: state.unit.id, where: \.owesReport) {
            state.owedReports.append(row.key.number)
            if state.matters[row.key.number] == nil { state.matters[row.key.number] = try matter(row.key, &ledger) }
        }
    }

    // MARK: - Who and where

    /// Units in which a person holds a post or a seat.
    func units(of person: PersonID) -> [UnitID] {
        units.values.filter { $0.posts[person] != nil || $0.council[person] != nil }.map(\.id).sorted()
    }

    func publishGroups(_ ledger: inout Ledger) throws(StoreFailure) {
        let places = try ledger.groups()
        var bound: [String: Standing.Bound] = [:]
        var residents: [UnitID: [Chat]] = [:]
        for unit in units.values.sorted(by: { $0.id < $1.id }) {
            for (group, purpose) in unit.groups {
                guard let place = places[group] else { continue }
                let chat = Chat(endpoint: place.endpoint, kind: .group, id: place.id)
                bound[chat.key] = Standing.Bound(unit: unit.id, group: group, purpose: purpose)
                if purpose == .residents { residents[unit.id, default: []].append(chat) }
            }
            residents[unit.id]?.sort { $0.key < $1.key }
        }
        standing.change {
            $0.groups = bound
            $0.residents = residents
        }
        publishHolders()
    }

    func publishHolders() {
        let holders = Set(units.values.flatMap { $0.posts.filter { !$0.value.isEmpty }.keys })
        standing.change { $0.holders = holders }
    }
}
