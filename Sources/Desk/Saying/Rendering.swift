import Deliberation
import Procedure
import Reading
import Record

/// Turns what is to be said into words, just before it is sent (design 2.9): names and residents' words are looked up here and nowhere stored.
struct Rendering {
    let texts: Texts
    let dates: DateWriter
    let now: Instant
    /// Finds the private details in residents' words.
    let reader: Reader
    private let library: Library
    /// Whether others read along: then private details in residents' words are masked (design 2.10). Headings go round and always are.
    var isShared = true
    /// What reading proposes to officers, where the models are at hand.
    var proposals: Proposals?

    init(_ library: Library, now: Instant) {
        texts = library.texts
        reader = library.reader
        self.library = library
        self.now = now
        dates = DateWriter(now: now)
    }

    func render(_ saying: Saying, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        let said = try render(saying.key, saying.values, &ledger)
        return try saying.values[Saying.preface].map { preface throws(StoreFailure) in try text(preface, &ledger) + said } ?? said
    }

    private func render(_ key: String, _ values: [String: Argument], _ ledger: inout Ledger) throws(StoreFailure) -> String {
        var filled: [String: String] = [:]
        for (name, value) in values {
            if case .text(Proposals.key, let about) = value {
                filled[name] = try proposals?.lines(about, self, &ledger)
            } else if case .text(Proposals.questionsKey, let about) = value {
                filled[name] = try proposals?.questions(about, self, &ledger)
            } else {
                filled[name] = try text(value, &ledger)
            }
        }
        for name in texts.names(in: key) where filled[name] == nil { filled[name] = example(name) }
        return texts.render(key, filled)
    }

    /// The days an example is written with, as of when it is read: one of last spring would be copied as it stands.
    private func example(_ name: String) -> String? {
        let today = now.civil.date
        switch name {
        case "today": return DateWriter.monthDay(today)
        case "yesterday": return DateWriter.monthDay(today.adding(days: -1))
        case "nextMonth": return "\(today.month % 12 + 1)月"
        default: return nil
        }
    }

    func text(_ argument: Argument, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        switch argument {
        case .literal(let value): return value
        case .integer(let value): return String(value)
        case .day(let value): return dates.day(value)
        case .instant(let value): return dates.moment(value)
        case .person(let value): return try name(of: value, &ledger)
        case .accounts(let value):
            let accounts = try ledger.profile(of: value)?.accounts ?? []
            return accounts.map { "\($0.endpoint) \(Rendering.ends(of: $0.id))" }.joined(separator: "、")
        case .group(let value): return try ledger.place(of: value)?.id ?? ""
        case .words(let value):
            guard let words = try ledger.words(value)?.text else { return texts.render("word.erased") }
            return isShared ? reader.masked(words) : words
        case .shown(let value): return try ledger.words(value).map { reader.masked($0.text) } ?? texts.render("word.erased")
        case .title(let value): return try ledger.words(value).map { library.heading(of: $0) } ?? texts.render("word.erased")
        case .text(let key, let values): return try render(key, values, &ledger)
        case .list(let values, let separator):
            var parts: [String] = []
            for value in values { parts.append(try text(value, &ledger)) }
            return parts.joined(separator: separator)
        }
    }

    /// 12…89: enough for its owner to know it by.
    static func ends(of account: String) -> String {
        account.count < 6 ? "\(account.prefix(1))…" : "\(account.prefix(2))…\(account.suffix(2))"
    }

    func name(of person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        guard let profile = try ledger.profile(of: person) else { return texts.render("word.somebody") }
        if let real = profile.realName { return real }
        let claims = texts.render("name.claims").split(separator: "、")
        return Rendering.plain(profile.displayName, claiming: claims.map(String.init)) ?? texts.render("word.somebody")
    }

    /// A name somebody gave themselves, fit to stand in a line of ours: one line, nothing that turns the text about, not long. Nil for one
    /// that is empty or claims an office: only the roster says who is what.
    static func plain(_ name: String, claiming claims: [String]) -> String? {
        let plain = line(name)
        let dense = plain.filter { $0 != " " }
        guard !dense.isEmpty, !claims.contains(where: dense.contains) else { return nil }
        return plain.count > 16 ? plain.prefix(15) + "…" : plain
    }

    /// Anything said, on one line, without what cannot be seen or turns the text about.
    static func line(_ text: String) -> String {
        var plain = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                if !plain.isEmpty, plain.last != " " { plain += " " }
            } else if ![.format, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator].contains(
                scalar.properties.generalCategory)
            {
                plain.unicodeScalars.append(scalar)
            }
        }
        if plain.last == " " { plain.removeLast() }
        return plain
    }

    /// The title that reading proposes for a resident's words; nil where they are no longer than that themselves.
    func proposedTitle(of words: String) -> String? {
        func said(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }
        let masked = reader.masked(words)
        let title = library.proposedTitle(masked)
        return said(title) == said(masked) ? nil : title
    }

    /// A heading: the first sentence, at most twenty characters.
    static func title(_ text: String) -> String {
        let stops: Set<Character> = ["。", "，", "！", "？", "\n", "；", ",", ";"]
        let first = text.drop { $0 == " " || stops.contains($0) }.prefix { !stops.contains($0) }
        let sentence = first.isEmpty ? Substring(text) : first
        return sentence.count > 20 ? sentence.prefix(19) + "…" : String(sentence)
    }
}
