import Deliberation
import Desk
import FoundationEssentials
import Gateways
import Procedure
import Wire

/// `yishi.json`: what this installation is, beside the procedure. Secrets are never in it, only where they stand.
struct Configuration: Sendable {
    struct Listener: Sendable, Hashable {
        var address: String
        var port: UInt16
    }

    /// Where staff pages listen, and where phones and office computers reach them.
    struct Pages: Sendable, Hashable {
        var listener: Listener
        /// `https://yishi.example.cn`, without a path.
        var base: String
    }

    static let file = "yishi.json"

    /// Nil: named on the command line or by `YISHI_DATA`.
    var data: String?
    var identityKey: String
    var units: [UnitPlan]
    var endpoints: [EndpointPlan]
    var groups: [GroupPlan]
    /// Where the chat platforms push to.
    var webhooks: Listener
    /// `/healthz` and `/metrics`.
    var operations: Listener
    /// The forms staff print; nil where none are served.
    var pages: Pages?
    /// The least time between two messages of ours to one chat.
    var pace: Span
    /// When ordinary news goes out, and how much of it to one residents' group.
    var attention: Attention.Terms
    /// The minute of the day at which the work groups are told what is owed, with the day's root; nil: never by itself.
    var digest: Int?
    /// How long residents' words are kept after their matter is closed; nil: for good.
    var retention: Span?
    /// Whether the office allows tables to be made of what officers put right (`yishi learn`).
    var learns: Bool
    /// Longer pushes are answered 413. Bytes.
    var bodyBytes: Int
    /// Where "identityKey" and "data" stand in the file, for faults that show only later.
    private var places: [String: LocatedJSON] = [:]

    /// Everything wrong with the file, together.
    struct Faults: Error {
        var faults: [FileFault]
    }

    /// - Parameter folder: the configuration folder; paths in the file that do not begin with `/` are within it.
    init(folder: String) throws(Faults) {
        guard let bytes = FileManager.default.contents(atPath: folder + "/" + Configuration.file) else {
            throw Faults(faults: [FileFault(Configuration.file, Malformed("cannot be read"))])
        }
        var reader: ConfigurationReader
        do throws(Malformed) { reader = ConfigurationReader(try LocatedJSON(parsing: Array(bytes)), folder: folder) } catch {
            throw Faults(faults: [FileFault(Configuration.file, error)])
        }
        self.init(&reader)
        if !reader.faults.isEmpty { throw Faults(faults: reader.faults.map { FileFault(Configuration.file, $0) }) }
    }

    private init(_ reader: inout ConfigurationReader) {
        let root = reader.root
        reader.known(
            root,
            [
                "data", "identityKey", "units", "endpoints", "groups", "webhooks", "operations", "pages", "pace", "attention", "digest",
                "retention", "learn", "bodyBytes",
            ])
        data = root["data"] == nil ? nil : reader.path(root, "data")
        identityKey = reader.path(root, "identityKey")
        units = reader.units()
        endpoints = reader.endpoints()
        groups = reader.groups(units: units, endpoints: endpoints)
        webhooks = reader.listener("webhooks", standard: 8081)
        operations = reader.listener("operations", standard: 8082)
        pages = reader.pages()
        pace = reader.span(root, "pace", standard: .seconds(1))
        attention = reader.attention()
        digest = reader.digest()
        retention = reader.retention()
        learns = reader.flag(reader.root, "learn")
        bodyBytes = Int(reader.whole(root, "bodyBytes", 1024...(16 << 20), standard: 1 << 20))
        for name in ["data", "identityKey"] { places[name] = root[name] }
        if let pages, [webhooks, operations].contains(pages.listener) {
            reader.note("pages must have a port of its own", at: root["pages"] ?? root)
        }
        if webhooks == operations { reader.note("operations must have a port of its own", at: root["operations"] ?? root) }
    }

    /// What can only be said with the data folder at hand.
    func faults(data: String?) -> [FileFault] {
        var faults: [FileFault] = []
        func note(_ problem: String, _ name: String) {
            faults.append(FileFault(Configuration.file, places[name]?.malformed(problem) ?? Malformed(problem)))
        }
        guard let data = data ?? self.data else {
            note("no data folder: name one here, by --data or by YISHI_DATA", "data")
            return faults
        }
        if !FileManager.default.fileExists(atPath: identityKey) {
            note("identityKey: there is no such file; `yishi key FILE` makes one", "identityKey")
        } else if Configuration.isInside(identityKey, data) {
            note("identityKey: must not lie inside the data folder: whoever copies the database would have it too", "identityKey")
        }
        return faults
    }

    private static func isInside(_ path: String, _ folder: String) -> Bool {
        let inner = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let outer = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        return inner.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/")
    }
}

/// One account at a chat platform, secrets and all. Printing it never shows them.
struct EndpointPlan: Sendable {
    var oneBot: OneBotConfiguration
    /// The unguessable last part of the path it pushes to.
    var path: String
}

extension EndpointPlan: CustomStringConvertible, CustomReflectable {
    var description: String { oneBot.description }
    var customMirror: Mirror { Mirror(self, children: ["oneBot": oneBot]) }
}
