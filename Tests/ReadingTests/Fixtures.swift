import Foundation
import Procedure
import Testing
import Wire

@testable import Reading

/// The reader as it is delivered: the words and the calendar of the repository.
enum Fixtures {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appendingPathComponent(path))) }

    /// A file of words with one line written anew, and the number of that line and of the one the lists open on.
    static func changed(_ path: String, _ beginning: String, _ line: String) throws -> (bytes: [UInt8], line: Int, opening: Int) {
        var lines = try String(decoding: bytes(path), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let place = try #require(lines.firstIndex { $0.hasPrefix(beginning) })
        let opening = try #require(lines.firstIndex(of: "{"))
        lines[place] = line
        return (Array(lines.joined(separator: "\n").utf8), place + 1, opening + 1)
    }

    static func verbs() throws -> VerbTable { try VerbTable(parsing: bytes("Config/texts/verbs.zh-Hans.json")) }

    static func cues() throws -> Cues { try Cues(parsing: bytes("Config/texts/cues.zh-Hans.json")) }

    static func names() throws -> NameWords { try NameWords(parsing: bytes("Config/texts/names.zh-Hans.json")) }

    static func calendar() throws -> WorkCalendar { try WorkCalendar(parsing: [bytes("Config/calendar/2026.json")]) }

    static let reader: Reader = {
        do {
            let talk = try TalkTable(parsing: bytes("Config/texts/talk.zh-Hans.json"), model: bytes("Config/texts/talk-model.json"))
            let names = try names()
            return Reader(
                verbs: try verbs(), names: names, cues: try cues(), talk: talk, calendar: try calendar(), units: ["东园", "西园"],
                model: try IntentModel(try LinearModel(parsing: bytes("Config/models/intents.model"))),
                people: try NameModel(parsing: bytes("Config/models/names.model"), words: names))
        } catch {
            fatalError("the delivered files do not load: \(error)")
        }
    }()

    /// Tuesday 10 March 2026, ten in the morning, unless said otherwise.
    static func at(_ iso: String = "2026-03-10T10:00") -> Instant {
        guard let moment = CivilMoment(iso: iso) else { fatalError("no such moment: \(iso)") }
        return moment.instant
    }

    static func read(_ text: String, _ role: Role = .resident, _ context: Context = .group, at time: String = "2026-03-10T10:00") -> Intent
    {
        reader.read(Utterance(text, at: at(time), role: role, context: context))
    }

    /// `act pass {"numbers":[12]}`: what was read, on one line.
    static func line(_ intent: Intent) -> String {
        guard intent.action != .silence else { return "silence" }
        let slots = String(decoding: (intent.json["slots"] ?? .null).bytes(sortedKeys: true), as: UTF8.self)
        let question = intent.question.map { " \($0)" } ?? ""
        return "\(intent.action.rawValue) \(intent.name.rawValue) \(slots)\(question)"
    }
}

extension Intent {
    /// All of what was read, with our own names for intents and slots.
    var json: JSON {
        let slots = slots.sorted { $0.0.rawValue < $1.0.rawValue }.map { JSON.Member($0.rawValue, $1.json) }
        return [
            "do": .string(action.rawValue), "intent": .string(name.rawValue), "slots": .object(slots),
            "ask": question.map { .string($0) } ?? .null, "more": .array(more.map(\.json)), "dates": .array(dates.map(\.json)),
        ]
    }
}
