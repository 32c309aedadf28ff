import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    private static let example = "代录附议 12 王阿婆、李大爷"

    /// 代录附议 12 王阿婆、李大爷, 代录附议 12 15人, of a joint petition 代录附议 12 东园社区15人: who signed on paper (SG-1: on someone's behalf,
    /// XZ-10.1b). Their names stand sealed; what counts is how many they are, without those who are counted already.
    func endorseFor(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let villages = office.units.values.filter { $0.upper == unit.id }.sorted { $0.id < $1.id }
        guard let said = text(.text), let list = SignatureList(said, villages: villages) else {
            return .say(Saying("ask.signatures", ["example": .literal(Resolve.example)]), .asked)
        }
        let numbers: [MatterNumber]
        switch try chosen(&ledger, example: "代录附议") {
        case .failure(let unclear): return unclear.resolution
        case .success(let found): numbers = found
        }
        var planned: [Planned] = []
        for number in numbers {
            guard let matter = try office.matter(MatterKey(unit.id, number), &ledger) else { continue }
            if matter.isPetition, list.village == nil, let one = villages.first {
                return .say(
                    Saying("ask.signatures.village", ["number": .integer(number.serial), "village": .literal(one.name)]), .asked)
            }
            let counted = try counted(list, matter, &ledger)
            let told = try list.text.map { text throws(StoreFailure) in try words(text, number, kind: "signatures", &ledger) }
            let twice = list.heads - counted.new
            let act = Act.endorseOnPaper(
                heads: counted.new == 0 ? 0 : counted.heads, names: told?.ref, people: counted.people, from: list.village?.id)
            planned.append(
                Planned(
                    command: command(number, act), words: told.map { [$0] } ?? [],
                    answer: list.names.isEmpty ? "done.endorseFor.heads" : "done.endorseFor",
                    extra: ["count": .integer(counted.new)].merging(twice > 0 ? ["twice": .integer(twice)] : [:]) { $1 }))
        }
        return .decide(planned)
    }

    /// 忘记 12 王阿婆: whoever was entered in it under that name.
    func forgetFor(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let name = text(.text).map(Rendering.line), !name.isEmpty else {
            return .say(Saying("ask.text", ["example": .literal("忘记 12 王阿婆")]), .asked)
        }
        switch try chosen(&ledger, example: "忘记") {
        case .failure(let unclear): return unclear.resolution
        case .success(let found): return found.first.map { .other(.forgetOnPaper($0, name: name)) } ?? .silence
        }
    }

    /// How many heads the list adds to earlier ones, how many of these speak up in no chat either, and whom of the list the record knows.
    private func counted(_ list: SignatureList, _ matter: Matter, _ ledger: inout Ledger)
        throws(StoreFailure) -> (heads: Int, new: Int, people: [PersonID])
    {
        guard !list.names.isEmpty else { return (list.heads, list.heads, []) }
        var earlier: Set<String> = []
        for ref in matter.signatures.lists {
            guard let text = try ledger.words(ref.id)?.text else { continue }
            earlier.formUnion(SignatureList(text, villages: [])?.names ?? [])
        }
        let bearers = try bearers(of: Set(list.names), in: [unit.id] + [list.village?.id].compactMap(\.self), matter, &ledger)
        let voices = Set(matter.proposers + matter.principals + matter.endorsers)
        let added = list.names.filter { !earlier.contains($0) }
        let new = added.count { bearers[$0].map(voices.contains) != true }
        return (added.count, new, list.names.compactMap { bearers[$0] })
    }

    /// The only person of these units and of the matter that bears each name; a name of the roster goes before one that anybody can give
    /// themselves.
    func bearers(of names: Set<String>, in units: [UnitID], _ matter: Matter?, _ ledger: inout Ledger)
        throws(StoreFailure) -> [String: PersonID]
    {
        try office.catchUpParts(&ledger)
        var candidates = Set((matter?.proposers ?? []) + (matter?.endorsers ?? []) + unit.posts.keys)
        for unit in units { candidates.formUnion(try ledger.people(in: unit)) }
        var real: [String: Set<PersonID>] = [:]
        var shown: [String: Set<PersonID>] = [:]
        for person in candidates {
            guard let profile = try ledger.profile(of: person) else { continue }
            if let name = profile.realName, names.contains(name) { real[name, default: []].insert(person) }
            if names.contains(profile.displayName) { shown[profile.displayName, default: []].insert(person) }
        }
        var bearers: [String: PersonID] = [:]
        for name in names {
            let called = real[name] ?? shown[name] ?? []
            if called.count == 1 { bearers[name] = called.first }
        }
        return bearers
    }
}

/// What is written of a list of signatures: names, or only how many.
struct SignatureList {
    var heads = 0
    /// Each once; empty where only a number was written.
    var names: [String] = []
    /// The names as written, or what stands beside a number.
    var text: String?
    var village: Unit?

    /// Nil where it cannot be told how many they are.
    /// - Parameter villages: of which one may stand in front, with its whole or its short name.
    init?(_ said: String, villages: [Unit]) {
        var text = Rendering.line(said)[...]
        for unit in villages {
            for name in [unit.name, unit.shortName] where village == nil && text.hasPrefix(name) {
                let rest = text.dropFirst(name.count)
                // 东园路 is no 东园: after a short name comes a mark, a space or a number.
                guard let next = rest.first, name == unit.name || !next.isLetter else { continue }
                village = unit
                text = rest.drop { SignatureList.marks.contains($0) }
            }
        }
        let pieces = text.split { SignatureList.marks.contains($0) }.map(String.init)
        guard let first = pieces.first else { return nil }
        let digits = first.prefix { $0.wholeNumberValue != nil && $0.isNumber }
        if digits.isEmpty {
            // 十五人 is a number, not a name, and is not guessed. A sentence is no list of names.
            if let last = first.last, SignatureList.counters.contains(last),
                first.dropLast().allSatisfy(SignatureList.numerals.contains)
            {
                return nil
            }
            guard pieces.allSatisfy({ $0.count <= 12 }) else { return nil }
            for name in pieces where !names.contains(name) { names.append(name) }
            heads = names.count
            self.text = String(text)
            return
        }
        // 15人，签名册附后: what follows the number says where the names are.
        let rest = first.dropFirst(digits.count)
        let values = digits.compactMap(\.wholeNumberValue)
        guard values.allSatisfy((0...9).contains), values.count <= 5,
            rest.isEmpty || (rest.count == 1 && rest.allSatisfy(SignatureList.counters.contains))
        else { return nil }
        heads = values.reduce(0) { $0 * 10 + $1 }
        guard heads > 0 else { return nil }
        let beside = pieces.dropFirst().joined(separator: "，")
        self.text = beside.isEmpty ? nil : beside
    }

    private static let marks: Set<Character> = ["、", "，", ",", "；", ";", "。", " ", "：", ":"]
    private static let counters: Set<Character> = ["人", "名", "位", "户"]
    private static let numerals: Set<Character> = ["一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "百", "几", "多"]
}
