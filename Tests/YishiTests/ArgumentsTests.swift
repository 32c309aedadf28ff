import Testing

@testable import yishi

@Suite("Arguments")
struct ArgumentsTests {
    @Test("options, their values and the rest")
    func options() throws {
        let arguments = try Arguments(["--data", "d", "东园", "--port=81", "--yes"], options: ["data", "port"], flags: ["yes"])
        #expect(arguments["data"] == "d")
        #expect(arguments["port"] == "81")
        #expect(arguments.has("yes"))
        #expect(arguments.rest == ["东园"])
    }

    @Test("what nobody knows is refused", arguments: [["--colour"], ["--data"], ["--yes=1"], ["-x"]])
    func unknown(_ given: [String]) {
        #expect(throws: UsageFault.self) { try Arguments(given, options: ["data"], flags: ["yes"]) }
    }
}
