import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// What is said to the question about a step and completes or changes it: 「二楼会议室 二十人」, 「时间改成下周六」, 「月底之前回话」. It is read behind the word of
/// the step, as if it had been said with it.
extension Office {
    struct Completed {
        var step: Intent
        /// Whether it is shown once more: something that stood there is another now, or words were added.
        var isShown = false
        /// Whether it says no more than what was asked.
        var isSame = false

        /// Whether it says another day, and nothing else: of 「15号之前回话」 the number is no matter's.
        func changesOnlyDays(of before: Intent) -> Bool {
            var isChanged = false
            for (slot, value) in step.slots where before.slots[slot] != value {
                guard case .date = value else { return false }
                isChanged = true
            }
            return isChanged
        }
    }

    /// The step with what these words give it; nil where they give it nothing.
    /// - Parameter isFree: words may be a place or a name as well, because a yes stands before them.
    func completed(_ step: Intent, with words: String, isFree: Bool, _ roles: [Role]) -> Completed? {
        guard step.more.isEmpty, step.slots[.number] != nil else { return nil }
        if let more = behind(["said.put.more"], in: words), more.count > 1 {
            for slot in [Slot.text, .reason] {
                guard case .text(let text)? = step.slots[slot] else { continue }
                let mark = text.last.map { $0.isPunctuation } == true ? "" : "，"
                return Completed(step: step.with(slot, text + mark + more.drop { $0.isPunctuation }), isShown: true)
            }
        }
        var next = Completed(step: step, isSame: true)
        var pieces = words.split { $0.isWhitespace || $0.isPunctuation }.map(String.init)
        if [.callMeeting, .participants].contains(step.name) {
            let approving = pieces.filter(approvesMandates)
            pieces.removeAll(where: approving.contains)
            if !approving.isEmpty, step.slots[.mandatesApproved] == nil {
                next.step.slots[.mandatesApproved] = .flag(true)
                next.isSame = false
            }
            if !approving.isEmpty, pieces.isEmpty { return next }
        }
        if let whole = added(to: next.step, pieces.joined(separator: " "), isFree: isFree, roles) {
            return Completed(step: whole.step, isShown: whole.isShown, isSame: whole.isSame && next.isSame)
        }
        // Several things, not all of which are understood: what was is shown.
        guard pieces.count > 1 || !next.isSame else { return nil }
        next.isShown = true
        for piece in pieces {
            guard let one = added(to: next.step, piece, isFree: isFree, roles), !one.isSame else { continue }
            next = Completed(step: one.step, isShown: true)
        }
        return next.isSame ? nil : next
    }

    /// 「代表上次会过了的」
    private func approvesMandates(_ piece: String) -> Bool {
        begins(piece, with: "said.mandates") && says("said.mandates.done", in: piece)
            && !says("said.yes.doubt", in: piece.replacing("过", with: "").replacing("没意见", with: ""))
    }

    private func added(to step: Intent, _ words: String, isFree: Bool, _ roles: [Role]) -> Completed? {
        var again = reading(of: step, "", words, roles)
        var isInserted = false
        // A sitting is only read with its day, what is referred with its department.
        if again.name != step.name {
            var said: [String] = []
            if case .date(.moment(let start))? = step.slots[.start] {
                let (hour, minute) = (start.minuteOfDay / 60, start.minuteOfDay % 60)
                said.append("\(start.date.month)月\(start.date.day)日\(hour):\(minute < 10 ? "0" : "")\(minute)")
            }
            if case .text(let department)? = step.slots[.department] { said.append(department) }
            if !said.isEmpty {
                again = reading(of: step, said.joined(separator: " "), words, roles)
                isInserted = true
            }
        }
        // 「昨天当面聊过了」 is how a suggestion that is taken was screened.
        if again.name != step.name, step.name == .pass, let number = step.slots[.number] {
            again = reading(of: Intent(.act, .recordScreening, slots: [.number: number]), "", words, roles)
            if again.name == .recordScreening { again.name = .pass }
        }
        guard again.name == step.name, again.more.isEmpty, again.slots[.number] == step.slots[.number] else { return nil }
        var next = Completed(step: step, isSame: true)
        var isSaid = false
        for (slot, said) in again.slots where Office.completing.contains(slot) {
            var value = said
            if Office.completingInWords.contains(slot), case .text(let text) = said { value = .text(withoutTail(text)) }
            if case .date(let day) = said {
                guard let settled = Office.settled(day, step.slots[slot]) else { return nil }
                value = .date(settled)
            }
            if step.slots[slot] == value {
                // What was put there to be read was not said.
                isSaid = isSaid || slot != .start && slot != .date && !(isInserted && slot == .department)
                continue
            }
            if Office.completingInWords.contains(slot) {
                guard isFree, case .text(let text) = value, text.count > 1, !says("said.place.no", in: text),
                    !says("said.yes.doubt", in: text)
                else { return nil }
            }
            next.isShown = next.isShown || step.slots[slot] != nil || Office.completingInWords.contains(slot)
            next.step.slots[slot] = value
            (next.isSame, isSaid) = (false, true)
        }
        return isSaid ? next : nil
    }

