import Reading
import Testing

@testable import yishi

@Suite("yishi same")
struct SameTests {
    private static func session(_ units: [String: String] = [:]) throws -> SameSession {
        SameSession(try ModelFiles.matterReader(Folder.repository), units: units)
    }

    @Test("a line each: the nearest earlier one, how alike, and whether it would be proposed")
    func lines() throws {
        var session = try SameTests.session()
        #expect(session.answer(to: "a\t3号楼电梯又坏了") == "a\t-\t0.000\t0")
        let first = session.answer(to: "b\t三栋的电梯停了")
        let same = try #require(first).split(separator: "\t")
        #expect(same[1] == "a" && same[3] == "1")
        let second = session.answer(to: "c\t5号楼电梯坏了")
        let other = try #require(second).split(separator: "\t")
        #expect(other[3] == "0")
        #expect(session.answer(to: "no tab") == nil)
        #expect(session.answer(to: "d\t") == "d\t-\t0.000\t0")
    }

    @Test("units are apart; neighbours and upper levels of a path are looked at")
    func units() throws {
        var apart = try SameTests.session(["a": "东园", "b": "西园"])
        _ = apart.answer(to: "a\t解放路的红绿灯坏了")
        #expect(apart.answer(to: "b\t解放路红绿灯不亮") == "b\t-\t0.000\t0")
        var near = try SameTests.session(["a": "县/镇/东园", "b": "县/镇/西园"])
        _ = near.answer(to: "a\t解放路的红绿灯坏了")
        #expect(near.answer(to: "b\t解放路红绿灯不亮")?.hasSuffix("\t1") == true)
    }

    @Test("shares have three places")
    func shares() {
        #expect(
            [0, 0.0004, 0.5, 0.9996, 1, 7, -1].map(SameSession.share) == ["0.000", "0.000", "0.500", "1.000", "1.000", "1.000", "0.000"])
    }
}
