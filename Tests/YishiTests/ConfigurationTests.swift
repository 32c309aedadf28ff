import Desk
import Foundation
import Gateways
import Testing
import Wire

@testable import yishi

/// A configuration folder of its own: the repository's procedure, and a `yishi.json` as the test writes it.
struct Folder {
    let path: String

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("Config").path

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-config-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for name in ["rows.json", "demo.json", "rulebooks", "texts", "calendar"] {
            try FileManager.default.copyItem(atPath: Folder.repository + "/" + name, toPath: path + "/" + name)
        }
        try write("identity.key", String(repeating: "ab", count: 32) + "\n", mode: 0o600)
        try write("path", "unguessable-0123456789\n", mode: 0o600)
        try write("secret", "s3cret\n", mode: 0o600)
    }

    func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path + "/" + name)
    }

    /// `yishi.json` with these members in place of the right ones.
    func configure(_ changes: [String: String] = [:]) throws {
        var members = [
            "data": "\"data\"", "identityKey": "\"identity.key\"",
            "units": #"[{ "id": "dongyuan", "name": "东园社区", "level": "village", "city": "xuzhou" }]"#,
            "endpoints": Folder.endpoint(),
        ]
        members.merge(changes) { $1 }
        let lines = members.sorted { $0.key < $1.key }.map { "  \"\($0.key)\": \($0.value)" }
        try write("yishi.json", "// 设置\n{\n" + lines.joined(separator: ",\n") + "\n}\n")
    }

    static func endpoint(_ changes: [String: String?] = [:]) -> String {
        var members: [String: String?] = [
            "kind": "onebot11", "name": "qq", "account": "10001", "api": "http://127.0.0.1:3000", "pathFile": "path",
            "secretFile": "secret",
        ]
        members.merge(changes) { $1 }
        let pairs = members.sorted { $0.key < $1.key }.compactMap { name, value in value.map { "\"\(name)\": \"\($0)\"" } }
        return "[{ \(pairs.joined(separator: ", ")) }]"
    }

    func faults() -> [String] { CheckCommand.faults(path, data: nil).map(\.description) }
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

