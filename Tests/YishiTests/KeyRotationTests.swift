import Foundation
import Glibc
import Record
import Testing

@testable import yishi

@Suite("yishi key --rotate")
struct KeyRotationTests {
    /// A record sealed under the new key, which stands beside the old one still.
    private struct House {
        let folder: Folder
        let old: IdentityKey
        let new: IdentityKey
        var key: String { folder.path + "/key" }
        var fresh: String { Place.newKey(of: key) }
        var database: String { folder.path + "/yishi.db" }

        init() throws {
            folder = try Folder()
            old = try IdentityKey.create(folder.path + "/key")
            new = try IdentityKey.create(Place.newKey(of: folder.path + "/key"))
            _ = try Store.open(path: folder.path + "/yishi.db", identity: new)
        }

        func kept() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("key.before-") }
        }
    }

    @Test("cut off anywhere, the next start has the new key under its name, and one old one beside it", arguments: 0...2)
    func cutOff(after steps: Int) throws {
        let house = try House()
        defer { house.folder.remove() }
        if steps > 0 { #expect(link(house.key, house.key + ".before-1") == 0) }
        if steps > 1 { #expect(rename(house.fresh, house.key) == 0) }
        for _ in 1...2 {
            #expect(try Place.identity(house.key, database: house.database).isSame(as: house.new))
            #expect(try IdentityKey.load(house.key).isSame(as: house.new))
            let kept = try house.kept()
            #expect(kept.count == 1)
            #expect(try IdentityKey.load(house.folder.path + "/" + (kept.first ?? "")).isSame(as: house.old))
            #expect(access(house.fresh, F_OK) != 0)
        }
    }

    @Test("a change that comes no further leaves the old key under its name")
    func comesNoFurther() throws {
        let house = try House()
        defer { house.folder.remove() }
        try FileManager.default.removeItem(atPath: house.fresh)
        #expect(throws: StoreFailure.self) { try Place.adopt(house.fresh, as: house.key) }
        #expect(try IdentityKey.load(house.key).isSame(as: house.old))
    }
}
