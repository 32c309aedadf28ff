import Board
import Deliberation
import Desk
import Procedure
import Record
import Testing

/// Numbers and days beside a sitting that is called.
@Suite("What is called, among much else", .serialized)
struct CalledTests {
    private static let residents = "东园社区居民群", office = "东园社区工作群"

    @Test("a bare number is no day of a sitting, and a sitting is found among many open matters, and which of two is asked")
    func called() throws {
        let desk = try Restarting.approved()
        #expect(try desk.say("开会 1 4月16日19:30 二楼 应到20 代表已审定", "陈华", in: Self.office) == .decided)
        try desk.say("不参加 16", "李四")
        #expect(desk.said(in: "李四").last?.hasPrefix("请说一下是几号") == true, "\(desk.said(in: "李四").last ?? "")")
        try desk.say("16号那个我来", "李四")
        #expect(desk.said(in: "李四").last?.contains("1号") == true, "\(desk.said(in: "李四").last ?? "")")
        for place in ["北门", "南门", "西门", "车棚", "凉亭", "广场", "花坛", "水池", "天台", "走廊", "大厅", "岗亭", "地库", "操场"] {
            try desk.say("建议：\(place)的灯不亮", "王芳", in: Self.residents)
        }
        try desk.say("会上多少人回了", "王五")
        #expect(desk.said(in: "王五").last?.contains("应到20") == true, "\(desk.said(in: "王五").last ?? "")")
        for name in Restarting.neighbours + ["张三"] { try desk.say("附议 2", name, in: Self.residents) }
        try desk.say("通过 2 直接对话", "李明", in: Self.office)
        try desk.say("报审 2", "陈华", in: Self.office)
        try desk.say("备案 2 3月2日送达", "李明", in: Self.office)
        try desk.say("同意 2 3月2日支委会", "刘国强")
        #expect(try desk.say("开会 2 4月17日19:30 二楼 应到20 代表已审定", "陈华", in: Self.office) == .decided)
        try desk.say("会上多少人回了", "王五")
        let which = desk.said(in: "王五").last ?? ""
        #expect(which.contains("1号") && which.contains("2号"), "\(which)")
    }
}
