import Wire

/// Short fixed words that tell what stands behind them, or before. Here are their names; the words of each are in
/// `Config/texts/cues.zh-Hans.json`, and a word more is a change of that file only.
enum Cue: String, CaseIterable, Sendable {
    /// How a suggestion opens, and what shows that one is of here.
    case opening, local
    /// That a suggestion is not made now, or no more.
    case unsaid
    /// What is added to one's own suggestion, and what puts it right.
    case addition, also, mistaken
    /// What a reason stands behind: in what is said as it is taught, and in what is said loosely.
    case reason, because
    /// That somebody does not come, which is no reason, and who comes instead.
    case absent, instead, sendName, standsFor
    /// What is put right while it is said, the day that was left out, and whose views were looked at first.
    case correction, meant, inView
    /// Before a day, and behind it.
    case time, timeTail
    /// Before a place, where it is said as it is taught and loosely; what only leads to it, and what is done there; what is one by itself, and what
    /// is none.
    case place, venue, placeLead, placeTail, placeOwn, placesNamed, noPlace, saidAtTheEnd
    /// Said beside a call: what it is about, and that everybody is to come.
    case about, everybodyCome, come
    /// Who takes the minutes: before the name, between, behind it, and what only ends it.
    case secretary, minutes, minutesBy, minutesTask, minutesTail
    /// Counts of people, said as it is taught.
    case expected, present, stakeholders, everybody, missing
    /// Counts of people, said loosely: of whom, that all are there, of whom some are a part, and that it was counted wrongly.
    case shouldCome, cameHere, altogether, stayedAway, allHere, among, wrongCount
    /// Votes, said as it is taught.
    case votesFor, votesAgainst, votesNeither
    /// Votes, said loosely, and what stands before the way of voting that is taken after all.
    case sayYes, sayNo, sayNeither, rather
    /// What is chosen, what is not, what one had in mind before and what one changes it for.
    case choosing, firstOne, lastOne, notThis, notWanted, givenUp, changed
    /// Changes of a list of people, said as it is taught.
    case add, remove
    /// Changes of a list of people, said loosely.
    case putIn, takeOut, swapFor, standIn
    /// Titles behind a name, and what looks like a surname with one and is nobody.
    case honorific, title, noName
    /// Before somebody who is asked or named, before who carries it out, before who takes over a shift, and before a post.
    case calling, naming, by, handover, intoPost
    /// Behind somebody: what they become, leave, take the chair of, take over or take care of.
    case becomes, leaves, presides, takesOver, takesCare
    /// The floor: who is called on, that they have spoken, and what they hold.
    case callingOn, seat, speaking, spoken, holding, viewpoint
    /// At the table, in passing: that a turn is over, that somebody is stopped, strays or breaks the rules, for which sitting somebody keeps
    /// the record, that all are for it and that this settles it, and that a line is to be taken down.
    case turnOver, nextSpeaker, nextTopic, recounted, stopping, offTopic, breach, tonight, unanimous, settled, takenDown
    /// The roll: in front of those who are there and behind them, what only goes with it, that somebody leaves, and that one is here oneself and
    /// what is said with it.
    case here, isHere, rollTalk, leaving, arrival, besideArrival, signingIn, askedHeads
    /// The discussion: that everybody may speak or somebody spoke too long, what somebody says and what that is no view of, and how a text is put.
    case freely, overTime, says, notSaid, aboutComing, drafting, drafted, noDraft
    /// That everybody may speak, put together: who, what only leads to it, how it is called, and what stands behind; that nobody says more.
    case everyone, besideFreely, interacting, discussing, behindFreely, nothingElse
    /// The text by its name and that it is changed; another topic; that nothing came of a vote, and that it was counted wrongly.
    case ofText, redrafted, anotherTopic, undecided, miscounted
    /// What is taken down: a view in a word, whose view, whose guest somebody is, that a line was left out and is to be added.
    case heldAlone, viewOf, guestOf, leftOut, addedLine
    /// That too few came, and that it is not held.
    case tooFew, calledOff
    /// What minutes are headed by, that somebody wants to see them, that they have, and that a sitting has been held or not.
    case minutesHead, looking, lookedAt, held, notHeld
    /// An answer to a call: which sitting, that its day is told back, and that it suits.
    case ofTheSitting, toldBack, suits, comes
    /// What may stand before such an answer, and between 我 and that one comes later.
    case beforeReply, leftOpen, lateBefore
    /// Lines of a record (XZ-13.5a), and that something is recorded late.
    case proposer, speaks, late
    /// Minutes in prose: what the proposer does, what is no speaker, how a revision is told, the second round, and how it was put to the vote.
    case introduces, label, revisedBy, revisedTo, secondRound, byHands, byApplause, byBallot
    /// What did not take place: in front of it in its clause, what denies nothing, in its sentence, and that a revision was not agreed to.
    case denied, undenied, supposed, notAgreed
    /// What an approval rests on: that it was decided, what ends the number of a document, and bodies of the party.
    case decided, documentTail, partyBody, party, besideBody
    /// That the council approved the representatives, and whom somebody speaks for.
    case council, mandate, approved, approvedLoosely
    /// What is not so, or not all of it: that work goes on, which matter is left out, and that nobody has decided.
    case unfinished, excepted, notYet
    /// That somebody was spoken to, the same where 跟 stands before it, and that it is to be noted.
    case spokenTo, spoke, noted
    /// What is still to be held, what tells of something past, and that matters are put to one meeting.
    case planned, reported, sittingTogether
    /// Before who it is handed on to, what is no department there, and before the matter another is joined with.
    case handing, noOffice, into
    /// That it was handed to the wrong department, and what stands before and behind the right one.
    case wrongOffice, notTheOffice, handedAnew, rightly, rightTail
    /// A title in own words: what says that it is about one, what only stands around it, what stands right before it and what does not though it
    /// looks so, what is said behind it of something else, and what only ends it.
    case titleAbout, titleLead, titleNaming, titleNoNaming, titleAside, titleWrong, titleTail
    /// Said to us before what is recorded or asked: of a screening, of keeping for later, of asking: how one asks, what they are to do, what a
    /// question begins with, and what asks nothing.
    case screenLead, keepLead, askLead, askSay, asksWhat, askEmpty
    /// That something is entered on behalf of somebody.
    case onBehalf, entered, enteredTail
    /// That we are asked to tell somebody something: how one asks, and whom it is for.
    case tellLead, tellAsked, tellTo, tellWho, tellTitle
    /// The words for telling: before somebody, behind them, and as a message that is sent.
    case tell, tellDirect, tellSay, tellBare, tellMessage, tellAgain
    /// What only ends them: anywhere, and where nothing follows.
    case tellTail, tellEnd
    /// What shows behind them that nobody is asked to tell: it has been told, or somebody is spoken of.
    case tellPast, tellAlready, tellDone, tellAbout

