import Foundation
import Procedure
import Reading
import Wire

/// What reading one message costs, by the processor time of this thread: `lines CONFIG CHAT WORDED SUGGESTIONS`, three files with one message a
/// line. Built and fed by `Tests/Bench/lines`; no part of the product.
@main struct Lines {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5 else {
            print("lines CONFIG CHAT WORDED SUGGESTIONS")
            exit(2)
        }
        let reader = try reader(arguments[1])
        let chat = try said(arguments[2], .resident, .group)
        let candidates = try said(arguments[3], .liaisonOfficer, .workGroup)
        let suggestions = try said(arguments[4], .resident, .group)
        for (name, lines) in [("ordinary chat", chat), ("candidate, with the second opinion", candidates), ("suggestion", suggestions)] {
            report(name, lines) { reader.read($0).action == .silence ? 0 : 1 }
        }
        report("suggestion, its private details masked", suggestions) { reader.privateDetails(in: $0.text).count }
        report("ordinary chat, its private details masked", chat) { reader.privateDetails(in: $0.text).count }
    }

    private static func reader(_ config: String) throws -> Reader {
        let talk = try TalkTable(parsing: bytes("\(config)/texts/talk.zh-Hans.json"), model: bytes("\(config)/texts/talk-model.json"))
        let names = try NameWords(parsing: bytes("\(config)/texts/names.zh-Hans.json"))
        return Reader(
            verbs: try VerbTable(parsing: bytes("\(config)/texts/verbs.zh-Hans.json")), names: names,
            cues: try Cues(parsing: bytes("\(config)/texts/cues.zh-Hans.json")), talk: talk,
            calendar: try WorkCalendar(parsing: [bytes("\(config)/calendar/2026.json")]),
            model: try IntentModel(try LinearModel(parsing: bytes("\(config)/models/intents.model"))),
            people: try NameModel(parsing: bytes("\(config)/models/names.model"), words: names))
    }

    private static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

    /// Tuesday 10 March 2026, ten in the morning.
    private static func said(_ path: String, _ role: Role, _ context: Context) throws -> [Utterance] {
        let at = CivilMoment(iso: "2026-03-10T10:00")?.instant ?? Instant(milliseconds: 0)
        return String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n").map {
            Utterance(String($0), at: at, role: role, context: context)
        }
    }

    /// The median of nine passes over all the lines, after one to warm up.
    private static func report(_ name: String, _ lines: [Utterance], _ read: (Utterance) -> Int) {
        var passes: [Double] = []
        var heard = 0
        for pass in 0..<10 {
            heard = 0
            let start = processorTime()
            for line in lines { heard += read(line) }
            if pass > 0 { passes.append((processorTime() - start) / Double(max(1, lines.count))) }
        }
        let median = passes.sorted()[passes.count / 2]
        print("\(name): \(lines.count) lines, \(String(format: "%.1f", median)) µs a line by the processor (\(heard) not silent)")
    }

    /// Microseconds this thread has had the processor.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}
