import FoundationEssentials
import Reading
import Wire

/// `yishi train --names`: whose names stand in lines, from files with marked names. `--plain` (commas between) names tables of lines that name
/// nobody, `--known` a list of names that stand in them all the same (such lines are left out), `--foreign` a list of names without a surname,
/// `--public` one of names everybody knows.
enum NameSetup {
    static func train(_ arguments: Arguments) throws -> Int32 {
        guard !arguments.rest.isEmpty, let out = arguments["out"] else { throw UsageFault("a file of lines and --out FILE are needed") }
        var all: [UInt8] = []
        func lines(_ path: String, isTable: Bool = false) throws(Failed) -> [NameLine] {
            let content = try Folders.bytes(path)
            all += content
            do throws(Malformed) { return try NameLine.lines(parsing: content, isTable: isTable) } catch {
                throw Failed("\(path): \(error)")
            }
        }
        func words(_ option: String) throws(Failed) -> String {
            guard let path = arguments[option] else { return "" }
            let content = try Folders.bytes(path)
            all += content
            return String(decoding: content, as: UTF8.self)
        }
        var marked: [NameLine] = []
        for path in arguments.rest { marked += try lines(path) }
        var plain: [NameLine] = []
        for path in (arguments["plain"] ?? "").split(separator: ",") { plain += try lines(String(path), isTable: true) }
        var training = NameTraining(try ModelFiles.nameWords(try Folders.configuration(arguments)))
        NameTraining.leave(out: try words("known"), of: &plain)
        training.known = NameTraining.words(try words("public"))
        training.foreign = NameTraining.words(try words("foreign"))
        var provenance: [(name: String, text: String)] = [
            (
                "learned",
                "\(marked.count) lines with \(marked.reduce(0) { $0 + $1.count }) names of "
                    + "\(arguments.rest.map { URL(fileURLWithPath: $0).lastPathComponent }.joined(separator: ", ")), and \(plain.count) without"
            ),
            ("sha256", TableFile.sha256(all)), ("source", arguments["source"] ?? "not stated"),
            ("licence", arguments["licence"] ?? "not stated"),
            ("method", "a linear support vector machine on hashed signs of a name and its surroundings, other names put in each line"),
        ]
        if let note = arguments["note"] { provenance.append(("note", note)) }
        let bytes = training.model(from: marked, plain: plain, provenance: provenance).bytes()
        try TableFile.write(bytes, to: out)
        CommandLineTool.say("\(out): \(marked.count) lines, \(plain.count) without names, \(bytes.count) bytes")
        return 0
    }
}
