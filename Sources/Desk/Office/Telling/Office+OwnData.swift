import Deliberation
import Gateways
import Procedure
import Record

/// 我的资料: all that is kept of somebody, for themselves alone. Of a poll only that they voted: what they chose nobody can look up.
extension Office {
    struct OwnRecord {
        /// The values of `data.own` that need no matter.
        var values: [String: Argument]
        /// What they have to do with, the newest matter first.
        var parts: [Part] = []
        var pictures: [WordsID] = []

        struct Part {
            var heading: Argument
            var lines: [Argument] = []
            /// Characters, about.
            var length = 20
        }

        var length: Int { parts.reduce(0) { $0 + $1.length } }
    }

    /// Longer than that it is no message for a chat: a page, where pages are served.
    private static let longest = 600

    func ownData(_ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        guard resolve.said.chat.kind == .direct else { return Saying("data.private") }
        guard let record = try ownRecord(of: resolve.person, seenFrom: resolve.unit, &ledger) else { return Saying("data.none") }
        var values = record.values
        var shown = record.parts
        if record.length > Office.longest, let pages {
            let grant = PageGrant(unit: resolve.unit.id, matter: .unit, form: nil, person: resolve.person)
            let link = pages + "/p/" + (try grant.issue(now: now, &ledger))
            noteAlarm(now + PageGrant.life)
            values["more"] = .text(key: "data.more.page", ["link": .literal(link), "count": .integer(record.parts.count)])
            shown = []
        } else if record.length > Office.longest {
            var room = Office.longest
            shown = Array(
                record.parts.prefix { part in
                    room -= part.length
                    return room >= 0
                })
            values["more"] = .text(key: "data.more.earlier", ["count": .integer(record.parts.count - shown.count)])
        }
        let lines = shown.flatMap { [$0.heading] + $0.lines }
        if !lines.isEmpty { values["matters"] = .list(lines, separator: "\n") }
        return Saying("data.own", values)
    }

    /// Nil for somebody who is not known.
    func ownRecord(of person: PersonID, seenFrom here: Unit, _ ledger: inout Ledger) throws(StoreFailure) -> OwnRecord? {
        guard try ledger.profile(of: person) != nil else { return nil }
        let footprint = try footprint(of: person, &ledger)
        var record = OwnRecord(values: [
            "person": .person(person), "accounts": .accounts(person), "events": .integer(footprint.rows.count),
            "unit": .literal(here.name),
        ])
        try addOffice(of: person, to: &record, &ledger)
        var words: [MatterKey: [(ref: WordsRef, at: Instant)]] = [:]
        var signed: [MatterKey: [Argument]] = [:]
        var seen: Set<WordsID> = []
        for row in footprint.rows {
            let event = try Office.event(row)
            guard event.isOwn(of: footprint.people) else { continue }
            if row.matter != .unit { words[row.key, default: []] += [] }
            // That they stand on a list, and when it was entered; the list is their neighbours' as well, and is not shown to one of them.
            if case .endorsedOnPaper = event.what {
                signed[row.key, default: []].append(.text(key: "data.signed", ["day": .day(row.at.civil.date)]))
                continue
            }
            for ref in event.what.words where seen.insert(ref.id).inserted { words[row.key, default: []].append((ref, row.at)) }
        }
        for (key, refs) in words.sorted(by: { ($0.key.number, $0.key.unit) > ($1.key.number, $1.key.unit) }) {
            var part = OwnRecord.Part(heading: try heading(of: key, person, seenFrom: here, &ledger))
            part.lines += signed[key] ?? []
            for (ref, at) in refs {
                guard let kept = try ledger.words(ref.id) else { continue }
                var values: [String: Argument] = ["day": .day(at.civil.date)]
                if kept.kind.hasPrefix("picture/") {
                    record.pictures.append(ref.id)
                    part.lines.append(.text(key: "data.picture", values))
                } else {
                    if library.texts.has("data.kind.\(kept.kind)") { values["kind"] = .text(key: "data.kind.\(kept.kind)", [:]) }
                    values["words"] = .words(ref.id)
                    part.lines.append(.text(key: "data.words", values))
                    part.length += kept.text.count + 10
                }
            }
            if key.number != .unit || !part.lines.isEmpty { record.parts.append(part) }
        }
        try addVotes(of: footprint.people, seenFrom: here, to: &record, &ledger)
        return record
    }

