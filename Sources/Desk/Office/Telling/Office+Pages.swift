import Deliberation
import Procedure
import Record
import Wire

/// One-time links to staff pages (design 5, *Listeners*): 32 random bytes, a quarter of an hour, once. Only their keyed hash is stored,
/// as a timer of the unit that runs out by itself.
public struct PageGrant: Sendable, Hashable {
    public var unit: UnitID
    public var matter: MatterNumber
    /// Nil: what is kept of the person themselves (我的资料).
    public var form: PaperForm?
    public var person: PersonID

    public init(unit: UnitID, matter: MatterNumber, form: PaperForm?, person: PersonID) {
        self.unit = unit
        self.matter = matter
        self.form = form
        self.person = person
    }

    public static let life = Span.minutes(15)
    static let kind = "page"
    /// Whose links they are, beside the secretary of the sitting.
    static let posts: Set<Post> = [.liaisonOfficer, .firstConvenor, .secondConvenor, .partySecretary]

    private var json: JSON {
        .object(
            (form.map { [JSON.Member("form", .string($0.rawValue))] } ?? []) + [
                JSON.Member("matter", .integer(matter.key)), JSON.Member("person", .string(person.description)),
            ])
    }

    private init?(_ timer: TimerRow) {
        guard let json = try? JSON(parsing: timer.payload), let matter = json["matter"]?.integer,
            let person = json["person"]?.string.flatMap(PersonID.init(text:))
        else { return nil }
        let form = json["form"]?.string.flatMap(PaperForm.init(rawValue:))
        guard (json["form"] == nil) == (form == nil) else { return nil }
        self.init(unit: timer.key.unit, matter: MatterNumber(key: matter), form: form, person: person)
    }

    /// Gives out a link's secret part.
    func issue(now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        let secret = SecureRandom.bytes(32)
        try ledger.setTimer(
            TimerRow(
                MatterKey(unit, .unit), kind: PageGrant.kind, occasion: ledger.identity.fingerprint(of: secret).hex,
                due: now + PageGrant.life, payload: json.bytes()))
        return secret.base64URL
    }

    /// What a link stands for, and at once it stands for nothing any more. Nil for a secret that was never given out, is used or has run out.
    public static func redeem(_ text: String, now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> PageGrant? {
        guard let found = try timer(of: text, now: now, &ledger), try ledger.fire(found) else { return nil }
        return PageGrant(found)
    }

    /// Whether a link stands for something. Only read: a guess costs no write.
    public static func isGiven(_ text: String, now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        try timer(of: text, now: now, &ledger) != nil
    }

    /// Every link that is open is compared, whatever was found, each in the same time.
    private static func timer(of text: String, now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> TimerRow? {
        guard text.utf8.count == 43, let secret = [UInt8](base64URL: text) else { return nil }
        let wanted = Array(ledger.identity.fingerprint(of: secret).hex.utf8)
        var found: TimerRow?
        for unit in ledger.allUnits() {
            for timer in try ledger.timers(of: MatterKey(unit, .unit)) where timer.kind == kind && timer.due > now {
                if constantTimeEquals(Array(timer.occasion.utf8), wanted) { found = timer }
            }
        }
        return found
    }
}

extension Office {
    /// 打印: the link goes to the officer in private, never into a group.
    func print(
        _ number: MatterNumber, _ form: PaperForm, _ resolve: Resolve, _ ledger: inout Ledger
    ) throws(StoreFailure) -> (Outcome, MatterKey?) {
        let key = MatterKey(resolve.unit.id, number)
        let posts = resolve.unit.posts[resolve.person] ?? []
        let isSecretary = try matter(key, &ledger)?.sitting.secretary == resolve.person
        guard isSecretary || !posts.isDisjoint(with: PageGrant.posts) else {
            let office: [Post] = [.liaisonOfficer, .firstConvenor, .partySecretary, .meetingSecretary]
            try answer(
                Saying("refuse.notYours", ["posts": .list(office.map { .text(key: "post.\($0.rawValue)", [:]) }, separator: "、")]),
                to: resolve.here, about: key, &ledger)
            return (.refused, key)
        }
        guard let here = try matter(key, &ledger), form.isDue(here) else {
            // A sheet with nothing on it helps nobody: said with what comes first.
            let state = try load(resolve.unit.id, [number], &ledger)
            let values = ["number": state?.matters[number].map { state?.spoken($0) ?? .integer(number.serial) } ?? .integer(number.serial)]
            try answer(Saying("refuse.notDue.\(form.rawValue)", values), to: resolve.here, about: key, &ledger)
            return (.refused, key)
        }
        guard let base = pages else {
            try answer(Saying("refuse.noPages"), to: resolve.here, about: key, &ledger)
            return (.refused, key)
        }
        let grant = PageGrant(unit: resolve.unit.id, matter: number, form: form, person: resolve.person)
        let link = base + "/p/" + (try grant.issue(now: now, &ledger))
        noteAlarm(now + PageGrant.life)
        let name = Argument.text(key: "paper.\(form.rawValue)", [:])
        try answer(
            Saying("done.print", ["number": .integer(number.serial), "form": name, "link": .literal(link)]), to: .person(resolve.person),
            about: key, &ledger)
        if case .group = resolve.here {
            try answer(
                Saying("done.print.group", ["number": .integer(number.serial), "form": name]), to: resolve.here, about: key, &ledger)
        }
        return (.answered, key)
    }
}
