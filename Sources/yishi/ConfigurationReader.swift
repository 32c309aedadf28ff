import Deliberation
import Desk
import FoundationEssentials
import Gateways
import Procedure
import Wire

/// Reads `yishi.json`, going on after a fault, so that all are named together.
struct ConfigurationReader {
    let root: LocatedJSON
    let folder: String
    private(set) var faults: [Malformed] = []

    init(_ root: LocatedJSON, folder: String) {
        self.root = root
        self.folder = folder
    }

    mutating func note(_ problem: String, at value: LocatedJSON) { faults.append(value.malformed(problem)) }

    /// Names that nobody knows are faults: a misspelt setting must not be silent.
    mutating func known(_ value: LocatedJSON, _ names: Set<String>) {
        guard let members = value.members else { return note("expected an object, found \(value.kindName)", at: value) }
        for member in members where !names.contains(member.name) {
            faults.append(member.malformed("there is no setting \"\(member.name)\""))
        }
    }

    mutating func text(_ parent: LocatedJSON, _ name: String) -> String {
        guard let value = parent[name] else {
            note("\(name) is missing", at: parent)
            return ""
        }
        guard let text = value.string, !text.isEmpty else {
            note("\(name) must be a text", at: value)
            return ""
        }
        return text
    }

    mutating func path(_ parent: LocatedJSON, _ name: String) -> String { resolved(text(parent, name)) }

    func resolved(_ path: String) -> String { path.hasPrefix("/") || path.isEmpty ? path : folder + "/" + path }

