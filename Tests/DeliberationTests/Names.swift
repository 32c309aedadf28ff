@testable import Deliberation

/// The cases of `Refusal` by name. A new case does not compile here until it is listed, and then the coverage check asks for a scenario.
enum RefusalName: String, CaseIterable {
    case noSuchMatter, notOffered, wrongState, already, notYours, asks, unmet, needsReason, blocked, nothingToUndo, undoTooLate,
        notCorrectable
    case ownEndorsement, signedAlready, notAmong, countDiffers, tooManyPresent, tooManyStakeholders, frozen, contested, dateGone, dateAhead
    case undoNotYours, undoFirst, answerAwaited, dateBefore, postedBefore, postedAlready, substituteListed, absentCounted

    init(_ refusal: Refusal) {
        self =
            switch refusal {
            case .noSuchMatter: .noSuchMatter
            case .notOffered: .notOffered
            case .wrongState: .wrongState
            case .already: .already
            case .notYours: .notYours
            case .asks: .asks
            case .unmet: .unmet
            case .needsReason: .needsReason
            case .blocked: .blocked
            case .nothingToUndo: .nothingToUndo
            case .undoTooLate: .undoTooLate
            case .notCorrectable: .notCorrectable
            case .ownEndorsement: .ownEndorsement
            case .signedAlready: .signedAlready
            case .notAmong: .notAmong
            case .countDiffers: .countDiffers
            case .tooManyPresent: .tooManyPresent
            case .tooManyStakeholders: .tooManyStakeholders
            case .frozen: .frozen
            case .contested: .contested
            case .dateGone: .dateGone
            case .dateAhead: .dateAhead
            case .undoNotYours: .undoNotYours
            case .undoFirst: .undoFirst
            case .answerAwaited: .answerAwaited
            case .dateBefore: .dateBefore
            case .postedBefore: .postedBefore
            case .postedAlready: .postedAlready
            case .substituteListed: .substituteListed
            case .absentCounted: .absentCounted
            }
    }
}

/// The kinds of event by name, in the same way.
enum HappeningName: String, CaseIterable {
    case unitOpened, rulebookAdopted, postGiven, postEnded, groupBound, groupReleased, settingDecided
    case suggested, petitioned, suggestedFor, supplemented, endorsed, endorsedOnPaper, signed, endorsementTakenBack, proposerLeft, absorbed,
        stepped,
        corrected, screened
    case replied, listChanged, signedIn, counted, floorGiven, turnEnded, turnInterrupted, turnExtended, revisionAgreed, recorded,
        sessionReported
    case titled, subjectCorrected, pictured, postLent, suspended, rated, contested, turnedPrivate, objected, objectionLifted,
        objectionUpheld, recordDisowned
    case shown, posted, violationExplained, violationRepaired, undone, erased, joined

    init(_ what: Happening) {
        self =
            switch what {
            case .unitOpened: .unitOpened
            case .rulebookAdopted: .rulebookAdopted
            case .postGiven: .postGiven
            case .postEnded: .postEnded
            case .groupBound: .groupBound
            case .groupReleased: .groupReleased
            case .settingDecided: .settingDecided
            case .suggested: .suggested
            case .petitioned: .petitioned
            case .suggestedFor: .suggestedFor
            case .supplemented: .supplemented
            case .endorsed: .endorsed
            case .endorsedOnPaper: .endorsedOnPaper
            case .signed: .signed
            case .endorsementTakenBack: .endorsementTakenBack
            case .proposerLeft: .proposerLeft
            case .absorbed: .absorbed
            case .stepped: .stepped
            case .corrected: .corrected
            case .screened: .screened
            case .replied: .replied
            case .listChanged: .listChanged
            case .signedIn: .signedIn
            case .counted: .counted
            case .floorGiven: .floorGiven
            case .turnEnded: .turnEnded
            case .turnInterrupted: .turnInterrupted
            case .turnExtended: .turnExtended
            case .revisionAgreed: .revisionAgreed
            case .recorded: .recorded
            case .sessionReported: .sessionReported
            case .shown: .shown
            case .posted: .posted
            case .titled: .titled
            case .subjectCorrected: .subjectCorrected
            case .pictured: .pictured
            case .postLent: .postLent
            case .suspended: .suspended
            case .rated: .rated
            case .contested: .contested
            case .turnedPrivate: .turnedPrivate
            case .objected: .objected
            case .objectionLifted: .objectionLifted
            case .objectionUpheld: .objectionUpheld
            case .recordDisowned: .recordDisowned
            case .violationExplained: .violationExplained
            case .violationRepaired: .violationRepaired
            case .undone: .undone
            case .erased: .erased
            case .joined: .joined
            }
    }
}
