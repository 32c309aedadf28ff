import Deliberation
import Gateways
import Procedure
import Reading
import Synchronization

/// What of all that is said in the groups comes before the writer. It is decided on the HTTP threads, from what stands in memory.
extension Desk {
    /// Nil for what the writer need not hear of.
    func heard(_ message: Said) -> Heard? {
        if message.chat.kind == .direct { return Heard(message) }
        var said = message
        if !said.mentionsUs { said.mentionsUs = library.reader.callsUs(said.text) }
        let asked = Standing.asked(said)
        let (bound, isAsked, isLive) = standing.read { snapshot in
            let bound = snapshot.groups[said.chat.key]
            return (
                bound, !snapshot.asked.isEmpty && snapshot.asked.contains(asked), bound.map { snapshot.live.contains($0.unit) } ?? false
            )
        }
        if let bound, bound.purpose == .residents { standing.seen.note(said, in: bound.unit) }
        if let offer = offers.taken(by: said, library.reader.verbs, isYes: saysYes, registers: library.registersOwn, now: clock.now) {
            return Heard(said, takingUp: offer)
        }
        if !said.mentionsUs, offers.backed(by: said, supports: { library.isBacking($0, mentionsUs: said.mentionsUs, at: said.at) }) {
            return nil
        }
        if said.quotes != nil { return Heard(said) }
        if isAsked { return Heard(said) }
        guard let bound else { return said.text.utf8.count <= 64 && reads(said, .direct).name == .bind ? Heard(said) : nil }
        if bound.purpose != .residents || Office.mayBeCode(said.text) { return Heard(said) }
        let intent = reads(said, .group)
        // What is said to us by name is no chat, whatever has been offered on that day.
        if intent.action == .act || intent.action == .ask || (intent.action == .offer && said.mentionsUs) {
            return Heard(said, asResident: intent)
        }
        if intent.action == .silence, library.maySpeakByName(said.text) { return Heard(said, asResident: intent) }
        guard isLive else {
            if intent.action == .offer, offers.consider(said, now: clock.now) { courierBell.withLock { $0 }?.ring() }
            return nil
        }
        return library.agreesToText(said.text, inGroup: true) || reads(said, .liveMeeting).action == .act
            ? Heard(said, asResident: intent) : nil
    }

    private func saysYes(_ text: String) -> Bool {
        let read = library.reader.read(Utterance(text, at: clock.now, role: .resident, context: .replyToBotLast))
        return read.action == .act && read.name == .yes
    }

    private func reads(_ said: Said, _ context: Context) -> Intent {
        library.reader.read(Utterance(said.text, at: clock.now, role: .resident, context: context, mentionsUs: said.mentionsUs))
    }
}
