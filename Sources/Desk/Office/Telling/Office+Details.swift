import Deliberation
import Procedure
import Record

/// 详情: what was done with a matter, a line an act, and on which articles; on one screen of a phone unless all of it is asked for.
extension Office {
    private static let actsAtMost = 8

    func details(_ number: MatterNumber, all: Bool, _ resolve: Resolve, _ ledger: inout Ledger) throws(StoreFailure) -> Saying {
        guard let state = try load(resolve.unit.id, [number], &ledger), let matter = state.matters[number] else {
            return Saying("refuse.noSuchMatter", ["unit": .literal(resolve.unit.name), "number": .integer(number.serial)])
        }
        let acts = Office.folded(Office.acts(of: matter))
        let shown = all ? acts : Array(acts.suffix(Office.actsAtMost))
        let lines = shown.map { act in
            Argument.text(
                key: "details.line",
                [
                    "date": .day(act.event.at.civil.date), "move": name(of: act, of: matter, in: state.rulebook),
                    "who": Office.who(act.event),
                ]
                .merging(act.people.count > 1 ? ["count": .integer(act.people.count)] : [:]) { $1 }
                .merging(late(act.event).map { ["late": $0] } ?? [:]) { $1 }
                .merging(all ? places([act], matter, state, whole: true).map { ["places": $0] } ?? [:] : [:]) { $1 })
        }
        var values: [String: Argument] = [
            "number": state.spoken(matter), "title": matter.heading.map { .title($0.id) } ?? .literal(""),
            "state": .text(key: Values(texts: library.texts, state: state, matter: matter, now: now).stateKey, [:]),
            "history": .list(lines, separator: "\n"),
        ]
        if matter.isToBeScreened {
            let said = Argument.list(matter.said.map { .words($0.id) }, separator: "\n")
            values["proposal"] = .text(key: Proposals.questionsKey, ["number": .integer(number.serial), "words": said])
        }
        if !all { values["places"] = places(shown, matter, state, whole: false) }
        if shown.count < acts.count { values["more"] = .integer(acts.count - shown.count) }
        return Saying("details", values)
    }

    /// What one command did.
    private struct Deed {
        var event: Event
        var steps: [Step] = []
        /// What it called the matter.
        var title: WordsRef?
        /// What it put right of an earlier one.
        var correction: Correction?
        var index = 0
        /// The residents who did the same on one day, where it stands for all of them.
        var people: Set<PersonID> = []
    }

    /// What residents do one after the other in the same way is one line with their number.
    private static func folded(_ acts: [Deed]) -> [Deed] {
        var folded: [Deed] = []
        for var act in acts {
            guard let step = act.steps.first, act.steps.count == 1, isResident(act.event), let person = act.event.by else {
                folded.append(act)
                continue
            }
            if let last = folded.last, !last.people.isEmpty, last.steps.first?.id == step.id,
                last.event.at.civil.date == act.event.at.civil.date, last.event.happened == act.event.happened
            {
                folded[folded.count - 1].people.insert(person)
                continue
            }
            act.people = [person]
            folded.append(act)
        }
        return folded
    }

    private static func isResident(_ event: Event) -> Bool { [.resident, .proposer, .participant].contains(event.post) }

    /// What was registered, stepped, screened and posted, and not taken back.
    private static func acts(of matter: Matter) -> [Deed] {
        var acts: [Deed] = []
        for (index, event) in matter.events.enumerated() where !matter.undone.contains(Int64(index + 1)) {
            switch event.what {
            case .suggested, .petitioned, .suggestedFor, .endorsedOnPaper, .posted, .absorbed, .sessionReported:
                acts.append(Deed(event: event))
            case .screened:
                // Said with the move that takes a matter up it is part of that.
                if let last = acts.last?.event, isOneAct(last, event) { continue }
                acts.append(Deed(event: event))
            case .subjectCorrected: acts.append(Deed(event: event))
            case .listChanged(_, _, _, reason: .some): acts.append(Deed(event: event))
            case .titled(let words): acts.append(Deed(event: event, title: words))
            case .corrected(let correction): acts.append(Deed(event: event, correction: correction, index: index))
            case .stepped(let step):
                if let last = acts.last, isOneAct(last.event, event), !last.steps.isEmpty {
                    acts[acts.count - 1].steps.append(step)
                } else {
                    acts.append(Deed(event: event, steps: [step]))
                }
            default: break
            }
        }
        return acts
    }

    /// Done with one word: by the same person, at one moment, and of one day.
    private static func isOneAct(_ one: Event, _ other: Event) -> Bool {
        one.at == other.at && one.by == other.by && one.happened == other.happened
    }

