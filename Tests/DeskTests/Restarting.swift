import Board
import Deliberation
import Desk
import Foundation
import Gateways
import Procedure
import Record
import Testing

/// A record in a folder of its own that outlives the desks opened on it.
final class Restarting {
    private let folder: URL
    private let identity = IdentityKey.random()
    private var library: Library
    private let town: Town
    private(set) var stage: Rehearsal
    private var now: Instant

    static let config = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Config").path

    init(config: String = Restarting.config) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        library = try Library(folder: config)
        town = try Town(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: Restarting.config + "/demo.json"))))
        now = town.start
        stage = try Rehearsal(
            library: library, town: town, store: try Store.open(path: folder.path + "/desk.db", identity: identity), from: now, runs: false,
            prefix: "")
    }

    static let neighbours = ["李四", "王芳", "赵强", "钱丽", "孙涛", "周敏", "吴刚", "郑红", "冯军"]
    static let residents = "东园社区居民群", office = "东园社区工作群"

    /// Number 1 supported by nine neighbours, taken up and put before the party organisation.
    static func submitted() throws -> Restarting {
        let desk = try Restarting()
        try desk.say("建议：东门路灯不亮", "张三", in: residents)
        for name in neighbours { try desk.say("附议 1", name, in: residents) }
        try desk.say("通过 1 直接对话", "李明", in: office)
        try desk.say("报审 1", "陈华", in: office)
        return desk
    }

    /// The same, filed and approved: a sitting may be called.
    static func approved() throws -> Restarting {
        let desk = try submitted()
        try desk.say("备案 1 3月2日送达", "李明", in: office)
        try desk.say("同意 1 3月2日支委会", "刘国强")
        return desk
    }

    deinit {
        stage.desk.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    var path: String { folder.path + "/desk.db" }

    /// Everything in memory is gone; the record is opened again, `after` so long, by the configuration in a folder where one is given.
    func restart(after span: Span = .seconds(1), config: String? = nil) throws {
        if let config { library = try Library(folder: config) }
        now = stage.clock.now + span
        stage.desk.stop()
        stage = try Rehearsal(
            library: library, town: town, store: try Store.open(path: path, identity: identity), from: now, runs: false, prefix: "")
    }

    @discardableResult
    func say(_ text: String, _ name: String, in group: String? = nil) throws -> Outcome {
        let person = try #require(town.person(named: name))
        let place = try group.map { try #require(town.group(named: $0)) }
        return stage.say(text, as: person, in: place).outcome
    }

    /// What we said in the chat of that name since the start.
    func said(in name: String) -> [String] {
        let id = town.group(named: name)?.id ?? town.person(named: name)?.id
        return stage.sandbox.messages.filter { $0.chat.id == id && $0.sender == nil }.map(\.text)
    }

    /// Every byte of the database and its log.
    func holds(_ text: String) throws -> Bool {
        let needle = Data(text.utf8)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { name in
            try Data(contentsOf: folder.appendingPathComponent(name)).range(of: needle) != nil
        }
    }
}