    mutating func whole(_ parent: LocatedJSON, _ name: String, _ range: ClosedRange<Int64>, standard: Int64) -> Int64 {
        guard let value = parent[name] else { return standard }
        guard let number = value.integer, range.contains(number) else {
            note("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: value)
            return standard
        }
        return number
    }

    mutating func flag(_ parent: LocatedJSON, _ name: String) -> Bool {
        guard let value = parent[name] else { return false }
        if value.bool == nil { note("\(name) must be true or false", at: value) }
        return value.bool ?? false
    }

    mutating func span(_ parent: LocatedJSON, _ name: String, standard: Span, most: Span = .minutes(10)) -> Span {
        guard let value = parent[name] else { return standard }
        guard let span = value.string.flatMap(Span.init(text:)), span <= most else {
            let limit = most == .minutes(10) ? "ten minutes" : "twelve hours"
            note("\(name) must be a span like \"1 second\", of \(limit) at most", at: value)
            return standard
        }
        return span
    }

    /// In whole days, thirty at least: a matter may be taken up again.
    mutating func retention() -> Span? {
        guard let value = root["retention"] else { return nil }
        known(value, ["words"])
        guard let words = value["words"] else { return nil }
        guard let span = words.string.flatMap(Span.init(text:)), span >= .days(30) else {
            note("words must be a span like \"1095 days\", of thirty days at least", at: words)
            return nil
        }
        return span
    }

    mutating func list(_ name: String) -> [LocatedJSON] {
        guard let value = root[name] else { return [] }
        guard let list = value.array else {
            note("\(name) must be a list", at: value)
            return []
        }
        return list
    }

    /// `"quiet": "22:00-07:00"`, or `""` where it never is; `"perDay"`, `"spacing"` and `"together"` for one residents' group,
    /// `"cards"` for how many new suggestions a work group gets one by one, `"offers"` for whether what was said to nobody may be offered to be registered.
    mutating func attention() -> Attention.Terms {
        var terms = Attention.Terms.standard
        guard let value = root["attention"] else { return terms }
        known(value, ["quiet", "perDay", "spacing", "together", "cards", "offers"])
        var quiet = terms.quiet
        if let given = value["quiet"] {
            quiet = given.string.flatMap(ConfigurationReader.hours)
            if quiet == nil, given.string != "" { note("quiet must be hours such as \"22:00-07:00\", or \"\" for none", at: given) }
        }
        terms = Attention.Terms(
            quiet: quiet, perDay: Int(whole(value, "perDay", 0...1000, standard: Int64(terms.perDay))),
            spacing: span(value, "spacing", standard: terms.spacing, most: .hours(12)),
            together: Int(whole(value, "together", 1...20, standard: Int64(terms.together))),
            cards: Int(whole(value, "cards", 0...100, standard: Int64(terms.cards))), offers: flag(value, "offers"))
        return terms
    }

    /// `"08:30"`; missing or `""` is never.
    mutating func digest() -> Int? {
        guard let value = root["digest"], value.string != "" else { return nil }
        let minute = value.string.flatMap { ConfigurationReader.minute($0[...]) }
        if minute == nil { note("digest must be a time of the day such as \"08:30\", or \"\" for none", at: value) }
        return minute
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func hours(_ text: String) -> (from: Int, to: Int)? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(minute)
        guard ends.count == 2, let from = ends[0], let to = ends[1], from != to else { return nil }
        return (from, to)
    }

    /// Forms are shown only over TLS, or inside the house: their links and what stands on them are nobody else's.
    mutating func pages() -> Configuration.Pages? {
        guard let value = root["pages"] else { return nil }
        let base = text(value, "base")
        let isPlain = base.hasPrefix("http://")
        let host = base.drop { $0 != "/" }.drop { $0 == "/" }
        if !base.isEmpty, !isPlain && !base.hasPrefix("https://") || host.isEmpty || host.contains(where: { "/?#@ ".contains($0) }) {
            note("base must be an address without a path, such as https://yishi.example.cn", at: value["base"] ?? value)
        } else if isPlain, !ConfigurationReader.isInHouse(host) {
            note("base must begin with https:// unless it is an address of the own network", at: value["base"] ?? value)
        }
        return Configuration.Pages(listener: listener("pages", standard: 8083, more: ["base"]), base: base)
    }

    private static func isInHouse(_ host: Substring) -> Bool {
        let name = host.prefix { $0 != ":" }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        if name == "localhost" { return true }
        guard parts.count == 4, let first = parts[0], let second = parts[1], parts[2] != nil, parts[3] != nil else { return false }
        return first == 127 || first == 10 || (first == 192 && second == 168) || (first == 172 && (16...31).contains(second))
    }

    mutating func listener(_ name: String, standard port: UInt16, more: Set<String> = []) -> Configuration.Listener {
        guard let value = root[name] else { return Configuration.Listener(address: "127.0.0.1", port: port) }
        known(value, more.union(["address", "port"]))
        var address = "127.0.0.1"
        if let given = value["address"] {
            address = given.string ?? ""
            if address.isEmpty || !address.allSatisfy({ $0.isHexDigit || $0 == "." || $0 == ":" }) {
                note("address must be a numeric address such as 127.0.0.1", at: given)
            }
        }
        return Configuration.Listener(address: address, port: UInt16(whole(value, "port", 1...65535, standard: Int64(port))))
    }

    /// The ids of the cities whose rulebooks stand beside the file, whatever else is wrong with them. Nil where one of them cannot be read:
    /// then nobody can say which are missing.
    private func cities() -> Set<String>? {
        let rulebooks = folder + "/rulebooks"
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: rulebooks) else { return nil }
        var cities: Set<String> = []
        for file in files where file.hasSuffix(".json") && file != "base.json" {
            guard let bytes = FileManager.default.contents(atPath: rulebooks + "/" + file),
                let city = (try? LocatedJSON(parsing: Array(bytes)))?["id"]?.string
            else { return nil }
            cities.insert(city)
        }
        return cities.isEmpty ? nil : cities
    }

    mutating func units() -> [UnitPlan] {
        var units: [UnitPlan] = []
        let entries = list("units")
        let cities = cities()
        if entries.isEmpty { note("units is missing or empty: name at least one", at: root["units"] ?? root) }
        for entry in entries {
            known(entry, ["id", "name", "level", "upper", "city"])
            let id = text(entry, "id"), name = text(entry, "name"), level = text(entry, "level"), city = text(entry, "city")
            if let cities, !city.isEmpty, !cities.contains(city) {
                note("unit \(id): there is no rulebook of a city \"\(city)\"", at: entry["city"] ?? entry)
            }
            guard let unit = UnitID(id) else {
                note("id: \"\(id)\" is no unit's id (small letters, digits and hyphens)", at: entry["id"] ?? entry)
                continue
            }
            guard let level = Level(rawValue: level) else {
                note("level must be one of \(Level.allCases.map(\.rawValue).joined(separator: ", "))", at: entry["level"] ?? entry)
                continue
            }
            if units.contains(where: { $0.id == unit }) { note("there are two units \"\(id)\"", at: entry["id"] ?? entry) }
            units.append(UnitPlan(id: unit, name: name, level: level, upper: entry["upper"]?.string.flatMap(UnitID.init(_:)), city: city))
        }
        for entry in entries {
            guard let upper = entry["upper"] else { continue }
            if !units.contains(where: { $0.id.name == upper.string && $0.id.name != entry["id"]?.string }) {
                note("upper must be the id of another unit here", at: upper)
            }
        }
        return units
    }