    /// What people call it: the moves whose steps these are, in order.
    private func name(of act: Deed, of matter: Matter, in book: Rulebook) -> Argument {
        if let title = act.title { return .text(key: "details.titled", ["title": .title(title.id)]) }
        if let correction = act.correction {
            return .text(key: "details.corrected", ["changes": changes(correction, of: matter, before: act.index, book)])
        }
        if case .subjectCorrected(let category, let department) = act.event.what {
            return .text(key: "details.subject", ["subject": .literal(category ?? department ?? "")])
        }
        if case .listChanged(let added, let removed, _, .some(let reason)) = act.event.what {
            var values: [String: Argument] = ["reason": .words(reason.id)]
            if !added.isEmpty { values["added"] = .list(added.map { .person($0) }, separator: "、") }
            if !removed.isEmpty { values["removed"] = .list(removed.map { .person($0) }, separator: "、") }
            return .text(key: "details.listChanged", values)
        }
        if act.steps.isEmpty {
            if case .absorbed(let other, _, _, _, _, _) = act.event.what {
                return .text(key: "details.absorbed", ["number": .integer(other.serial)])
            }
            if case .sessionReported(let session) = act.event.what {
                return .text(key: "details.reported", ["number": .integer(session.serial)])
            }
            if case .screened(let fields) = act.event.what, fields.flag(.replaces), let method = fields.text(.method) {
                var values: [String: Argument] = ["method": .text(key: "name.method.\(method)", [:])]
                values["date"] = fields.day(.date).map { .day($0) }
                return .text(key: "details.screenedAnew", values)
            }
            if case .screened = act.event.what { return .text(key: "move.screen", [:]) }
            if case .posted(_, let fields) = act.event.what {
                var values: [String: Argument] = ["place": .literal(fields.text(.place) ?? "")]
                let posted = matter.posted.first { $0.recorded == act.event.at && $0.by == act.event.by }
                if let posted, posted.kept > 0 { values["count"] = .integer(posted.kept) }
                return .text(key: "details.posted", values)
            }
            if case .endorsedOnPaper(let heads, _, _, _) = act.event.what {
                return .text(key: "details.endorsedOnPaper", ["count": .integer(heads)])
            }
            if case .suggestedFor = act.event.what { return .text(key: "details.registeredFor", [:]) }
            return .text(key: "details.registered", [:])
        }
        let moves = book.moves.sorted { $0.key < $1.key }
        var names: [Argument] = []
        var rest = act.steps[...]
        while let first = rest.first {
            let walked = moves.flatMap { move in move.value.ways.map { (move.key, $0.map(\.step)) } }
                .filter { !$0.1.isEmpty && rest.map(\.id).starts(with: $0.1) }
                .max { $0.1.count < $1.1.count }
            if let walked {
                names.append(.text(key: "move.\(walked.0)", [:]))
                rest = rest.dropFirst(walked.1.count)
            } else {
                let machine = Machines.name(of: first.id)
                let isBeside = !names.isEmpty && !["suggestion", "topic", "meeting"].contains(machine)
                let isNamed = machine == "mandate" && library.texts.has("move.\(first.id)")
                if isNamed {
                    names.append(.text(key: "move.\(first.id)", [:]))
                } else if !isBeside {
                    names.append(.text(key: "state.\(machine).\(first.to)", [:]))
                }
                rest = rest.dropFirst()
            }
        }
        return .list(names.uniqued(), separator: "、")
    }

    /// Officers by name; a resident stays one.
    private static func who(_ event: Event) -> Argument {
        return event.by.map { isResident(event) ? .text(key: "post.\(event.post.rawValue)", [:]) : .person($0) }
            ?? .text(key: "post.daemon", [:])
    }

    /// 补录, with the day it took place, for what was entered on a later one.
    private func late(_ event: Event) -> Argument? {
        if case .corrected = event.what { return nil }
        guard let day = event.happened, day < event.at.civil.date else { return nil }
        return .text(key: "details.late", ["date": .day(day)])
    }

    /// 第十三条 of 第十三条第3项.
    private static func article(_ place: Substring) -> String {
        place.firstIndex(of: "条").map { String(place[...$0]) } ?? String(place)
    }

    /// The articles in print, those of one document together: 《工作规则（试行）》第十条、第十一条.
    /// - Parameter whole: with paragraph and item, not the article alone.
    private func places(_ acts: [Deed], _ matter: Matter, _ state: Case, whole: Bool) -> Argument? {
        var documents: [(name: String, articles: [String])] = []
        for step in acts.flatMap(\.steps) {
            // A permission nobody made use of is not cited (XZ-10.1b of a matter that is no joint petition).
            let judged = step.verdicts.filter { $0.force != .may || matter.isPetition }.map(\.row)
            for row in (state.rulebook.steps[step.id]?.rows ?? []) + judged {
                guard let place = library.rows[row]?.place else { continue }
                let end = place.lastIndex(of: "》").map { place.index(after: $0) } ?? place.startIndex
                let document = String(place[..<end])
                let article = whole ? String(place[end...]) : Office.article(place[end...])
                if let index = documents.firstIndex(where: { $0.name == document }) {
                    if !documents[index].articles.contains(article) { documents[index].articles.append(article) }
                } else {
                    documents.append((document, [article]))
                }
            }
        }
        if documents.isEmpty { return nil }
        return .literal(documents.map { $0.name + $0.articles.joined(separator: "、") }.joined(separator: "；"))
    }
}
