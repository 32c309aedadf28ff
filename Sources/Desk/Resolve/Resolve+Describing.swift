import Deliberation
import Procedure
import Reading
import Record

/// What officers say a matter is.
extension Resolve {
    /// 标题 12 …: what it is called from now on. 标题 12 by itself tells what it is called; 用这个标题 12 keeps what was proposed, whatever
    /// is erased or learned later.
    func entitle(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        let (found, missing) = try numbers(&ledger)
        guard let number = found.first, let matter = try office.matter(MatterKey(unit.id, number), &ledger), let heading = matter.heading
        else {
            guard let serial = missing.first else { return .say(Saying("ask.number", ["example": .literal("标题")]), .asked) }
            return .say(Saying("refuse.noSuchMatter", ["unit": .literal(unit.name), "number": .integer(serial)]), .refused)
        }
        var wanted = text(.title).map(Resolve.plainTitle) ?? ""
        if text(.kind) == "keep", matter.title == nil, let words = try ledger.words(heading.id) {
            wanted = office.library.heading(of: words)
        }
        guard !wanted.isEmpty else {
            return .say(Saying("title.now", ["number": .integer(number.serial), "title": .title(heading.id)]), .answered)
        }
        guard wanted.count <= Title.most else {
            return .say(Saying("refuse.title.long", ["count": .integer(wanted.count), "most": .integer(Title.most)]), .refused)
        }
        let pending = try words(wanted, number, kind: Library.titleKind, &ledger)
        // 「标题改成老年食堂，内容就是…」: the words of a suggestion are its proposer's.
        let left = text(.text).map { _ in ["left": Argument.text(key: "word.titled.left", ["number": .integer(number.serial)])] }
        return .decide([
            Planned(command: command(number, .entitle(pending.ref)), words: [pending], answer: "done.titled", extra: left ?? [:])
        ])
    }

    /// With somebody who was forgotten goes what their matter was called by: before it is passed, submitted or announced under no name, the
    /// office is asked for one of its own. What is entered afterwards happened without one.
    func titleFirst(_ ledger: inout Ledger) throws(StoreFailure) -> Saying? {
        let moves: [IntentName: String] = [.pass: "pass", .convertTopic: "pass", .submit: "submit", .callMeeting: "call"]
        guard let move = moves[intent.name], day(.late) == nil else { return nil }
        for number in try numbers(&ledger).found {
            guard let heading = try office.matter(MatterKey(unit.id, number), &ledger)?.heading, try ledger.words(heading.id) == nil
            else { continue }
            return Saying("ask.titleFirst", ["number": .integer(number.serial), "move": .text(key: "move.\(move)", [:])])
        }
        return nil
    }

    /// 改类 12 …, 改部门 12 …: what it is about and who answers for such things. It moves nothing: what is to be referred is referred.
    func correctSubject(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let matters = office.library.matters else { return .say(Saying("refuse.notOffered"), .refused) }
        // 「1号部门不对，是城管局」 of one that was referred says to whom it should have gone.
        if let right = text(.correction), let number = try numbers(&ledger).found.first,
            try office.matter(MatterKey(unit.id, number), &ledger)?.state(of: "suggestion") == "referred"
        {
            return .other(.correct(Correcting(number: number, fields: Fields(), words: [], text: right)))
        }
        var category: String?
        var department: String?
        if let said = text(.department).map(Resolve.plainTitle), !said.isEmpty, said.count <= Title.most {
            department = matters.departmentMeant(said)
        } else if let said = text(.text).map(Resolve.plainTitle), let meant = matters.categoryMeant(said) {
            category = meant
        } else {
            let known = matters.category.labels.map { Argument.literal($0) }
            return .say(
                text(.kind) == "department"
                    ? Saying("ask.subject.department") : Saying("ask.subject", ["choices": .list(known, separator: "、")]),
                .asked)
        }
        return try each(&ledger, example: "改类") { number, _ throws(StoreFailure) in
            Planned(
                command: command(number, .correctSubject(category: category, department: department)),
                answer: category == nil ? "done.subject.department" : "done.subject",
                extra: (category ?? department).map { ["subject": .literal($0)] } ?? [:])
        }
    }

    /// On one line, without the marks people put around a title.
    private static func plainTitle(_ said: String) -> String {
        let around: Set<Character> = ["「", "」", "“", "”", "《", "》", "\"", "。", "，", "：", " "]
        let line = Rendering.line(said)
        return String(String(line.drop(while: around.contains).reversed().drop(while: around.contains)).reversed())
    }
}
