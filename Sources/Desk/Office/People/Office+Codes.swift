import Deliberation
import Gateways
import Procedure
import Reading
import Record
import Wire

/// One-time codes: an account has no post until it has sent, in private, the code given out for it; a group is bound by one said in it.
/// Eight digits, ten minutes, five tries (design 5, *Who may*).
extension Office {
    static let codeLife = Span.minutes(10)
    private static let tries = 5

    /// Gives out a code; it stands as a timer of the unit that runs out by itself, as a keyed hash.
    static func giveCode(_ purpose: CodePurpose, unit: UnitID, now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        var digits = ""
        for byte in SecureRandom.bytes(8) { digits += String(byte % 10) }
        let occasion = ledger.identity.fingerprint(of: Array(digits.utf8)).hex
        try ledger.setTimer(
            try TimerRow(
                MatterKey(unit, .unit), kind: "code", occasion: occasion, due: now + codeLife, payload: ledger.sealed(purpose.json)))
        return digits
    }

    func bind(_ code: String, _ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let account = Account(endpoint: said.chat.endpoint, id: said.sender)
        let who = "\(said.chat.endpoint)/\(said.sender)"
        let given = try given(code, &ledger)
        if let given, !given.purpose.fits(said.chat.kind) { return try tellMisplaced(given.timer, said, &ledger) }
        let wrong = wrongCodes[who].flatMap { now - $0.since <= Office.codeLife ? $0.count : nil } ?? 0
        guard wrong < Office.tries else { return try tell("refuse.codeSpent", said, &ledger) }
        guard let (timer, purpose) = given else {
            // Ten minutes begin with the first of the tries that count.
            wrongCodes = wrongCodes.filter { now - $0.value.since <= Office.codeLife }
            wrongCodes[who] = (wrong + 1, wrongCodes[who]?.since ?? now)
            return said.chat.kind == .direct ? try tell("refuse.code", said, &ledger) : .silent
        }
        _ = try ledger.fire(timer)
        wrongCodes[who] = nil
        switch purpose {
        case .post(let post, let name, let until):
            let person = try named(name, account, said, &ledger)
            let before = try self.unit(timer.key.unit, &ledger)
            let act: Act = until.map { .lendPost(person, post, until: $0) } ?? .givePost(person, post)
            // The same name to the same post from another account is somebody with a new phone: the old one's say ends.
            let replaced = until == nil ? try holders(of: post, in: before, named: name, &ledger).filter { $0 != person } : []
            let acts = replaced.map { Act.endPost($0, post) } + [act]
            let commands = acts.map { Command(actor: .daemon, matter: .unit, act: $0) }
            // Given out in the last minutes of its only day, and sent after midnight: it lends nothing any more.
            guard case .success = try execute(commands, of: timer.key.unit, &ledger) else { return try tell("refuse.code", said, &ledger) }
            try tellSucceeded(post, before: before, &ledger)
            let unlinked = try unlinkOthers(of: person, keeping: account, &ledger)
            if let until { try setEnd(of: post, person, until, timer.key.unit, &ledger) }
            let unit = try self.unit(timer.key.unit, &ledger)
            try answer(
                Saying(
                    "done.bind.person",
                    ["person": .person(person), "post": .text(key: "post.\(post.rawValue)", [:]), "unit": .literal(unit.name)]
                        .merging(until.map { ["until": .day($0)] } ?? [:]) { $1 }
                        .merging(unlinked > 0 ? ["unlinked": .integer(unlinked)] : [:]) { $1 }),
                to: .person(person), about: nil, &ledger)
        case .link(let first): return try link(first, from: said, unit: timer.key.unit, &ledger)
        case .linkBack(let other, let first): return try linkBack(other, to: first, said: said, &ledger)
        case .group(let use):
            let place = GroupPlace(endpoint: said.chat.endpoint, id: said.chat.id)
            let group: GroupID
            if let known = try ledger.group(of: place) { group = known } else { group = try ledger.addGroup(place) }
            let former = units.values.filter { $0.id != timer.key.unit && $0.groups[group] != nil }.sorted { $0.id < $1.id }
            let binding = Command(actor: .daemon, matter: .unit, act: .bindGroup(group, use))
            guard case .success = try execute([binding], of: timer.key.unit, &ledger) else { return try tell("refuse.code", said, &ledger) }
            // A group is one unit's: what is said in it is heard by one, and what another tells does not go there any more.
            for unit in former {
                _ = try execute([Command(actor: .daemon, matter: .unit, act: .releaseGroup(group))], of: unit.id, &ledger)
            }
            // From here on the group's history may be looked into.
            try ledger.setMark(CatchUp.mark(said.chat, ledger.identity, "bound"), said.at.milliseconds + 1)
            let unit = try self.unit(timer.key.unit, &ledger)
            try answer(
                Saying(
                    use == .residents ? "done.bind.group" : "done.bind.office",
                    ["unit": .literal(unit.name), "purpose": .text(key: "purpose.\(use.rawValue)", [:])]
                        .merging(former.isEmpty ? [:] : ["former": .list(former.map { .literal($0.name) }, separator: "、")]) { $1 }),
                to: .group(group), about: nil, &ledger)
        }
        return .decided
    }