    /// Posts and seats, each with its unit.
    private func addOffice(of person: PersonID, to record: inout OwnRecord, _ ledger: inout Ledger) throws(StoreFailure) {
        var posts: [Argument] = []
        var names: [Argument] = []
        for id in ledger.allUnits().sorted() {
            let unit = try self.unit(id, &ledger)
            for post in (unit.posts[person] ?? []).sorted(by: { $0.rawValue < $1.rawValue }) {
                posts.append(.text(key: "data.post", ["post": .text(key: "post.\(post.rawValue)", [:]), "unit": .literal(unit.name)]))
            }
            if unit.council[person] != nil { names.append(.literal(unit.name)) }
        }
        if !posts.isEmpty { record.values["posts"] = .list(posts, separator: "、") }
        if !names.isEmpty { record.values["seats"] = .list(names, separator: "、") }
    }

    private func heading(
        of key: MatterKey, _ person: PersonID, seenFrom here: Unit, _ ledger: inout Ledger
    ) throws(StoreFailure) -> Argument {
        let unit = try self.unit(key.unit, &ledger)
        guard key.number != .unit, let matter = try matter(key, &ledger) else {
            return .text(key: "data.register", ["unit": .literal(unit.name)])
        }
        let role =
            matter.proposers.contains(person)
            ? "proposer"
            : matter.endorsers.contains(person)
                ? "endorser"
                : matter.sitting.list.contains(person)
                    ? "participant" : matter.signatures.people.contains(person) ? "signer" : "other"
        var values: [String: Argument] = ["number": spoken(key, seenFrom: here), "role": .text(key: "data.role.\(role)", [:])]
        if let heading = matter.heading { values["title"] = .title(heading.id) }
        if let summary = try ledger.matter(key).flatMap({ Summary($0.state) }) {
            values["state"] = .text(key: Office.stateKey(summary), [:])
        }
        return .text(key: "data.matter", values)
    }

    private func spoken(_ key: MatterKey, seenFrom here: Unit) -> Argument {
        key.unit == here.id ? .integer(key.number.serial) : .literal("\(units[key.unit]?.shortName ?? "")\(key.number.serial)")
    }

    /// That they voted, and in what: a poll bears the name of its matter.
    private func addVotes(
        of people: Set<PersonID>, seenFrom here: Unit, to record: inout OwnRecord, _ ledger: inout Ledger
    ) throws(StoreFailure) {
        var keys: Set<MatterKey> = []
        for person in people {
            for poll in try ledger.polls(votedBy: person) {
                let parts = poll.split(separator: "/"),
                    numbers = parts.dropFirst().first?.split(separator: "-").compactMap { Int($0) } ?? []
                guard let unit = parts.first.flatMap({ UnitID(String($0)) }), numbers.count == 2 else { continue }
                keys.insert(MatterKey(unit, MatterNumber(year: numbers[0], serial: numbers[1])))
            }
        }
        guard !keys.isEmpty else { return }
        let numbers = keys.sorted { ($0.number, $0.unit) < ($1.number, $1.unit) }.map { key in
            Argument.text(key: "data.vote", ["number": spoken(key, seenFrom: here)])
        }
        record.values["votes"] = .list(numbers, separator: "、")
    }
}

/// The same as a page, for whoever has too much of it for a chat; as the last commit has it.
public struct OwnData: Sendable {
    /// Name, posts, accounts and the rest, a line each.
    public var lines: [String]
    public var parts: [Part]
    private var pictures: [WordsID]

    public struct Part: Sendable {
        public var heading: String
        public var lines: [String]
    }

    public var pictureCount: Int { pictures.count }

    /// Nil for somebody who is not known, or no longer.
    public static func read(
        _ person: PersonID, unit: UnitID, _ library: Library, now: Instant, _ ledger: inout Ledger
    ) throws(StoreFailure) -> OwnData? {
        let office = Office(library: library, clock: SetClock(at: now, runs: false), standing: Standing())
        try office.readAdopted(&ledger)
        let here = try office.unit(unit, &ledger)
        guard let record = try office.ownRecord(of: person, seenFrom: here, &ledger) else { return nil }
        var rendering = Rendering(library, now: now)
        rendering.isShared = false
        var data = OwnData(
            lines: try rendering.render(Saying("data.own", record.values), &ledger).split(separator: "\n").map(String.init), parts: [],
            pictures: record.pictures)
        for part in record.parts {
            var lines: [String] = []
            for line in part.lines { lines.append(try rendering.text(line, &ledger)) }
            data.parts.append(Part(heading: try rendering.text(part.heading, &ledger), lines: lines))
        }
        return data
    }

    /// A picture they sent, by its place among theirs.
    public func picture(_ index: Int, _ ledger: inout Ledger) throws(StoreFailure) -> (kind: String, bytes: [UInt8])? {
        guard pictures.indices.contains(index) else { return nil }
        return try MatterView.picture(pictures[index], &ledger)
    }
}
