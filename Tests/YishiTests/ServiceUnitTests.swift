import Foundation
import Testing

/// `Config/yishi.service` as an operator installs it: what keeps a fault in us from becoming a fault of the machine.
@Suite("The systemd unit")
struct ServiceUnitTests {
    /// Section, name and value of every setting, in order.
    private func settings() throws -> [(section: String, name: String, value: String)] {
        let text = try String(contentsOfFile: Folder.repository + "/yishi.service", encoding: .utf8)
        var section = ""
        var found: [(section: String, name: String, value: String)] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("[") {
                section = String(line.dropFirst().dropLast())
            } else {
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                try #require(parts.count == 2, "\(line)")
                found.append((section, String(parts[0]), String(parts[1])))
            }
        }
        return found
    }

    /// What it must have under `[Service]`, whatever else is there.
    private static let needed = [
        "Type": "notify", "WatchdogSec": "30", "Restart": "on-failure", "User": "yishi", "Group": "yishi", "UMask": "0077",
        "StateDirectoryMode": "0700", "ConfigurationDirectoryMode": "0750", "LimitCORE": "0", "NoNewPrivileges": "yes",
        "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes", "PrivateUsers": "yes",
        "ProtectProc": "invisible", "ProtectClock": "yes", "ProtectKernelLogs": "yes", "ProtectKernelTunables": "yes",
        "ProtectKernelModules": "yes", "ProtectControlGroups": "yes", "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6",
        "RestrictNamespaces": "yes", "RestrictRealtime": "yes", "RestrictSUIDSGID": "yes", "LockPersonality": "yes",
        "MemoryDenyWriteExecute": "yes", "SystemCallArchitectures": "native", "CapabilityBoundingSet": "", "AmbientCapabilities": "",
    ]

    @Test("nobody's privileges, nobody's files, no cores, and only the calls a service needs")
    func hardened() throws {
        let settings = try settings().filter { $0.section == "Service" }
        for (name, value) in Self.needed {
            #expect(settings.filter { $0.name == name }.map(\.value) == [value], "\(name)")
        }
        #expect(settings.filter { $0.name == "SystemCallFilter" }.map(\.value) == ["@system-service", "~@privileged @mount @debug"])
        #expect(
            settings.first { $0.name == "ExecStart" }?.value == "/usr/local/bin/yishi serve",
            "without a shell or a prefix that lifts limits")
        // systemd takes the last word on a line like this for a value: nothing may stand behind one.
        #expect(!settings.contains { $0.value.contains("#") || $0.value.hasSuffix(" ") })
    }

    @Test("its key stands elsewhere than its data, and a start that fails does not go on for ever")
    func apart() throws {
        let settings = try settings()
        func values(_ section: String, _ name: String) -> [String] {
            settings.filter { $0.section == section && $0.name == name }.map(\.value)
        }
        let environment = values("Service", "Environment")
        #expect(environment.contains("YISHI_CONFIG=/etc/yishi") && environment.contains("YISHI_DATA=/var/lib/yishi"))
        #expect(values("Unit", "StartLimitBurst") == ["5"] && values("Unit", "StartLimitIntervalSec") == ["120"])
        #expect(values("Service", "StateDirectory") == ["yishi"] && values("Service", "ConfigurationDirectory") == ["yishi"])
    }

    /// What `systemd-analyze` says of a unit file and how it ends. Nothing is started, and no systemd need run.
    private func analyze(_ arguments: [String], _ unit: String) throws -> (said: String, status: Int32) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yishi-unit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("yishi.service")
        try Data(unit.utf8).write(to: file)
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["LC_ALL=C.UTF-8", "systemd-analyze", "--no-pager"] + arguments + [file.path]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (said, process.terminationStatus)
    }

    /// `Config/test` installs Debian's package `systemd` for this; only its own reading of the file is asked for.
    @Test("systemd itself reads every line of it, and finds little that it leaves open")
    func asSystemdReadsIt() throws {
        let unit = try String(contentsOfFile: Folder.repository + "/yishi.service", encoding: .utf8)
        // It looks for the program, which is installed here under no name.
        let here = unit.replacing("/usr/local/bin/yishi serve", with: "/bin/true serve")
        #expect(here != unit)
        let read = try analyze(["verify"], here)
        #expect(read.said.isEmpty && read.status == 0, "\(read)")
        for wrong in [("ProtectClock=yes", "ProtectClocks=yes"), ("RestartSec=1", "RestartSec=soon"), ("@mount", "@mounts")] {
            let read = try analyze(["verify"], here.replacing(wrong.0, with: wrong.1))
            #expect(!read.said.isEmpty, "\(wrong.1) is taken")
        }
        // Of 100; what a unit without any of these lines comes to is above 90.
        let open = try analyze(["security", "--offline=true", "--threshold=15"], unit)
        #expect(open.status == 0, "\(open.said.suffix(200))")
        let less = unit.replacing("ProtectSystem=strict", with: "ProtectSystem=no").replacing("NoNewPrivileges=yes", with: "")
        #expect(try analyze(["security", "--offline=true", "--threshold=15"], less).status != 0)
    }
}
