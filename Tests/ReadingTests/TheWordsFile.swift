import Procedure
import Testing
import Wire

@testable import Reading

/// The delivered file of words against itself: every example and every word does what it says.
@Suite struct TheWordsFile {
    @Test func everyExampleReadsAsItsOwnVerb() throws {
        for verb in try Fixtures.verbs().verbs where verb.group != nil && verb.intent != .pasteRecord {
            let isHeard = verb.roles.contains { role in
                verb.contexts.contains { context in
                    let intent = Fixtures.read(verb.example, role, context, at: "2026-03-21T10:00")
                    return intent.name == verb.intent && intent.action == .act
                }
            }
            #expect(isHeard, "\(verb.example)")
        }
    }

    /// Each synonym in place of the canonical word gives the same intent and the same slots.
    @Test func everyWordOfAVerbDoesTheSame() throws {
        for verb in try Fixtures.verbs().verbs where verb.group != nil && verb.intent != .pasteRecord {
            guard
                let role = verb.roles.sorted(by: { $0.rawValue < $1.rawValue }).first(where: { role in
                    verb.contexts.contains { Fixtures.read(verb.example, role, $0).name == verb.intent }
                }), verb.example.hasPrefix(verb.words[0])
            else { continue }
            guard
                let context = verb.contexts.sorted(by: { $0.rawValue < $1.rawValue }).first(where: {
                    Fixtures.read(verb.example, role, $0).name == verb.intent
                })
            else { continue }
            let expected = Fixtures.read(verb.example, role, context)
            for word in verb.words.dropFirst() {
                let varied = word + verb.example.dropFirst(verb.words[0].count)
                let read = Fixtures.read(varied, role, context)
                #expect(read.name == expected.name, "\(varied) by \(role) in \(context)")
                #expect(read.slots == expected.slots, "\(varied) by \(role) in \(context)")
            }
        }
    }

    @Test func everyQuestionHasAText() throws {
        let texts = try JSON(parsing: Fixtures.bytes("Config/texts/zh-Hans.json"), comments: true)
        for key in Reader.questions { #expect(texts[key]?.string?.isEmpty == false, "\(key)") }
    }

    @Test func helpLinesAreShortAndCalm() throws {
        for verb in try Fixtures.verbs().verbs where verb.group != nil {
            #expect((4...60).contains(verb.help.count), "\(verb.help)")
            #expect(!verb.help.contains("！") && !verb.help.contains("!"), "\(verb.help)")
            #expect(verb.help.hasSuffix("。"), "\(verb.help)")
        }
    }

    @Test func everyGroupOfHelpHasSomething() throws {
        let table = try Fixtures.verbs()
        for group in table.groups { #expect(table.shown(in: group.id).count >= 1, "\(group.id)") }
        #expect(table.groups(for: [.resident]).map(\.id) == ["resident", "participant"])
        #expect(table.groups(for: [.partySecretary]).map(\.id) == ["resident", "participant", "partySecretary"])
    }

    @Test(arguments: [
        ("{", 1), ("{\"groups\": []}", 1),
        (
            "{\"groups\": [], \"places\": {}, \"speakers\": {}, \"particles\": [], \"verbs\": [\n{\"intent\": \"fly\", \"words\": [\"飞\"], \"by\": [], \"in\": []}]}",
            2
        ),
        (
            "{\"groups\": [], \"places\": {}, \"speakers\": {}, \"particles\": [], \"verbs\": [\n{\"intent\": \"pass\", \"words\": [\"过\"],\n\"by\": [\"nobody\"], \"in\": []}]}",
            3
        ),
        (
            "{\"groups\": [], \"places\": {}, \"speakers\": {}, \"particles\": [], \"verbs\": [\n{\"intent\": \"pass\", \"words\": [],\n\"by\": [], \"in\": []}]}",
            2
        ),
        (
            "{\"groups\": [], \"places\": {}, \"speakers\": {}, \"particles\": [], \"verbs\": [\n{\"intent\": \"pass\", \"words\": [\"过\"], \"slots\": [\"colour\"],\n\"by\": [], \"in\": []}]}",
            2
        ),
        (
            "{\"groups\": [], \"places\": {}, \"speakers\": {}, \"particles\": [], \"verbs\": [\n{\"intent\": \"pass\", \"words\": [\"过\"], \"colour\": 1,\n\"by\": [], \"in\": []}]}",
            2
        ),
    ]) func aFaultIsNamedWithItsPlace(_ text: String, _ line: Int) {
        let fault = #expect(throws: Malformed.self) { try VerbTable(parsing: Array(text.utf8)) }
        #expect(fault?.line == line)
    }
}
