import Desk
import Glibc
import Procedure
import Reading
import Wire

/// `yishi read`: JSON lines in, JSON lines out (reading.md).
enum ReadCommand: CommandLineCommand {
    static let name = "read"
    static let takes = "[--config DIR]"
    static let does = #"reads lines {"text": …, "at", "role", "context"} and prints what was understood, one line each"#

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        let library = try Folders.library(try Folders.configuration(arguments))
        var faulty = false
        while let line = readLine(strippingNewline: true) {
            let (answer, isRead) = answer(to: line, library, now: WallClock().now)
            if !isRead { faulty = true }
            CommandLineTool.say(answer)
        }
        return faulty ? 1 : 0
    }

    /// The line for one line, and whether it could be read; one that cannot gives `{"error": …}`, so that lines keep their places.
    static func answer(to line: String, _ library: Library, now: Instant) -> (line: String, isRead: Bool) {
        do throws(Malformed) {
            let utterance = try Utterance(try JSON(parsing: Array(line.utf8)), now: now)
            let question = { (key: String, example: String) in library.texts.render(key, ["example": example, "step": example]) }
            let read = library.reader.line(for: utterance, question: question) { library.matters?.members(masked: $0) ?? [] }
            return (String(decoding: read.bytes(), as: UTF8.self), true)
        } catch {
            let json: JSON = ["error": .string("\(error)")]
            return (String(decoding: json.bytes(), as: UTF8.self), false)
        }
    }
}
