import Procedure
import Wire

extension Intent {
    /// What was understood, without the dates: do, intent, slots, ask, more.
    ///
    /// - Parameter question: the wording of a question, from its key and the intent it is asked of.
    func members(_ question: (String, Intent) -> String) -> [JSON.Member] {
        [
            JSON.Member("do", .string(action.rawValue)), JSON.Member("intent", .string(name.listed.rawValue)),
            JSON.Member("slots", .object(slotMembers)),
            JSON.Member("ask", action == .ask ? self.question.map { .string(question($0, self)) } ?? .null : .null),
            JSON.Member("more", .array(more.map { .object($0.members(question)) })),
        ]
    }

    /// Slots in the order of their names, so that two runs print the same line. A single number is `number`, whatever the verb takes.
    private var slotMembers: [JSON.Member] {
        var slots = slots
        if case .integers(let numbers)? = slots[.numbers], numbers.count == 1 {
            slots[.numbers] = nil
            slots[.number] = .integer(numbers[0])
        }
        return slots.sorted { $0.0.rawValue < $1.0.rawValue }.map { JSON.Member($0.rawValue, $1.json) }
    }
}

extension Intent.DateSpan {
    var json: JSON { ["span": [.integer(Int64(start)), .integer(Int64(end))], "is": .string(reading.text)] }
}

extension SlotValue {
    public var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .integer(let value): .integer(Int64(value))
        case .integers(let values): .array(values.map { .integer(Int64($0)) })
        case .texts(let texts): .array(texts.map { .string($0) })
        case .flag(let value): .bool(value)
        case .date(let reading): .string(reading.text)
        }
    }
}

extension DateReading {
    /// `2026-03-18`, `2026-03-18T19:30`, `a/b`, `PAST:a`, `INVALID`, `AMBIGUOUS` or `AMBIGUOUS:a|b` (reading.md).
    public var text: String {
        switch self {
        case .day(let date): date.iso
        case .moment(let moment): moment.iso
        case .interval(let from, let to): "\(from.text)/\(to.text)"
        case .past(let inner): "PAST:\(inner.text)"
        case .invalid: "INVALID"
        case .ambiguous(let list): list.isEmpty ? "AMBIGUOUS" : "AMBIGUOUS:\(list.map(\.text).joined(separator: "|"))"
        }
    }
}

extension Utterance {
    /// Reads the line `yishi read` takes: `text`, and `at`, `role`, `context`, which may be left out.
    /// - Throws: `Malformed` for a missing text, an unknown role or context, or a time that is not `2026-03-10T10:00[:00]+08:00`.
    public init(_ json: JSON, now: Instant) throws(Malformed) {
        guard let text = json["text"]?.string else { throw Malformed("missing text") }
        self.init(text, at: now)
        if let at = json["at"] {
            guard let stamp = at.string, let moment = Utterance.moment(stamp) else { throw Malformed("expected a time of UTC+8 in at") }
            self.at = moment
        }
        if let role = json["role"] {
            guard let known = Role(rawValue: role.string ?? "") else { throw Malformed("no such role") }
            self.role = known
        }
        if let context = json["context"] {
            guard let known = Context(rawValue: context.string ?? "") else { throw Malformed("no such context") }
            self.context = known
        }
    }

    private static func moment(_ stamp: String) -> Instant? {
        let bytes = Array(stamp.utf8)
        guard bytes.count == 22 || bytes.count == 25, let minute = CivilMoment(iso: String(decoding: bytes[..<16], as: UTF8.self)),
            String(decoding: bytes.suffix(6), as: UTF8.self) == "+08:00"
        else { return nil }
        guard bytes.count == 25 else { return minute.instant }
        guard bytes[16] == 0x3A, let seconds = Int64(String(decoding: bytes[17..<19], as: UTF8.self)), (0...59).contains(seconds) else {
            return nil
        }
        return minute.instant + .seconds(seconds)
    }
}