    /// 「城管局吧」
    private func withoutTail(_ text: String) -> String {
        var rest = text[...]
        while let tail = library.words(under: "said.tail").first(where: { rest.hasSuffix($0) }) { rest = rest.dropLast(tail.count) }
        return String(rest)
    }

    private func reading(of step: Intent, _ day: String, _ words: String, _ roles: [Role]) -> Intent {
        // 「转城管局」 to 转 10 物业.
        let said = ownWords(of: step.name).filter { words.hasPrefix($0) }.max { $0.count < $1.count } ?? ""
        let text = "\(library.verbs.words(of: step, of: roles)) \(day) \(plain(String(words.dropFirst(said.count))))"
        var found = Intent(.silence, .unclear)
        for context in roles.isEmpty ? [Context.direct] : [.workGroup, .liveMeeting] where found.name != step.name {
            let read = library.reader.read(
                Utterance(text, at: now, role: roles.first ?? .resident, context: context, posts: Array(roles.dropFirst())))
            found = read.action == .ask ? read.meant.first ?? read : read
        }
        return found
    }

    /// As a command has it: 「时间改成下周六」 is 下周六, 下周四12号 is 下周四, 二十个 is 二十人.
    private func plain(_ words: String) -> String {
        var rest = words[...]
        for key in ["said.put.what", "said.to"] {
            guard let word = library.words(under: key).filter({ rest.hasPrefix($0) }).max(by: { $0.count < $1.count }) else { continue }
            rest = rest.dropFirst(word.count)
        }
        return String(rest).replacing(/((?:周|星期|礼拜)[一二三四五六日天])[0-9]{1,2}[号日]/) { String($0.output.1) }
            .replacing(/([0-9一二三四五六七八九十]+)个(?!月|小时)/) { "\($0.output.1)人" }
    }

    /// A day keeps the hour that was said before; nil for what is none.
    private static func settled(_ reading: DateReading, _ before: SlotValue?) -> DateReading? {
        switch (reading, before) {
        case (.day(let day), .date(.moment(let moment))?): .moment(CivilMoment(day, minuteOfDay: moment.minuteOfDay))
        case (.day, _), (.moment, _), (.past, _): reading
        default: nil
        }
    }

    private static let completing: Set<Slot> = completingInWords.union([
        .start, .date, .due, .expected, .mandatesApproved, .to, .score, .method, .for, .against, .abstain,
    ])
    private static let completingInWords: Set<Slot> = [.place, .secretary, .department, .meeting, .approver, .document]

    /// 地点就写社区二楼会议室.
    func labelledPlace(_ text: String) -> String? {
        let pieces = text.split { $0.isWhitespace || $0.isPunctuation }.map(String.init)
        guard var rest = ([text] + pieces).lazy.compactMap({ self.behind(["said.put.place"], in: $0) }).first else { return nil }
        for word in library.words(under: "said.place.lead").sorted(by: { $0.count > $1.count }) where rest.hasPrefix(word) {
            rest = rest.dropFirst(word.count)
            break
        }
        rest = rest.drop { $0.isWhitespace || $0.isPunctuation }
        let place = rest.trimmingEnd("了")
        return (2...20).contains(place.count) && !says("said.place.none", in: place) ? place : nil
    }

    // MARK: - What says nothing new behind a yes, or a no

    /// 「对 别转城管」, 「好 先别发 我想想」: a no behind the yes.
    func refuses(_ rest: String) -> Bool {
        var words = rest
        for word in library.words(under: "said.yes.refuses.not") { words = words.replacing(word, with: "") }
        return says("said.yes.refuses", in: words)
    }

    /// Whether what stands behind a yes says no more than these words do: 「对 路灯」.
    func repeats(_ rest: Substring, _ words: String) -> Bool {
        let pieces = rest.split { $0.isWhitespace || $0.isPunctuation }
        let around = library.words(under: "said.yes.around")
        return !pieces.isEmpty
            && pieces.allSatisfy { piece in
                var piece = piece
                if let word = around.filter({ piece.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
                    piece = piece.dropFirst(word.count)
                }
                if let word = around.filter({ piece.hasSuffix($0) }).max(by: { $0.count < $1.count }) { piece = piece.dropLast(word.count) }
                return piece.isEmpty || piece.count > 1 && words.contains(piece)
            }
    }

    /// The same of the matters of a question about steps: by what they are called, or by their number.
    func repeats(_ rest: String, _ open: Question, _ unit: UnitID, _ ledger: inout Ledger) throws(StoreFailure) -> Bool {
        guard case .confirm(let planned) = open.about else { return false }
        let numbers = planned.map(\.command.matter).uniqued().filter { $0 != .unit }
        let said = library.reader.markedNumbers(in: rest)
        guard said.allSatisfy({ serial in numbers.contains { $0.serial == serial } }) else { return false }
        var words = ""
        for number in numbers {
            if let matter = try matter(MatterKey(unit, number), &ledger) { words += try named(matter, &ledger).words + "\n" }
            if said.contains(number.serial) { words += "\(number.serial)号\n" }
        }
        return repeats(rest[...], words)
    }
}

extension Intent {
    func with(_ slot: Slot, _ text: String) -> Intent {
        var intent = self
        intent.slots[slot] = .text(text)
        return intent
    }
}
