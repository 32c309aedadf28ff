import Deliberation
import Desk
import FoundationEssentials
import Gateways
import Glibc
import Procedure
import Record
import Wire

/// What `yishi doctor` finds, in the order it is told.
struct Checkup {
    struct Finding: Sendable, Hashable {
        /// Under `doctor.` in the texts.
        var key: String
        var isGood: Bool
        var values: [String: String] = [:]
    }

    let folder: String
    /// Over the one of the configuration.
    let data: String?
    let now: Instant

    /// Below this nothing is well: a day of a busy county is some hundred megabytes.
    static let leastFree: Int64 = 1 << 30

    func findings() -> [Finding] {
        var findings: [Finding] = []
        let library = try? Library(folder: folder)
        let configuration = try? Configuration(folder: folder)
        let faults = CheckCommand.faults(folder, data: data).count
        findings.append(Finding(key: faults == 0 ? "config.good" : "config.bad", isGood: faults == 0, values: ["count": String(faults)]))
        if let configuration { findings += gateways(configuration) + [daemon(configuration)] }
        let place = data ?? configuration?.data
        let (record, newest) = self.record(place, configuration)
        findings.append(clock(newest))
        if let place { findings.append(disk(place)) }
        findings += calendar(library)
        return findings + record + (place.map { putAside($0, configuration) } ?? [])
    }

    static func texts(_ folder: String) -> Texts? {
        FileManager.default.contents(atPath: folder + "/texts/zh-Hans.json").flatMap { try? Texts(parsing: Array($0)) }
    }

    // MARK: - Around us

    private func gateways(_ configuration: Configuration) -> [Finding] {
        if configuration.endpoints.isEmpty { return [Finding(key: "gateway.none", isGood: false)] }
        return configuration.endpoints.map { plan in
            let name = plan.oneBot.endpoint
            switch OneBotGateway(plan.oneBot).probe() {
            case .ready(let found):
                return Finding(key: "gateway.good", isGood: true, values: ["name": name, "program": "\(found.name) \(found.version)"])
            case .otherAccount:
                return Finding(key: "gateway.otherAccount", isGood: false, values: ["name": name, "account": plan.oneBot.account])
            case .refused(let reason): return Finding(key: "gateway.refused", isGood: false, values: ["name": name, "reason": reason])
            case .unreachable(let reason):
                return Finding(key: "gateway.unreachable", isGood: false, values: ["name": name, "reason": reason])
            }
        }
    }

    private func daemon(_ configuration: Configuration) -> Finding {
        let address = configuration.operations.address
        let host = address.contains(":") ? "[\(address)]" : address
        let call = HTTPCall(method: "GET", url: "http://\(host):\(configuration.operations.port)/healthz", totalMilliseconds: 5000)
        guard let client = try? HTTPClient(), case .success(let answer) = client.perform(call) else {
            return Finding(key: "daemon.none", isGood: false)
        }
        if answer.status == 200 { return Finding(key: "daemon.good", isGood: true) }
        let reason = String(decoding: answer.body.prefix(200), as: UTF8.self).withoutBlanksAround
        return Finding(key: "daemon.sick", isGood: false, values: ["reason": reason])
    }

    private func clock(_ newest: Instant?) -> Finding {
        let shown = Checkup.shown(now)
        if let newest, newest > now + .minutes(2) {
            return Finding(
                key: "clock.behind", isGood: false,
                values: ["now": shown, "last": Checkup.shown(newest)])
        }
        let isGood = clockIsSynchronised
        return Finding(key: isGood ? "clock.good" : "clock.unsynced", isGood: isGood, values: ["now": shown])
    }

    private func disk(_ place: String) -> Finding {
        guard Folders.isFolder(place) else { return Finding(key: "disk.none", isGood: true, values: ["data": place]) }
        if let number = Checkup.refusesWriting(place) {
            return Finding(key: "disk.readOnly", isGood: false, values: ["data": place, "reason": String(cString: strerror(number))])
        }
        var room = statvfs()
        guard statvfs(place, &room) == 0 else { return Finding(key: "disk.none", isGood: true, values: ["data": place]) }
        let free = Int64(room.f_bavail) * Int64(room.f_frsize)
        return Finding(
            key: free < Checkup.leastFree ? "disk.low" : "disk.good", isGood: free >= Checkup.leastFree,
            values: ["free": Checkup.size(free)])
    }