    /// Its place among all; there are fewer than 256.
    var ordinal: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}

/// The words of every cue, as `Config/texts/cues.zh-Hans.json` lists them.
public struct Cues: Sendable {
    /// In the order of their names.
    private let lists: [WordTrie]

    /// - Parameter bytes: the words (`Config/texts/cues.zh-Hans.json`).
    /// - Throws: `Malformed` with line and column for text that is not JSON, a list that nobody reads, one that is missing or has no word, and a
    ///   word that stands twice in one.
    public init(parsing bytes: [UInt8]) throws(Malformed) {
        let file = try LocatedJSON(parsing: bytes)
        for member in try file.object() where Cue(rawValue: member.name) == nil {
            throw member.malformed("there is no list \(member.name)")
        }
        let fold = FoldTable()
        lists = try Cue.allCases.map { cue throws(Malformed) in
            WordTrie(try Cues.words(of: cue, try file.required(cue.rawValue), fold).map { ($0, 0) })
        }
    }

    subscript(cue: Cue) -> WordTrie { lists[cue.ordinal] }

    /// One text, or several that are read as one.
    private static func words(of cue: Cue, _ list: LocatedJSON, _ fold: FoldTable) throws(Malformed) -> [[UInt32]] {
        var words: [[UInt32]] = []
        var known: Set<[UInt32]> = []
        for part in list.array ?? [list] {
            let found = try Cues.words(of: part)
            guard !found.isEmpty else { throw part.malformed("there is no word of \(cue) here") }
            for word in found {
                let folded = fold.word(word)
                guard !folded.isEmpty else { throw part.malformed("a word of \(cue) must have a character") }
                guard known.insert(folded).inserted else { throw part.malformed("\(word) stands twice in \(cue)") }
                words.append(folded)
            }
        }
        guard !words.isEmpty else { throw list.malformed("\(cue) needs a word") }
        return words
    }

    /// Words with blanks between; or lists, of which one word each is taken in turn: 转, 错 and 单位 are 转错单位.
    private static func words(of part: LocatedJSON) throws(Malformed) -> [String] {
        guard let lists = part.array else { return try part.text().split(whereSeparator: \.isWhitespace).map(String.init) }
        var words = [""]
        for list in lists {
            let next = try list.texts()
            words = words.flatMap { word in next.map { word + $0 } }
        }
        return words
    }
}

extension WordTrie {
    /// The place after the longest word that stands there.
    func end(_ scan: inout Scan, at start: Int) -> Int? { longest(in: &scan, at: start)?.end }

    /// The places after every word that stands there, the longest first.
    func ends(_ scan: inout Scan, at start: Int) -> [Int] { words(in: &scan, at: start).map(\.end) }
}
