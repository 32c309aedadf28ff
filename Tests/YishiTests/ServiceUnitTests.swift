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
}
