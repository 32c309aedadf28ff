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
