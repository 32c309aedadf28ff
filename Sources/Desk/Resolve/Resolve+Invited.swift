import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Who was called to a sitting and answers in private, without a number and without quoting the call.
extension Resolve {
    /// A sitting somebody is called to, with the topics of it that they are listed for.
    struct OpenCall {
        var unit: Unit
        var start: Instant
        var place: String?
        var topics: [MatterNumber]
        var isAnswered: Bool
        /// People are signing in to it.
        var isSigningIn = false
        /// Whether they have said that they do not come.
        var isAway = false
        /// The topics of which they have said so.
        var declined: [MatterNumber] = []
        /// Those to which they come.
        var accepted: [MatterNumber] = []
    }

    /// The sittings this person is called to and that have not begun to be counted, in all units, the earliest first.
    /// - Parameters:
    ///   - ofAll: whether it does not matter who is on the list.
    ///   - orSigningIn: those to which people sign in as well.
    func openCalls(ofAll: Bool = false, _ ledger: inout Ledger, orSigningIn: Bool = false) throws(StoreFailure) -> [OpenCall] {
        var calls: [OpenCall] = []
        for id in office.units.keys.sorted() {
            for row in try ledger.open(in: id, where: { $0.isCalled || orSigningIn && $0.meeting == "checkIn" }) {
                guard let sitting = try office.matter(row.key, &ledger)?.sitting, let start = sitting.start,
                    ofAll || sitting.list.contains(person)
                else { continue }
                let isAnswered = sitting.replies[person] != nil
                let isAway = sitting.replies[person].map { $0 != .coming } ?? false
                let declined = isAway ? [row.key.number] : [], accepted = isAnswered && !isAway ? [row.key.number] : []
                if let same = calls.firstIndex(where: { $0.unit.id == id && $0.start == start && $0.place == sitting.place }) {
                    calls[same].topics.append(row.key.number)
                    calls[same].isAnswered = calls[same].isAnswered && isAnswered
                    calls[same].isAway = calls[same].isAway || isAway
                    calls[same].declined += declined
                    calls[same].accepted += accepted
                } else {
                    calls.append(
                        OpenCall(
                            unit: try office.unit(id, &ledger), start: start, place: sitting.place, topics: [row.key.number],
                            isAnswered: isAnswered, isSigningIn: !row.summary.isCalled, isAway: isAway, declined: declined,
                            accepted: accepted))
                }
            }
        }
        return calls.sorted { ($0.start, $0.topics[0]) < ($1.start, $1.topics[0]) }
    }

    /// 参加, 不参加 or 请假 in private, with nothing that says to what.
    var isBareReply: Bool {
        [.rsvpYes, .rsvpNo, .leaveRequest].contains(intent.name) && said.chat.kind == .direct && quoted == nil && text(.unit) == nil
            && intent.slots[.number] == nil && intent.slots[.numbers] == nil
    }

    /// 「16号那个我来」: a number that is the day of a sitting is taken for the topics of that.
    mutating func takeDays(_ ledger: inout Ledger) throws(StoreFailure) {
        guard [.rsvpYes, .rsvpNo, .leaveRequest].contains(intent.name), !isBareReply else { return }
        let meant = try topicsOfSaidDays(&ledger)
        guard let first = meant.first else { return }
        intent.slots[.number] = meant.count == 1 ? .integer(first.serial) : nil
        intent.slots[.numbers] = meant.count == 1 ? nil : .integers(meant.map(\.serial))
    }

    /// The topics of the sittings whose day was said: 「周五周一都去」; a number that no matter has and that was said as a day is the day of one,
    /// 「16号那个我来」.
    func topicsOfSaidDays(_ ledger: inout Ledger) throws(StoreFailure) -> [MatterNumber] {
        guard said.chat.kind == .direct, quoted == nil, text(.unit) == nil else { return [] }
        let calls = try openCalls(&ledger).filter { $0.unit.id == unit.id }
        if isBareReply {
            let days = Set(saidDays.flatMap(\.days))
            return calls.filter { days.contains($0.start.civil.date) }.flatMap(\.topics)
        }
        var serials: [Int] = []
        if case .integers(let many)? = intent.slots[.numbers] { serials = many }
        if let one = integer(.number) { serials.append(one) }
        let topics = calls.flatMap(\.topics)
        var days: [Int] = []
        for serial in serials where isSaidAsDay(serial) {
            if try number(serial, &ledger) == nil { days.append(serial) }
        }
        let meant = calls.filter { days.contains($0.start.civil.date.day) }.flatMap(\.topics)
        return meant.isEmpty ? [] : (meant + topics.filter { serials.contains($0.serial) }).uniqued()
    }