    /// Whoever held a post until it was bound by another account hears so: should it not have been meant so, they know at once.
    private func tellSucceeded(_ post: Post, before: Unit, _ ledger: inout Ledger) throws(StoreFailure) {
        let unit = try self.unit(before.id, &ledger)
        let values: [String: Argument] = ["unit": .literal(unit.name), "post": .text(key: "post.\(post.rawValue)", [:])]
        for former in before.holders(of: post) where unit.posts[former]?.contains(post) != true {
            try answer(Saying("post.succeeded", values), to: .person(former), about: nil, &ledger)
        }
    }

    /// A lent post ends with its day, by itself.
    private func setEnd(
        of post: Post, _ person: PersonID, _ until: CivilDate, _ unit: UnitID, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        let due = CivilMoment(until.adding(days: 1), minuteOfDay: 0).instant
        let payload: JSON = ["person": .string(person.description), "post": .string(post.rawValue)]
        try ledger.setTimer(
            TimerRow(MatterKey(unit, .unit), kind: "post.ends", occasion: "\(person)/\(post.rawValue)", due: due, payload: payload.bytes()))
        noteAlarm(due)
    }

    func endLentPost(_ timer: TimerRow, _ ledger: inout Ledger) throws(StoreFailure) {
        let unit = try self.unit(timer.key.unit, &ledger)
        guard let json = try? JSON(parsing: timer.payload), let person = json["person"]?.string.flatMap(PersonID.init(text:)),
            let post = json["post"]?.string.flatMap(Post.init(rawValue:)), let until = unit.lent[person]?[post], until < now.civil.date
        else { return }
        _ = try execute([Command(actor: .daemon, matter: .unit, act: .endPost(person, post))], of: timer.key.unit, &ledger)
        try answer(
            Saying("post.ended", ["post": .text(key: "post.\(post.rawValue)", [:]), "unit": .literal(unit.name)]), to: .person(person),
            about: nil, &ledger)
    }

