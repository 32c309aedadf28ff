import Procedure

/// An expected answer to a person: a fact, never an error. The texts say it in plain words with what would satisfy it.
public enum Refusal: Error, Sendable, Hashable {
    case noSuchMatter(MatterNumber)
    /// This city does not take that step.
    case notOffered(String)
    /// The matter stands elsewhere: by whom and when it came there.
    case wrongState(move: String, state: StateID, machine: String, by: PersonID?, at: Instant?)
    /// The same was done already: an answer, not an error.
    case already(move: String, by: PersonID?, at: Instant)
    /// Somebody else's: one of these posts.
    case notYours(step: StepID, posts: [Post])
    /// Something has to be said with it. `row` where a document asks for it.
    case asks(step: StepID, Field, row: RowID?)
    /// A must that is not met: every unmet one, with its numbers and remedy.
    case unmet(step: StepID, [Verdict])
    /// A principle that is not kept: a reason lets an authorised person go on.
    case needsReason(step: StepID, [Verdict])
    /// A violation still open here blocks this step.
    case blocked(step: StepID, [Verdict])
    case nothingToUndo
    /// The last step here is somebody else's, and theirs to take back.
    case undoNotYours(by: PersonID?, at: Instant)
    /// The other side of the merge was merged on since: that has to be taken back first.
    case undoFirst(MatterNumber)
    /// Too late, or something has been sent already; a correction is offered instead.
    case undoTooLate
    /// Nothing this person may put right has that field; what they may is listed.
    case notCorrectable([Field])
    case ownEndorsement
    /// Everybody on a list of signatures is counted already.
    case signedAlready
    case notAmong(PersonID?)
    case countDiffers(signedIn: Int, stated: Int)
    /// More are said to be present than the sitting expects or lists.
    case tooManyPresent(stated: Int, most: Int)
    /// More are said to stand for interested parties than are present.
    case tooManyStakeholders(stated: Int, present: Int)
    case frozen
    /// So many proposers say that it is not done: a reason goes with closing it all the same.
    case contested(Int)
    /// Whoever asked may still say something to the answer until then; a reason goes with closing it before.
    case answerAwaited(until: Instant)
    case dateAhead(CivilDate)
    /// A record of a day on which the matter had not begun.
    case dateBefore(CivilDate, began: CivilDate)
    case dateGone(CivilDate)
    /// A notice said to have hung before the day it was settled.
    case postedBefore(CivilDate, settled: CivilDate)
    case postedAlready(place: String, from: Instant)
    /// Somebody to come in another's place who is on the list in their own right, and may be on leave themselves.
    case substituteListed(PersonID)
    /// Said to be there although they asked for leave or declined, and did not sign in: they are named, or left out.
    case absentCounted([PersonID])
}
