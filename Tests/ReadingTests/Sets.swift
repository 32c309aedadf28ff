import Foundation
import Procedure
import Wire

@testable import Reading

/// Lines of our own, written before anybody looked at what the reader makes of them, and what should come of each (`Sets/*.jsonl`).
///
/// `-1` sets were used while the reader was built; `-2` sets were written after it and are only measured. Every score is of the very line
/// `yishi read` prints. With `SETS=folder` in the environment the lines that came out otherwise are written there, a file a set.
struct LabelledSet {
    let name: String
    let rows: [JSON]

    init(_ name: String) throws {
        self.name = name
        rows = try String(decoding: Fixtures.bytes("Tests/ReadingTests/Sets/\(name).jsonl"), as: UTF8.self)
            .split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    }

    /// How many rows are right; the others are kept for reading.
    func score(_ judge: (_ row: JSON, _ line: JSON) -> String?) throws -> Score {
        var score = Score(name: name)
        var wrong = ""
        for row in rows {
            let line = try Self.line(row)
            score.all += 1
            guard let fault = judge(row, line) else {
                score.right += 1
                continue
            }
            let place = [row["role"]?.string, row["context"]?.string].compactMap { $0 }.joined(separator: " ")
            wrong += "\(row["text"]?.string ?? "")\t\(place)\t\(fault)\n"
        }
        if let folder = ProcessInfo.processInfo.environment["SETS"] {
            try wrong.write(toFile: "\(folder)/\(name).txt", atomically: true, encoding: .utf8)
        }
        print("\(score)")
        return score
    }

    /// What `yishi read` prints for a row.
    static func line(_ row: JSON) throws -> JSON {
        try JSON(parsing: Fixtures.reader.line(for: try Utterance(row, now: Fixtures.at())).bytes())
    }
}

struct Score: CustomStringConvertible {
    var name: String
    var right = 0
    var all = 0

    var share: Double { all == 0 ? 0 : Double(right) / Double(all) }
    var description: String { "\(name): \(right) of \(all), \(String(format: "%.1f", 100 * share)) %" }
}

extension JSON {
    /// The texts of a list.
    var texts: [String] { (array ?? []).compactMap(\.string) }

    /// Free words are the same without marks and blanks.
    func says(the other: JSON) -> Bool {
        switch (self, other) {
        case (.string(let one), .string(let two)): JSON.bare(one) == JSON.bare(two)
        case (.array(let one), .array(let two)): one.count == two.count && zip(one, two).allSatisfy { $0.says(the: $1) }
        default: self == other
        }
    }

    private static func bare(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !" ，,。.：:；;！!？?、（）()“”\"".unicodeScalars.contains($0) }))
    }
}
