import Deliberation
import Procedure
import Reading
import Record

/// 帮助, from the verbs' own lines.
extension Office {
    /// What a residents' group is told of it: nobody there asked for a page.
    private static let helpInBrief: [IntentName] = [.suggest, .endorse, .askStatus]

    func helpInBrief() -> Saying {
        let taught = Office.helpInBrief.compactMap { name in
            library.verbs.verbs.first { $0.intent == name && $0.group == "resident" && !$0.help.isEmpty }
        }
        let lines = taught.map { Argument.literal("\($0.example)　\($0.help)") }
        return Saying(
            "lines", ["lines": .list([.text(key: "help.resident", [:])] + lines + [.text(key: "help.brief", [:])], separator: "\n")])
    }

    /// The groups of the speaker's posts. Of many lines a phone shows those that are due first, and the rest for 「帮助 全部」.
    /// - Parameters:
    ///   - table: the groups of whoever leads a sitting that is today's or under way; then those alone.
    ///   - due: what is due just now; nil for all.
    func help(_ posts: Set<Post>, table: Set<String> = [], due: Set<IntentName>? = nil) -> Saying {
        let office = Set(posts.compactMap(Office.helpGroups))
        let wanted: Set<String> = table.isEmpty ? office.isEmpty ? ["resident"] : office : table
        let isResident = wanted == ["resident"]
        var verbs = library.verbs.verbs.filter { verb in verb.group.map(wanted.contains) == true && !verb.help.isEmpty }
        let more = verbs.count - Office.helpLines
        if let due, !isResident, more > Office.helpSpare {
            let first = verbs.filter { due.contains($0.intent) || $0.intent == .todoList }.prefix(Office.helpLines)
            let taken = Set(first.map(\.example))
            verbs = Array(first) + verbs.filter { !taken.contains($0.example) }.prefix(Office.helpLines - first.count)
        }
        var lines: [Argument] = [.text(key: isResident ? "help.resident" : table.isEmpty ? "help.officer" : "help.table", [:])]
        lines += verbs.map { .literal("\($0.example)　\($0.help)") }
        if due != nil, !isResident, more > Office.helpSpare { lines.append(.text(key: "help.more", ["count": .integer(more)])) }
        if wanted.contains("owner") { lines.append(.text(key: "help.owner", [:])) }
        if wanted.contains("convenor") { lines.append(.text(key: "help.table.later", [:])) }
        if !table.isEmpty { lines.append(.text(key: "help.table.foot", [:])) }
        if !isResident { lines.append(.text(key: "help.foot", [:])) }
        return Saying("lines", ["lines": .list(lines, separator: "\n")])
    }

    /// What fits on a phone, and how many more are not worth a second message.
    private static let helpLines = 8
    private static let helpSpare = 4

    private static func helpGroups(_ post: Post) -> String? {
        switch post {
        case .firstConvenor, .secondConvenor: "convenor"
        case .departmentContact: "owner"
        default: post.rawValue
        }
    }

    /// The words that what is open in the unit waits for.
    func due(in unit: Unit, _ ledger: inout Ledger) throws(StoreFailure) -> Set<IntentName> {
        var due: Set<IntentName> = []
        for summary in try ledger.open(in: unit.id).map(\.summary) {
            due.formUnion(Office.dueWords[summary.stage] ?? [])
            if summary.isCalled { due.formUnion([.forecast, .reschedule]) }
        }
        return due
    }

    private static let dueWords: [String: [IntentName]] = [
        "registered": [.pass, .answer, .refer, .askMore], "screening": [.recordScreening, .submit], "submitted": [.recordApproval],
        "ready": [.callMeeting, .participants], "noticed": [.forecast, .participants], "minuted": [.confirmMinutes],
        "determining": [.recordDetermination], "implementing": [.remind], "publicising": [.close, .postedOnPaper], "explained": [.close],
        "replied": [.close], "referred": [.remind],
    ]
}