    /// Writes a page and waits for it; the error number when that fails.
    static func refusesWriting(_ folder: String) -> Int32? {
        var path = Array("\(folder)/.doctor-XXXXXX".utf8CString)
        let file = mkstemp(&path)
        guard file >= 0 else { return errno }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 0, count: 4096)
        guard write(file, page, page.count) == page.count, fsync(file) == 0 else { return errno }
        return nil
    }

    private func calendar(_ library: Library?) -> [Finding] {
        guard let library else { return [] }
        let today = now.civil.date
        // The State Council's arrangement for the next year comes out in autumn.
        let years = today.month >= 12 ? [today.year, today.year + 1] : [today.year]
        let missing = years.filter { !library.hasCalendar(of: $0) }
        if missing.isEmpty { return [Finding(key: "calendar.good", isGood: true, values: ["year": String(today.year)])] }
        return missing.map { Finding(key: "calendar.missing", isGood: false, values: ["year": String($0)]) }
    }

    // MARK: - The record

    private func record(_ place: String?, _ configuration: Configuration?) -> ([Finding], Instant?) {
        guard let place else { return ([Finding(key: "record.nowhere", isGood: false)], nil) }
        guard let keyPath = keyPath(place, configuration) else { return ([], nil) }
        let key: IdentityKey
        do throws(StoreFailure) { key = try IdentityKey.load(keyPath) } catch {
            return ([Finding(key: "key.unreadable", isGood: false, values: ["reason": "\(error)"])], nil)
        }
        let database = Folders.database(in: place)
        guard FileManager.default.fileExists(atPath: database) else {
            return ([Finding(key: "key.there", isGood: true), Finding(key: "record.none", isGood: true)], nil)
        }
        do throws(StoreFailure) {
            let found = try Store.inspect(path: database, identity: key)
            let whole = Finding(
                key: "record.good", isGood: true, values: ["events": String(found.events), "size": Checkup.size(found.size)])
            let outbox = Finding(
                key: found.stuck == 0 ? "outbox.good" : "outbox.bad", isGood: found.stuck == 0, values: ["count": String(found.stuck)])
            let state = [Finding(key: "key.good", isGood: true), whole, outbox, asides(found)] + unerased(found)
            return (state + gaps(database, key), found.newest)
        } catch {
            if error.reason == .wrongIdentityKey { return ([Finding(key: "key.wrong", isGood: false)], nil) }
            let values = ["reason": "\(error)"]
            return ([Finding(key: error.trouble == .damaged ? "record.damaged" : "record.unreadable", isGood: false, values: values)], nil)
        }
    }

    /// What was set aside within a week may still be made good.
    private func asides(_ found: Inspection) -> Finding {
        guard let newest = found.newestAside else { return Finding(key: "aside.none", isGood: true) }
        let isOld = now - newest > .days(7)
        return Finding(
            key: isOld ? "aside.old" : "aside.new", isGood: isOld, values: ["count": String(found.asides), "last": Checkup.shown(newest)])
    }

    /// A backup that was laid in place by hand, or restored where nobody could say who was forgotten since.
    private func unerased(_ found: Inspection) -> [Finding] {
        found.unerasedSince.map { [Finding(key: "restored.unerased", isGood: false, values: ["taken": Checkup.shown($0)])] } ?? []
    }

    /// A demo's own key before the one of the configuration.
    private func keyPath(_ place: String, _ configuration: Configuration?) -> String? {
        let own = place + "/identity.key"
        return FileManager.default.fileExists(atPath: own) ? own : configuration?.identityKey
    }

    /// Records that `yishi restore` put aside: whole, with everybody's names and words; and whether anybody was forgotten since who still
    /// stands there.
    private func putAside(_ place: String, _ configuration: Configuration?) -> [Finding] {
        let files = Folders.putAside(in: place)
        if files.isEmpty { return [] }
        var values = ["count": String(files.count), "files": files.joined(separator: "、")]
        let kept = Finding(key: "kept.some", isGood: false, values: values)
        guard let library = try? Library(folder: folder), let path = keyPath(place, configuration), let key = try? IdentityKey.load(path),
            let store = try? Store.open(path: Folders.database(in: place), identity: key),
            let asides = try? Desk(library: library, store: store, clock: WallClock()).forgetPutAside(really: false)
        else { return [kept] }
        let unreached = asides.filter { $0.left > 0 }
        guard let most = unreached.map(\.left).max() else { return [kept] }
        values["files"] = unreached.map(\.path).joined(separator: "、")
        values["left"] = String(most)
        return [kept, Finding(key: "kept.unreached", isGood: false, values: values)]
    }

    /// What a unit lacks so that something would come to nobody's notice.
    private func gaps(_ database: String, _ key: IdentityKey) -> [Finding] {
        guard let library = try? Library(folder: folder), let store = try? Store.open(path: database, identity: key),
            let gaps = try? Desk(library: library, store: store, clock: WallClock()).gaps()
        else { return [] }
        if gaps.isEmpty { return [Finding(key: "units.good", isGood: true)] }
        return gaps.map { gap in
            Finding(
                key: "units.\(gap.kind.rawValue)", isGood: false,
                values: [
                    "unit": gap.unit.name, "name": gap.name, "upper": gap.upper?.name ?? "", "upperName": gap.upperName ?? "",
                ])
        }
    }

    /// `2026-03-02 09:30`.
    private static func shown(_ instant: Instant) -> String { "\(instant.civil.date.iso) " + instant.civil.iso.suffix(5) }

    /// `12.3 GB`, in thousands as disks are sold.
    static func size(_ bytes: Int64) -> String {
        var value = Double(bytes)
        for unit in ["B", "KB", "MB", "GB"] {
            if value < 1000 { return unit == "B" ? "\(bytes) B" : "\(tenths(value)) \(unit)" }
            value /= 1000
        }
        return "\(tenths(value)) TB"
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
