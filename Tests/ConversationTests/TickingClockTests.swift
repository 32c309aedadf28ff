import Foundation
import Procedure
import Testing

/// A clock that goes on while something is being done: what one message causes is one moment all the same. Under the clock that stands,
/// on which scripts are played else, two looks at it are never told apart.
@Suite("Conversations on a clock that every look moves on by a millisecond", .serialized)
struct TickingClockTests {
    /// Those that find by its moment what belongs together: what was entered afterwards with what it misses, what one message did, the topics
    /// of one sitting.
    private static let scripts = [
        "12-late-records.talk", "16-two-topics-adjourned.talk", "36-last-act.talk", "7-undo-and-correct.talk",
    ]

    private static let played =
        ProcessInfo.processInfo.environment["TICK"] == "all" ? ConversationTests.scripts : TickingClockTests.scripts

    @Test("as told", arguments: played)
    func conversation(_ name: String) throws {
        let text = try String(contentsOf: ConversationTests.folder.appendingPathComponent(name), encoding: .utf8)
        var script = try Script(tick: Span(milliseconds: 1))
        defer { script.end() }
        do { try script.run(text) } catch let fault as Script.Fault { Issue.record("\(name) \(fault)") }
    }
}