    /// The person behind the account, under the name the code was given out for.
    private func named(_ name: String, _ account: Account, _ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> PersonID {
        let person = try known(said, &ledger)
        var profile = try ledger.profile(of: person) ?? Profile(displayName: said.displayName, accounts: [account])
        profile.realName = name
        _ = try ledger.changePerson(person, to: profile)
        return person
    }

    /// What a code stands for that is open still.
    private func given(_ code: String, _ ledger: inout Ledger) throws(StoreFailure) -> (timer: TimerRow, purpose: CodePurpose)? {
        let occasion = ledger.identity.fingerprint(of: Array(code.utf8)).hex
        let found = try ledger.dueTimers(now: now + Office.codeLife + .minutes(1), limit: 10_000).first {
            $0.kind == "code" && constantTimeEquals(Array($0.occasion.utf8), Array(occasion.utf8)) && $0.due > now
        }
        guard let found, let json = try? JSON(parsing: ledger.opened(found.payload)) else { return nil }
        return CodePurpose(json: json).map { (found, $0) }
    }

    /// Whether there are as many digits as a code has, and little else.
    static func mayBeCode(_ text: String) -> Bool { text.utf8.count <= 64 && text.count(where: \.isNumber) == 8 }

    /// Eight digits alone are no word to us in a group we know; are they a post's code, everybody there has read it.
    func isMisplacedCode(_ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        let read = library.reader.read(Utterance(said.text, at: now, role: .resident, context: .direct))
        guard read.name == .bind, case .text(let code)? = read.slots[.code], let given = try given(code, &ledger),
            !given.purpose.fits(said.chat.kind)
        else { return false }
        _ = try tellMisplaced(given.timer, said, &ledger)
        return true
    }

    /// A code said where it does not belong opens nothing any more. Whoever has no name in a group is told there.
    private func tellMisplaced(_ timer: TimerRow, _ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        _ = try ledger.fire(timer)
        let key = said.chat.kind == .group ? "refuse.code.inGroup" : "refuse.code.inPrivate"
        guard said.isAnonymous else { return try tell(key, said, &ledger) }
        if let bound = standing.read({ $0.groups[said.chat.key] }) {
            try answer(Saying(key), to: .group(bound.group), about: nil, &ledger)
        }
        return .refused
    }

    private func tell(_ key: String, _ said: Said, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        try answer(Saying(key), to: try inPrivate(said, &ledger), about: nil, &ledger)
        return .refused
    }

    /// 任命: the convenor's; the person becomes the officer when their account sends the code.
    func appoint(
        _ name: String, _ post: Post, _ until: CivilDate?, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let mayAppoint = resolve.unit.posts[resolve.person]?.contains(.firstConvenor) == true
        guard mayAppoint, [.liaisonOfficer, .registerKeeper, .departmentContact, .observer, .filingReceiver].contains(post) else {
            // 任命 钱丽 书记: not even the convenor's, and who appoints is not in the group.
            let saying =
                mayAppoint ? Saying("refuse.notYours.office") : Saying("refuse.notYours", ["posts": .text(key: "post.firstConvenor", [:])])
            try answer(saying, to: resolve.here, about: nil, &ledger)
            return (.refused, nil)
        }
        let code = try Office.giveCode(.post(post, name: name, until: until), unit: resolve.unit.id, now: now, &ledger)
        try answer(
            Saying(
                "done.code",
                ["person": .literal(name), "code": .literal(code), "post": .text(key: "post.\(post.rawValue)", [:])]
                    .merging(until.map { ["until": .day($0)] } ?? [:]) { $1 }),
            to: .person(resolve.person), about: nil, &ledger)
        return (.answered, nil)
    }
}

/// What a code is for.
public enum CodePurpose: Sendable, Hashable {
    /// `until` for one who stands in for somebody, through that day.
    case post(Post, name: String, until: CivilDate? = nil)
    case group(GroupPurpose)
    /// Asked for by this person, to be said by their other account.
    case link(PersonID)
    /// Given to the other account, to be said by the first.
    case linkBack(PersonID, to: PersonID)

    var json: JSON {
        switch self {
        case .post(let post, let name, let until):
            ["post": .string(post.rawValue), "name": .string(name), "until": until.map { .string($0.iso) } ?? .null]
        case .group(let purpose): ["group": .string(purpose.rawValue)]
        case .link(let person): ["link": .string(person.description)]
        case .linkBack(let other, let first): ["linkBack": .string(other.description), "to": .string(first.description)]
        }
    }

    init?(json: JSON) {
        if let post = json["post"]?.string.flatMap(Post.init(rawValue:)), let name = json["name"]?.string {
            self = .post(post, name: name, until: json["until"]?.string.flatMap(CivilDate.init(iso:)))
        } else if let purpose = json["group"]?.string.flatMap(GroupPurpose.init(rawValue:)) {
            self = .group(purpose)
        } else if let person = json["link"]?.string.flatMap(PersonID.init(text:)) {
            self = .link(person)
        } else if let other = json["linkBack"]?.string.flatMap(PersonID.init(text:)),
            let first = json["to"]?.string.flatMap(PersonID.init(text:))
        {
            self = .linkBack(other, to: first)
        } else {
            return nil
        }
    }

    /// A post's code is sent in private, a group's in the group.
    func fits(_ chat: Chat.Kind) -> Bool {
        switch self {
        case .post, .link, .linkBack: chat == .direct
        case .group: chat == .group
        }
    }
}