    // MARK: - Endpoints

    mutating func endpoints() -> [EndpointPlan] {
        var plans: [EndpointPlan] = []
        for entry in list("endpoints") {
            guard let plan = endpoint(entry) else { continue }
            if plans.contains(where: { $0.oneBot.endpoint == plan.oneBot.endpoint }) {
                note("there are two endpoints \"\(plan.oneBot.endpoint)\"", at: entry["name"] ?? entry)
            }
            plans.append(plan)
        }
        return plans
    }

    private mutating func endpoint(_ entry: LocatedJSON) -> EndpointPlan? {
        let before = faults.count
        known(entry, ["kind", "name", "account", "api", "secretFile", "secretEnv", "tokenFile", "tokenEnv", "pathFile", "pathEnv", "mark"])
        if text(entry, "kind") != "onebot11", let kind = entry["kind"] { note("kind must be \"onebot11\"", at: kind) }
        let name = text(entry, "name"), account = text(entry, "account"), api = text(entry, "api")
        if !name.isEmpty, name == "demo" || name.utf8.count > 32 || !name.utf8.allSatisfy(ConfigurationReader.isPlain) {
            note("name must be of small letters, digits and hyphens, and not \"demo\"", at: entry["name"] ?? entry)
        }
        if !account.isEmpty, account.utf8.count > 19 || !account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            note("account must be the number the implementation is logged in with, as a text of digits", at: entry["account"] ?? entry)
        }
        if !api.isEmpty, !["http://", "https://"].contains(where: api.hasPrefix) {
            note("api must be an address such as http://127.0.0.1:3000", at: entry["api"] ?? entry)
        }
        let secret = self.secret(entry, "secret"), token = self.secret(entry, "token")
        let path = self.secret(entry, "path")
        if path == nil, faults.count == before { note("pathFile or pathEnv is missing: the unguessable part of the path", at: entry) }
        if let path, path.utf8.count < 16 || !path.utf8.allSatisfy({ ConfigurationReader.isPlain($0 | 0x20) || $0 == 0x5F }) {
            note(
                "the unguessable part of the path needs at least 16 letters, digits, hyphens or underscores",
                at: entry["pathFile"] ?? entry["pathEnv"] ?? entry)
        }
        guard faults.count == before, let path else { return nil }
        var plan = EndpointPlan(
            oneBot: OneBotConfiguration(endpoint: name, account: account, secret: secret, token: token, api: api), path: path)
        if let mark = entry["mark"] {
            plan.oneBot.mark = mark.string
            if mark.string?.utf8.allSatisfy({ (0x30...0x39).contains($0) }) != true || mark.string?.isEmpty != false {
                note("mark must be QQ's number of an emoji, as a text of digits", at: mark)
            }
        }
        return plan
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D }

    /// What stands in the file named by `<what>File`, or in the environment under the name `<what>Env`.
    private mutating func secret(_ entry: LocatedJSON, _ what: String) -> String? {
        if let file = entry[what + "File"] {
            guard let name = file.string, !name.isEmpty else {
                note("\(what)File must be a path", at: file)
                return nil
            }
            return secret(inFile: resolved(name), at: file)
        }
        guard let variable = entry[what + "Env"] else { return nil }
        guard let name = variable.string, let value = Folders.environment(name) else {
            note("\(what)Env: there is no such variable in the environment, or it is empty", at: variable)
            return nil
        }
        return value
    }

    private mutating func secret(inFile path: String, at value: LocatedJSON) -> String? {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= 4096 else {
            note("the file cannot be read", at: value)
            return nil
        }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int ?? 0
        if mode & 0o007 != 0 { note("everybody may read that file; set its mode to 0600 or 0640", at: value) }
        let text = String(decoding: bytes, as: UTF8.self).withoutBlanksAround
        if text.isEmpty {
            note("the file is empty", at: value)
            return nil
        }
        return text
    }
}
