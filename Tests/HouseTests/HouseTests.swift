import Foundation
import Testing

/// The house of design section 3, held against the sources: SwiftPM alone does not refuse an undeclared import.
@Suite("The house")
struct HouseTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What each module may import of ours, as `Package.swift` declares it.
    static func table() throws -> [String: Set<String>] {
        let package = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
        var table: [String: Set<String>] = [:]
        for target in package.components(separatedBy: "module(").dropFirst().map({ "module(" + $0 }) { read(target, "module(", &table) }
        if let executable = package.components(separatedBy: ".executableTarget(").dropFirst().first {
            let names = quoted(String(executable.prefix { $0 != "]" }))
            table[names[0]] = Set(names.dropFirst())
        }
        return table
    }

    private static func read(_ text: String, _ opening: String, _ table: inout [String: Set<String>]) {
        let names = quoted(String(text.prefix { $0 != "]" }))
        guard let first = names.first, first != "String" else { return }
        table[first] = Set(names.dropFirst())
    }

    private static func quoted(_ text: String) -> [String] {
        text.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    struct Source: Sendable {
        var module: String
        var path: String
        var lines: [String]
    }

    static func sources() throws -> [Source] {
        let folder = root.appendingPathComponent("Sources")
        let paths = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
            return Source(
                module: String(path.prefix { $0 != "/" }), path: path,
                lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }

    static let system: Set<String> = ["Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Glibc"]

    /// The writer's bell was one: a thunk more for every commit, until two million suggestions would have filled the memory and the stack.
    @Test("no Mutex holds a closure by itself, which every look would wrap once more")
    func closuresInMutexes() throws {
        for source in try HouseTests.sources() {
            for line in source.lines where line.contains("Mutex<") && !line.contains("typealias") {
                #expect(!(line.components(separatedBy: "Mutex<").last ?? "").contains("->"), "\(source.path): \(line)")
            }
        }
    }

    @Test("every import is one the table allows")
    func imports() throws {
        let table = try HouseTests.table()
        #expect(table.keys.sorted() == ["Board", "Deliberation", "Desk", "Gateways", "Procedure", "Reading", "Record", "Wire", "yishi"])
        for source in try HouseTests.sources() {
            for line in source.lines
            where line.hasPrefix("import ") || line.hasPrefix("@preconcurrency import ") || line.hasPrefix("@testable import ") {
                let name = String(line.split(separator: " ").last ?? "").split(separator: ".").first.map(String.init) ?? ""
                let allowed = table[source.module] ?? []
                #expect(HouseTests.system.contains(name) || allowed.contains(name), "\(source.path) imports \(name)")
            }
        }
    }

    @Test("dependencies point downwards only")
    func downwards() throws {
        let order = ["Wire", "Procedure", "Deliberation", "Reading", "Gateways", "Record", "Desk", "Board", "yishi"]
        for (module, below) in try HouseTests.table() {
            let height = try #require(order.firstIndex(of: module))
            for name in below where !name.hasPrefix("C") {
                #expect(try #require(order.firstIndex(of: name)) < height, "\(module) stands on \(name)")
            }
        }
    }

    @Test("pure modules neither wait nor reach out", arguments: ["Procedure", "Deliberation", "Reading"])
    func pure(_ module: String) throws {
        for source in try HouseTests.sources() where source.module == module {
            for (index, line) in source.lines.enumerated() {
                let code = line.components(separatedBy: "//")[0]
                for word in ["async ", "await ", "FileManager", "Thread", "DispatchQueue", "nonisolated(unsafe)", "Mutex"] {
                    #expect(!code.contains(word), "\(source.path):\(index + 1) has \(word)")
                }
            }
        }
    }

    @Test("files are short, and nothing is forced")
    func files() throws {
        for source in try HouseTests.sources() {
            #expect(source.lines.count <= 401, "\(source.path) has \(source.lines.count - 1) lines")
            for (index, line) in source.lines.enumerated() {
                let code = line.components(separatedBy: "//")[0]
                let forces = /[\w)\]]!(?!=)/
                #expect(code.replacing(/"(\\.|[^"\\])*"/, with: "").firstMatch(of: forces) == nil, "\(source.path):\(index + 1) forces")
                for word in ["TODO", "FIXME"] { #expect(!line.contains(word), "\(source.path):\(index + 1) has \(word)") }
            }
        }
    }
}
