import Deliberation
import Gateways
import Procedure
import Reading
import Record

/// Support in people's own words: quoting the notice that asks for it, and of a matter called by a word of its own.
extension Office {
    /// The notice that asks a residents' group for support.
    private static let asksSupport = "taken.inGroup"

    /// 「赞👍」, 「同意，我孙女也在那上学」, 「中」 quoting it: support, as 附议 is. What only sounds kindly (「扶手好，喝多了也能扶」) is asked about.
    /// - Returns: nil for doubt, mockery, questions, and whatever was read as something else that is done.
    func backsNotice(_ said: Said, _ scene: Scene, _ intent: Intent) -> Intent? {
        guard scene.quotedText == Office.asksSupport, !said.isAnonymous else { return nil }
        // 「我支持建在5号楼」 wants it elsewhere.
        if intent.name == .endorse, says("said.backs.elsewhere", in: said.text) { return Intent(.silence, .chatterIgnore) }
        // There is no poll yet in which to be against it.
        if intent.name == .vote, intent.action == .act, doubts(said.text) { return Intent(.silence, .chatterIgnore) }
        guard said.text.utf8.count <= Office.longestApproval,
            intent.action != .act || [.rate, .yes, .agreeRevision, .thanks, .vote].contains(intent.name), approves(said.text)
        else { return nil }
        return Intent(.act, .endorse)
    }

    /// Whether a text approves of what it quotes, and nothing in it doubts.
    private func approves(_ text: String) -> Bool {
        if doubts(text) { return false }
        // The first part is the approval and nothing else: 「顶灯也坏了」 approves of nothing.
        let first = text.split { $0.isWhitespace || $0.isPunctuation || $0.isSymbol }.first ?? ""
        if onlySays(["said.backs", "said.approves.any", "said.approves.alone", "said.approves.who"], in: first) { return true }
        let bare = text.filter { $0.isLetter || $0.isNumber || $0 == "+" }
        return library.words(under: "said.approves.alone").contains { $0 == bare }
    }

    /// Said in a residents' group to nobody in particular, by whomever: there everybody is a resident.
    private static func isAmongNeighbours(_ scene: Scene) -> Bool { scene.context == .group || scene.context == .residentGroup }

    /// Whether it asks, or a word of doubt stands in it.
    private func doubts(_ text: String) -> Bool {
        var words = text
        for word in library.words(under: "said.approves.still") { words.replace(word, with: "") }
        return Office.isQuestion(text) || says("said.approves.not", in: words)
    }

    private static let longestApproval = 120

    /// 「1号我支持 老张不容易」: the voice stands in the first words, and behind them why.
    func backsAndSaysWhy(_ said: Said, _ scene: Scene, _ intent: Intent) -> Intent? {
        guard intent.action != .act, Office.isAmongNeighbours(scene), said.quotes == nil, !said.isAnonymous,
            said.text.utf8.count <= Office.longestApproval, library.reader.markedNumbers(in: said.text).count == 1,
            says("said.backs.steps", in: said.text), !says("said.backs.outing", in: said.text), !doubts(said.text)
        else { return nil }
        let pieces = said.text.split(maxSplits: 2) { $0.isWhitespace || $0.isPunctuation }
        for count in 1..<max(pieces.count, 1) {
            let first = pieces.prefix(count).joined(separator: " ")
            let read = library.reader.read(Utterance(first, at: now, context: .group))
            if read.action == .act, read.name == .endorse, !read.isFromModel { return read }
        }
        return nil
    }

    /// 「支持吴师傅那个路灯，晚上看不见」, 「路灯必须支持」 to nobody in particular: the word, and what the one open matter is called by.
    func backsByName(_ said: Said, _ scene: Scene, _ intent: Intent, _ ledger: inout Ledger) throws(StoreFailure) -> Outcome? {
        let isDirect = said.chat.kind == .direct
        guard intent.action != .act || Office.saysNothing(intent), said.quotes == nil, scene.asking == nil, !said.isAnonymous,
            said.text.utf8.count <= Office.longestApproval, isDirect || Office.isAmongNeighbours(scene), let unit = scene.unit,
            says(isDirect ? "said.backs.plainly" : "said.backs.byName", in: said.text),
            isDirect || !says("said.backs.another", in: said.text),
            library.reader.markedNumbers(in: said.text).isEmpty
        else { return nil }
        guard !doubts(said.text), !asks(said.text), let number = try onlyNamed(in: said.text, unit, &ledger) else { return nil }
        let person = try known(said, &ledger)
        let step = Intent(.act, .endorse, slots: [.number: .integer(number)])
        let resolve = try resolve(said, as: step, person, unit, to: scene.here(person), &ledger)
        guard case .decide(let planned) = try resolve.tried(&ledger), try refusals(of: planned, resolve, &ledger) == nil else { return nil }
        return try put([step], resolve, by: scene.roles, &ledger)
    }
}
