import Deliberation
import Desk
import Foundation
import Gateways
import Record
import Testing
import Wire

@testable import yishi

/// `groups` of `yishi.json`.
@Suite struct GroupsTests {
    private func read(_ groups: String) throws -> (ConfigurationReader, [String]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let made = FileManager.default.createFile(
            atPath: folder + "/path", contents: Data("0123456789abcdef".utf8), attributes: [.posixPermissions: 0o600])
        #expect(made)
        let text = """
            { "units": [{ "id": "dongyuan", "name": "东园社区", "level": "village", "city": "xuzhou" }],
              "endpoints": [{ "kind": "onebot11", "name": "qq", "account": "10001", "api": "http://127.0.0.1:1", "pathFile": "path" }],
              "groups": \(groups) }
            """
        var reader = ConfigurationReader(try LocatedJSON(parsing: Array(text.utf8)), folder: folder)
        let units = reader.units()
        let endpoints = reader.endpoints()
        let plans = reader.groups(units: units, endpoints: endpoints)
        return (reader, plans.map { "\($0.unit) \($0.purpose.rawValue) \($0.place.endpoint)/\($0.place.id)" })
    }

    @Test func groupsAreReadInTheirOrder() throws {
        let (reader, plans) = try read(#"[{ "endpoint": "qq", "unit": "dongyuan", "purpose": "residents", "ids": ["20001", "20002"] }]"#)
        #expect(reader.faults.isEmpty)
        #expect(plans == ["dongyuan residents qq/20001", "dongyuan residents qq/20002"])
    }

    @Test(arguments: [
        #"[{ "endpoint": "wx", "unit": "dongyuan", "purpose": "residents", "ids": ["1"] }]"#,
        #"[{ "endpoint": "qq", "unit": "xiyuan", "purpose": "residents", "ids": ["1"] }]"#,
        #"[{ "endpoint": "qq", "unit": "dongyuan", "purpose": "friends", "ids": ["1"] }]"#,
        #"[{ "endpoint": "qq", "unit": "dongyuan", "purpose": "residents", "ids": [] }]"#,
        #"[{ "endpoint": "qq", "unit": "dongyuan", "purpose": "residents", "ids": [20001] }]"#,
        #"[{ "endpoint": "qq", "unit": "dongyuan", "purpose": "residents", "ids": ["1", "1"] }]"#,
        #"[{ "endpoint": "qq", "unit": "dongyuan", "purpose": "residents", "ids": ["1"], "name": "x" }]"#,
    ])
    func aWrongOneIsNamedWithItsPlace(groups: String) throws {
        let (reader, _) = try read(groups)
        #expect(reader.faults.count == 1)
        #expect(reader.faults.first?.line == 3)
    }
}
