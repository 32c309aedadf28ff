import Desk
import FoundationEssentials
import Record

/// Where the configuration and the data stand.
enum Folders {
    /// `--config DIR`, else `YISHI_CONFIG`, else `./Config`, else `/etc/yishi`.
    static func configuration(_ arguments: Arguments) throws(Failed) -> String {
        if let named = arguments["config"] ?? environment("YISHI_CONFIG") {
            guard isFolder(named) else {
                throw Failed(
                    "the configuration folder \(named) is not there: copy the sample (`cp -r Config \(named)`), or name another with --config DIR or YISHI_CONFIG"
                )
            }
            return named
        }
        for usual in ["Config", "/etc/yishi"] where isFolder(usual) { return usual }
        throw Failed("there is no configuration folder: neither ./Config nor /etc/yishi; name one with --config DIR or YISHI_CONFIG")
    }

    /// Where `--data` or `YISHI_DATA` say, if they do.
    static func data(_ arguments: Arguments) -> String? { arguments["data"] ?? environment("YISHI_DATA") }

    static func database(in data: String) -> String { data + "/yishi.db" }

    /// Records that `yishi restore` put aside, as long as nobody deleted them; by name, the oldest first.
    static func putAside(in data: String) -> [String] { Desk.putAside(beside: database(in: data)) }

    /// The newest record that was put aside where no record stands: a restore was cut off between two names.
    static func recordWithoutPlace(in data: String) -> String? {
        FileManager.default.fileExists(atPath: database(in: data)) ? nil : putAside(in: data).last
    }

    /// See `CrashSlot`.
    static func slot(in data: String) -> String { data + "/slot" }

    /// Makes the data folder, for its owner only.
    static func make(_ folder: String) throws(Failed) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw Failed("the data folder \(folder) cannot be made: \(CommandLineTool.reason(of: error))") }
    }

    /// A file that somebody named.
    static func bytes(_ path: String) throws(Failed) -> [UInt8] {
        do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw Failed("\(path) cannot be read: \(CommandLineTool.reason(of: error))")
        }
    }

    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    static func library(_ folder: String) throws(Failed) -> Library {
        do throws(Library.Faults) { return try Library(folder: folder) } catch {
            throw Failed(
                "the configuration in \(folder) has \(error.faults.count) faults, the first: \(error.faults.first?.description ?? "?"); `yishi check` names all"
            )
        }
    }

    /// `yishi.json` of that folder.
    static func service(_ folder: String) throws(Failed) -> Configuration {
        do throws(Configuration.Faults) { return try Configuration(folder: folder) } catch {
            let first = error.faults.first?.description ?? "?"
            throw Failed(
                "\(folder)/\(first)" + (error.faults.count > 1 ? "; and \(error.faults.count - 1) more, `yishi check` names all" : ""))
        }
    }
}

extension String {
    /// Without spaces and line ends before and after: what a file of one line says.
    var withoutBlanksAround: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
