import Deliberation
import Desk
import Procedure
import Record

/// `yishi verify`
enum VerifyCommand: CommandLineCommand {
    static let name = "verify"
    static let takes = "[--config DIR] [--data DIR] [--unit UNIT] [--root LINE|FILE]"
    static let does =
        "recomputes every unit's chain of events and every rule's verdict, and says which step differs; with --root, whether what was printed then still holds"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data", "unit", "root"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        let record = try OpenRecord(arguments)
        var unit: UnitID?
        if let name = arguments["unit"] {
            guard let known = UnitID(name) else { throw UsageFault("\(name) is no unit's id") }
            unit = known
        }
        let reports = try Verifying.run(record.store, record.library, unit: unit)
        let words = VerifyWords(texts: record.library.texts)
        if reports.isEmpty {
            CommandLineTool.say(words.nothing)
            return unit == nil ? 0 : 1
        }
        for report in reports { for line in words.lines(report) { CommandLineTool.say(line) } }
        let unsound = try Verifying.foundations(record.store, record.library)
        for one in unsound { CommandLineTool.say(words.line(one)) }
        var isWhole = reports.allSatisfy(\.conforms) && unsound.isEmpty
        if let given = arguments["root"] {
            let (lines, agree) = try RootCheck(given, texts: record.library.texts).judge(record.store)
            for line in lines { CommandLineTool.say(line) }
            isWhole = isWhole && agree
        }
        if isWhole, unit == nil { CommandLineTool.say(try RootCommand.line(record)) }
        return isWhole ? 0 : 1
    }
}

/// A report in Chinese, from the texts.
struct VerifyWords {
    let texts: Texts

    var nothing: String { texts.render("verify.nothing") }

    func lines(_ report: Verifying.Report) -> [String] {
        var lines: [String] = []
        if let fault = report.chain.fault {
            let values = ["unit": report.name, "n": String(fault.n), "fault": texts.render("verify.fault.\(fault.kind.rawValue)")]
            lines.append(texts.render("verify.broken", values))
        }
        let values = ["unit": report.name, "steps": String(report.steps), "count": String(report.differences.count)]
        if report.conforms {
            lines.append(texts.render("verify.conforms", values))
        } else if !report.differences.isEmpty {
            lines.append(texts.render("verify.unmet", values))
        }
        return lines + report.differences.map { line($0, report.name) } + report.noted.map(line) + report.erasures.map(line)
    }

    private func place(_ place: Verifying.Place) -> [String: String] {
        let number =
            place.matter == .unit ? texts.render("verify.unit") : texts.render("verify.number", ["number": String(place.matter.serial)])
        return ["n": String(place.n), "number": number, "step": place.step?.text ?? ""]
    }

    private func line(_ difference: Verifying.Difference, _ unit: String) -> String {
        switch difference.kind {
        case .unreadable: return broken(difference, unit, "unreadable")
        case .noRulebook: return broken(difference, unit, "rulebook")
        case .wordsAltered(let id): return words(difference, id, "altered")
        case .wordsMissing(let id): return words(difference, id, "missing")
        case .verdict(let stored, let again):
            let values = [
                "rule": (stored ?? again)?.rule ?? "", "row": (stored ?? again)?.row.text ?? "", "stored": said(stored),
                "again": said(again),
            ]
            return texts.render("verify.differs", values.merging(place(difference.place)) { $1 })
        }
    }

    private func broken(_ difference: Verifying.Difference, _ unit: String, _ what: String) -> String {
        texts.render("verify.broken", ["unit": unit, "n": String(difference.place.n), "fault": texts.render("verify.fault.\(what)")])
    }

    private func words(_ difference: Verifying.Difference, _ id: WordsID, _ what: String) -> String {
        texts.render("verify.words.\(what)", ["words": id.description].merging(place(difference.place)) { $1 })
    }

    private func line(_ erased: Verifying.Erased) -> String {
        let values = [
            "n": String(erased.place.n), "date": erased.at.civil.date.iso, "count": String(erased.words),
            "why": texts.render("verify.erased.\(erased.why.rawValue)"),
        ]
        return texts.render("verify.erased", values)
    }

    func line(_ unsound: Verifying.Unsound) -> String {
        switch unsound {
        case .derived(let key): texts.render("verify.derived", ["unit": key.unit.name, "number": String(key.number.serial)])
        case .lost(let key): texts.render("verify.lost", ["unit": key.unit.name, "number": String(key.number.serial)])
        case .document(let hash): texts.render("verify.document", ["hash": hash])
        case .person(let person): texts.render("verify.person", ["person": person.description])
        case .group(let group): texts.render("verify.group", ["group": group.description])
        }
    }

    private func line(_ noted: Verifying.Noted) -> String {
        let reason = texts.render(noted.hasReason ? "verify.departure.reason" : "verify.departure.noReason")
        let values = ["rule": noted.verdict.rule, "row": noted.verdict.row.text, "reason": reason].merging(place(noted.place)) { $1 }
        return texts.render(noted.verdict.force == .principle ? "verify.departure" : "verify.violation", values)
    }

    /// 符合 or 不符合, with what was counted.
    private func said(_ verdict: Verdict?) -> String {
        guard let verdict else { return texts.render("verify.absent") }
        let numbers = verdict.numbers.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        return texts.render(verdict.isMet ? "verify.met" : "verify.notMet") + (numbers.isEmpty ? "" : "（\(numbers)）")
    }
}
