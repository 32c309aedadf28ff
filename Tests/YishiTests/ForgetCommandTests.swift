import Desk
import Foundation
import Testing

@testable import yishi

@Suite("yishi forget --paper", .serialized)
struct ForgetCommandTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-forget-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    @Test("says what stands under a name and erases it with --yes; a name that is not there ends with 1, what is no number with 2")
    func paper() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Life.live(folder) { life throws in
            #expect(try life.hear("代录建议 鲁婆婆：石桥栏杆松得能晃", id: "m1", from: "李明") == .decided)
        }
        func run(_ arguments: String...) -> Int32 {
            CommandLineTool.run(["forget", "--paper"] + arguments + ["--data", folder, "--config", Folder.repository])
        }
        #expect(run("dongyuan", "2026-1", "李大爷") == 1)
        #expect(run("dongyuan", "2026-9", "鲁婆婆") == 1)
        #expect(run("nowhere", "2026-1", "鲁婆婆") == 1)
        #expect(run("dongyuan", "first", "鲁婆婆") == 2)
        #expect(run("dongyuan", "2026-1") == 2)
        #expect(run("dongyuan", "2026-1", "鲁婆婆") == 0)
        #expect(run("dongyuan", "2026-1", "鲁婆婆", "--yes") == 0)
        #expect(run("dongyuan", "2026-1", "鲁婆婆") == 1, "it is gone")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
            #expect(bytes.range(of: Data("石桥栏杆".utf8)) == nil && bytes.range(of: Data("鲁婆婆".utf8)) == nil, "\(name)")
        }
    }
}