    /// 16号, and not 参加 16.
    private func isSaidAsDay(_ day: Int) -> Bool {
        saidDays.contains { $0.days.contains { $0.day == day } } || ["号那个", "号那场", "号的会"].contains { said.text.contains("\(day)\($0)") }
    }

    /// 「下周一的会我请假」, 「16号晚上对吧 行」 of somebody who is called to none on that day: which they are called to is told, and nothing is
    /// recorded. A day beside a refusal may belong to its reason.
    func calledAnotherDay(_ ledger: inout Ledger) throws(StoreFailure) -> Saying? {
        guard isBareReply, let named = saidDays.first(where: { $0.isOfSitting || intent.name == .rsvpYes }), let day = named.days.first
        else { return nil }
        let calls = try openCalls(&ledger)
        guard let topic = calls.first?.topics.first,
            !calls.contains(where: { call in saidDays.contains { $0.days.contains(call.start.civil.date) } })
        else { return nil }
        return Saying(
            "refuse.notCalledThen",
            ["day": .day(day), "lines": .list(lines(of: calls), separator: "\n"), "number": .integer(topic.serial)])
    }

    /// The days in what was said, and whether a word for the sitting stands right behind.
    private var saidDays: [(days: [CivilDate], isOfSitting: Bool)] {
        let scalars = Array(said.text.unicodeScalars)
        let words = office.library.words(under: "said.sitting").map(String.init)
        return office.library.reader.dates(in: said.text, at: now).compactMap { span in
            let days = Resolve.days(of: span.reading)
            // 八点左右 says no day.
            guard !days.isEmpty, scalars[span.start..<min(span.end, scalars.count)].contains(where: Resolve.ofDays.contains) else {
                return nil
            }
            var behind = String.UnicodeScalarView()
            behind.append(contentsOf: scalars[min(span.end, scalars.count)...].prefix(6))
            return (days, words.contains { String(behind).hasPrefix($0) })
        }
    }

    private static let ofDays = Set("今明后昨前天日号周期月礼拜节".unicodeScalars)

    private static func days(of reading: DateReading) -> [CivilDate] {
        switch reading {
        case .day(let day): [day]
        case .moment(let moment): [moment.date]
        case .past(let inner): days(of: inner)
        case .ambiguous(let readings): readings.flatMap(days)
        default: []
        }
    }

    func lines(of calls: [OpenCall]) -> [Argument] {
        calls.map { call in
            let whose = call.unit.id == unit.id ? "" : call.unit.shortName
            let numbers = call.topics.map { Argument.literal("\(whose)\($0.serial)号") }
            return .text(key: "ask.invitations.line", ["numbers": .list(numbers, separator: "、"), "start": .instant(call.start)])
        }
    }

    /// The one call that 参加 said in private can mean: of several the one that is not answered yet. Several such are asked about; nil
    /// where nobody called.
    func invitation(_ ledger: inout Ledger) throws(StoreFailure) -> Result<OpenCall, Unclear>? {
        // 「来不了了」 while they sign in is said of that sitting.
        if intent.name != .rsvpYes, let here = try openCalls(&ledger, orSigningIn: true).first(where: \.isSigningIn) {
            return .success(here)
        }
        let calls = try openCalls(&ledger)
        let owed = calls.filter { !$0.isAnswered }
        if let one = owed.count == 1 ? owed.first : calls.count == 1 ? calls.first : nil { return .success(one) }
        guard let first = (owed.isEmpty ? calls : owed).first, let topic = first.topics.first else { return nil }
        let lines = lines(of: owed.isEmpty ? calls : owed)
        return .failure(
            Unclear(
                saying: Saying("ask.invitations", ["lines": .list(lines, separator: "\n"), "number": .integer(topic.serial)])))
    }

    /// A bare number in private: of a sitting somebody is called to and has not answered, it is asked whether they come.
    func isAskedToCome(to number: MatterNumber, _ ledger: inout Ledger) throws(StoreFailure) -> OpenCall? {
        guard said.chat.kind == .direct, said.text.utf8.count <= 12 else { return nil }
        return try openCalls(&ledger).first { !$0.isAnswered && $0.unit.id == unit.id && $0.topics.contains(number) }
    }
}