@Suite("Configuration")
struct ConfigurationTests {
    @Test("a right one has no fault and keeps its secrets out of sight")
    func right() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.configure()
        #expect(folder.faults() == [])
        let configuration = try Configuration(folder: folder.path)
        #expect(configuration.units.map(\.name) == ["东园社区"])
        #expect(configuration.webhooks == Configuration.Listener(address: "127.0.0.1", port: 8081))
        #expect(configuration.endpoints.first?.oneBot.secret == "s3cret")
        var shown = ""
        dump(configuration.endpoints, to: &shown)
        shown += "\(configuration)"
        #expect(!shown.contains("s3cret"))
        #expect(!shown.contains("unguessable"))
    }

    @Test("nothing is learned from what officers put right unless the office says so")
    func learning() throws {
        let sample = try #require(FileManager.default.contents(atPath: Folder.repository + "/yishi.json"))
        #expect(try LocatedJSON(parsing: [UInt8](sample))["learn"]?.bool == false)
        let folder = try Folder()
        defer { folder.remove() }
        try folder.configure()
        #expect(try Configuration(folder: folder.path).learns == false)
        #expect(CommandLineTool.run(["learn", "--out", folder.path + "/rows.tsv", "--config", folder.path]) == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/rows.tsv"))
        try folder.configure(["learn": "true"])
        #expect(try Configuration(folder: folder.path).learns)
        try folder.configure(["learn": "\"yes\""])
        #expect(folder.faults().contains { $0.contains("learn must be true or false") })
    }

    @Test("the sample of the repository lacks nothing but its key")
    func sample() {
        let faults = CheckCommand.faults(Folder.repository, data: nil)
        #expect(faults.allSatisfy { $0.fault.problem.hasPrefix("identityKey") }, "\(faults)")
    }

    static let single: [(member: String, value: String, fault: String)] = [
        ("colour", "1", "yishi.json:3:3: there is no setting \"colour\""),
        ("bodyBytes", "12", "must be a whole number from 1024"),
        ("pace", "\"soon\"", "pace must be a span"),
        ("operations", #"{ "port": 8081 }"#, "a port of its own"),
        ("webhooks", #"{ "address": "example.org" }"#, "must be a numeric address"),
        ("webhooks", #"{ "port": 70000 }"#, "from 1 to 65535"),
        ("webhooks", "5", "expected an object, found a whole number"),
        ("identityKey", "\"nowhere.key\"", "no such file"),
        ("identityKey", "7", "identityKey must be a text"),
        ("data", "\".\"", "must not lie inside the data folder"),
        ("units", "[]", "name at least one"),
        ("units", #"[{ "id": "东园", "name": "东园", "level": "village", "city": "xuzhou" }]"#, "no unit's id"),
        ("units", #"[{ "id": "a", "name": "甲", "level": "planet", "city": "xuzhou" }]"#, "level must be one of"),
        ("units", #"[{ "id": "a", "name": "甲", "level": "village", "city": "atlantis" }]"#, "no rulebook of a city"),
        ("units", #"[{ "id": "a", "name": "甲", "level": "village", "city": "xuzhou", "upper": "b" }]"#, "another unit here"),
        ("endpoints", Folder.endpoint(["kind": "telex"]), "kind must be"),
        ("endpoints", Folder.endpoint(["name": "demo"]), "name must be"),
        ("endpoints", Folder.endpoint(["account": "me"]), "account must be"),
        ("endpoints", Folder.endpoint(["api": "127.0.0.1"]), "api must be"),
        ("endpoints", Folder.endpoint(["pathFile": nil]), "unguessable part"),
        ("endpoints", Folder.endpoint(["pathFile": "secret"]), "at least 16"),
        ("endpoints", Folder.endpoint(["secretFile": "nowhere"]), "cannot be read"),
        ("endpoints", Folder.endpoint(["secretFile": "yishi.json"]), "everybody may read"),
        ("endpoints", Folder.endpoint(["secret": "hunter2"]), "there is no setting \"secret\""),
        ("endpoints", Folder.endpoint(["tokenEnv": "YISHI_TEST_NOT_SET"]), "no such variable"),
    ]

    @Test("each fault is named where it stands", arguments: 0..<single.count)
    func fault(_ index: Int) throws {
        let (member, value, wanted) = ConfigurationTests.single[index]
        let folder = try Folder()
        defer { folder.remove() }
        try folder.configure([member: value])
        let faults = folder.faults()
        #expect(faults.contains { $0.contains(wanted) }, "\(member): \(faults)")
        #expect(!faults.contains { $0.contains("hunter2") || $0.contains("s3cret") })
        // A fault that is in the file says where, in `file:line:column`.
        #expect(faults.allSatisfy { $0.hasPrefix("yishi.json:") })
    }

    @Test("faults of several files are told together")
    func together() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.configure([
            "pace": "\"soon\"", "bodyBytes": "1",
            "units": #"[{ "id": "a", "name": "甲", "level": "village", "city": "atlantis" }]"#,
        ])
        try folder.write("texts/verbs.zh-Hans.json", "{ \"verbs\": [ }")
        try folder.write("texts/names.zh-Hans.json", "{\n  \"commonSurnames\": 7\n}")
        try folder.write("texts/cues.zh-Hans.json", "{\n  \"openings\": \"提个建议\"\n}")
        let city = try String(contentsOfFile: folder.path + "/rulebooks/xuzhou.json", encoding: .utf8)
        try folder.write("rulebooks/xuzhou.json", city.replacingOccurrences(of: "\"stakeholderShare\"", with: "\"stakeholderShades\""))
        let faults = folder.faults()
        #expect(faults.contains { $0.hasPrefix("texts/verbs.zh-Hans.json:1:") })
        #expect(faults.contains("texts/names.zh-Hans.json:2:21: expected text, found a whole number"))
        #expect(faults.contains("texts/cues.zh-Hans.json:2:3: there is no list openings"))
        #expect(faults.contains { $0.hasPrefix("rulebooks/xuzhou.json:") && $0.contains("stakeholderShades") })
        #expect(faults.filter { $0.hasPrefix("yishi.json:") }.count == 3)
    }

    @Test("without a file at all")
    func missing() throws {
        let folder = try Folder()
        defer { folder.remove() }
        #expect(folder.faults() == ["yishi.json: cannot be read"])
    }

    @Test(
        "the demo attaches counterparts of this machine only",
        arguments: [
            ("http://127.0.0.1:3000", true), ("http://localhost:3000/", true), ("http://[::1]:3000", true),
            ("http://192.0.2.1:3000", false),
            ("http://127.0.0.1.example.org", false), ("http://127.0.0.1@example.org", false), ("127.0.0.1", false),
        ])
    func loopback(_ api: String, _ isLoopback: Bool) { #expect(Attached.isLoopback(api) == isLoopback) }
}
