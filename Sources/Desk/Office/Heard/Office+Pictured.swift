import Deliberation
import Dispatch
import Gateways
import Procedure
import Record
import Wire

extension Office {
    /// A picture is kept with the matter that its message became or was about: among the words, as base64 under its kind, so that
    /// erasing, backups and the digest in the event hold for it too.
    func take(_ pictured: Pictured, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let said = pictured.said
        let key = ledger.key(of: said)
        guard let about = try ledger.matter(quoted: key), about.number != .unit,
            let person = try ledger.person(of: Account(endpoint: said.chat.endpoint, id: said.sender))
        else { return .silent }
        let words = Words(
            about, kind: "picture/\(pictured.picture.kind.rawValue)", salt: salts(), text: pictured.picture.bytes.base64, at: now)
        let pending = PendingWords(ref: WordsRef(id: try ledger.nextWordsID(), digest: words.digest.hex), words: words)
        let command = Command(actor: .person(person), matter: about.number, act: .addPicture(pending.ref))
        switch try execute([command], of: about.unit, words: [pending], &ledger) {
        case .success: return .decided
        case .failure: return .refused
        }
    }

    /// Pictures that are not there: whoever sent them hears it where they were answered, once for a message, and what to do instead.
    func take(_ unkept: Unkept, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome {
        let said = unkept.said
        let key = ledger.key(of: said)
        guard let about = try ledger.matter(quoted: key), about.number != .unit, let matter = try matter(about, &ledger),
            let person = try ledger.person(of: Account(endpoint: said.chat.endpoint, id: said.sender))
        else { return .silent }
        let isOfficer = try unit(about.unit, &ledger).posts[person] != nil
        let name = isOfficer ? "officer" : matter.proposers.contains(person) ? "proposer" : "other"
        let saying = Saying(
            "pictures.\(name)",
            [
                "number": .integer(about.number.serial), "count": .integer(unkept.count), "each": .integer(Said.mostPictures),
                "most": .integer(Matter.mostPictures),
            ])
        let bound = standing.read { $0.groups[said.chat.key] }
        // Nothing of a private matter stands in a residents' group.
        let isOpen = bound.map { $0.purpose != .residents || !matter.isPrivate } ?? false
        try answer(saying, to: isOpen ? bound.map { .group($0.group) } ?? .person(person) : .person(person), about: about, &ledger)
        return .answered
    }
}

/// Fetches the pictures of decided messages, one after the other, away from the listeners: it is no part of the answer to a push. What was
/// not fetched when the process ended is not fetched any more; the platform has it still.
public final class PictureFetcher: Sendable {
    private let desk: Desk
    private let work = DispatchQueue(label: "pictures")
    /// Longer pictures are not kept. Bytes.
    private let maximumBytes: Int

    public init(_ desk: Desk, maximumBytes: Int = 4 << 20) {
        self.desk = desk
        self.maximumBytes = maximumBytes
    }

    /// To be called once what was said has been decided. Of those that could not be kept the sender is told.
    public func fetch(_ said: Said, from gateway: any Gateway) {
        guard said.pictureCount > 0 else { return }
        work.async { [self] in
            let places = said.pictures.prefix(Said.mostPictures)
            var unkept = said.pictureCount - places.count
            for place in places {
                guard let bytes = (gateway as? any KeepsPictures)?.picture(place, maximumBytes: maximumBytes) else {
                    desk.metrics.count("picture_unavailable")
                    unkept += 1
                    continue
                }
                switch take(bytes, of: said) {
                // What belongs to no matter was no picture for us.
                case .decided, .silent: break
                default: unkept += 1
                }
            }
            if unkept > 0 { desk.perform(.unkept(Unkept(said, unkept))) }
        }
    }

    /// Waits until what was to be fetched so far has been.
    public func finish() { work.sync {} }

    /// Cleans and stores one picture, and waits for the commit.
    @discardableResult
    public func take(_ bytes: [UInt8], of said: Said) -> Outcome {
        guard bytes.count <= maximumBytes, let picture = try? PictureBytes(cleaning: bytes) else {
            desk.metrics.count("picture_refused")
            return .refused
        }
        return desk.perform(.pictured(Pictured(said, picture)))
    }
}
