import Deliberation
import Procedure
import Reading
import Record
import Wire

/// A matter as it stands in the last commit, for pages and exports: folded beside the writer, from the events alone.
public struct MatterView: Sendable {
    public let key: MatterKey
    public let state: Case
    public let matter: Matter
    private let texts: Texts
    private let rendering: Rendering

    /// Nil when there is no such matter.
    public static func read(
        _ key: MatterKey, _ library: Library, now: Instant, _ ledger: inout Ledger
    ) throws(StoreFailure) -> MatterView? {
        let office = Office(library: library, clock: WallClock(), standing: Standing())
        try office.readAdopted(&ledger)
        guard let state = try office.load(key.unit, [key.number], &ledger), let matter = state.matters[key.number] else { return nil }
        return MatterView(
            key: key, state: state, matter: matter, texts: library.texts, rendering: Rendering(library, now: now))
    }

    /// Whether a form of it may be shown to somebody still: a post that has ended or was suspended since the link was given opens nothing.
    public func admits(_ person: PersonID) -> Bool {
        let posts = state.unit.posts[person] ?? []
        return matter.sitting.secretary == person || !posts.isDisjoint(with: PageGrant.posts)
    }

    public func name(of person: PersonID, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        try rendering.name(of: person, &ledger)
    }

    /// Somebody's words as others see them, or that they have been erased: a sheet of paper is read by whoever passes, so every form
    /// masks what a group would not see (design 2.10). An officer reads the whole of it in private, with 详情.
    public func words(_ ref: WordsRef?, _ ledger: inout Ledger) throws(StoreFailure) -> String {
        guard let ref else { return "" }
        return try rendering.text(.shown(ref.id), &ledger)
    }

    /// What was typed in a line of its own and stands there as it was, as others see it.
    public func masked(_ text: String) -> String { rendering.reader.masked(text) }

    /// A kept picture, by its place among them; nil when there is none, or it has been erased.
    public func picture(_ index: Int, _ ledger: inout Ledger) throws(StoreFailure) -> (kind: String, bytes: [UInt8])? {
        guard matter.pictures.indices.contains(index) else { return nil }
        return try MatterView.picture(matter.pictures[index].id, &ledger)
    }

    static func picture(_ id: WordsID, _ ledger: inout Ledger) throws(StoreFailure) -> (kind: String, bytes: [UInt8])? {
        guard let words = try ledger.words(id), words.kind.hasPrefix("picture/"), let bytes = [UInt8](base64: words.text) else {
            return nil
        }
        return (String(words.kind.dropFirst("picture/".count)), bytes)
    }

    /// The heading of the matter, private details masked.
    public func title(_ ledger: inout Ledger) throws(StoreFailure) -> String {
        try matter.heading.map { heading throws(StoreFailure) in try rendering.text(.title(heading.id), &ledger) } ?? ""
    }

    /// 2026年3月5日
    public func day(_ day: CivilDate) -> String {
        texts.render("paper.day", ["year": String(day.year), "month": String(day.month), "day": String(day.day)])
    }

    /// 2026年3月5日19:30
    public func moment(_ instant: Instant) -> String {
        let civil = instant.civil
        let minute = civil.minuteOfDay % 60
        return day(civil.date) + "\(civil.minuteOfDay / 60):\(minute < 10 ? "0" : "")\(minute)"
    }
}
