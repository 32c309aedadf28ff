import Desk
import FoundationEssentials
import Procedure

/// `yishi doctor`: one line a thing an operator can do something about.
enum DoctorCommand: CommandLineCommand {
    static let name = "doctor"
    static let takes = "[--config DIR] [--data DIR]"
    static let does = "looks at the gateways, the clock, the disk, the calendar, the key and the record; one line each, and what to do"

    static func run(_ given: [String]) throws -> Int32 {
        let arguments = try Arguments(given, options: ["config", "data"])
        guard arguments.rest.isEmpty else { throw UsageFault("\(arguments.rest[0]) is no option") }
        let folder = try Folders.configuration(arguments)
        let findings = Checkup(folder: folder, data: Folders.data(arguments), now: WallClock().now).findings()
        guard let texts = Checkup.texts(folder) else { throw Failed("the texts in \(folder) cannot be read; `yishi check` says why") }
        for finding in findings {
            let what = texts.render("doctor.\(finding.key)", finding.values)
            CommandLineTool.say(texts.render(finding.isGood ? "doctor.good" : "doctor.bad", ["what": what]))
        }
        let bad = findings.count { !$0.isGood }
        CommandLineTool.say(texts.render(bad == 0 ? "doctor.clean" : "doctor.todo", ["count": String(bad)]))
        return bad == 0 ? 0 : 1
    }
}
