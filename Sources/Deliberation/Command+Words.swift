import Procedure

/// Words that were said before an answer was waited for get their numbers anew when the command is decided: others spoke meanwhile.
extension Command {
    /// The same command, wherever it speaks of words of the table speaking of those that took their place.
    public func renumbered(_ moved: [WordsID: WordsRef]) -> Command {
        var command = self
        command.act = act.renumbered(moved)
        command.reason = reason.map { $0.renumbered(moved) }
        return command
    }
}

extension Act {
    /// Whether a matter begins with it.
    public var begins: Bool {
        switch self {
        case .suggest, .petition, .suggestFor: true
        default: false
        }
    }

    /// Every act is named here, so that a new one cannot be forgotten.
    fileprivate func renumbered(_ moved: [WordsID: WordsRef]) -> Act {
        func anew(_ words: WordsRef?) -> WordsRef? { words.map { $0.renumbered(moved) } }
        switch self {
        case .openUnit, .adoptRulebook, .givePost, .endPost, .lendPost, .suspend, .bindGroup, .releaseGroup, .endorse, .sign,
            .takeBackEndorsement, .withdraw, .rate, .turnPrivate, .correctSubject, .settleObjection, .changeList, .signIn, .closeCount,
            .endTurn,
            .interrupt, .agreeRevision, .confirmShown, .report, .erase, .join, .undo:
            return self
        case .record(.proposerSpokeFirst), .record(.secondRound), .record(.unrevised), .record(.method), .record(.secretary): return self
        case .giveFloor(let person, let viewpoint, let stance):
            return .giveFloor(person, viewpoint: viewpoint.renumbered(moved), stance: stance)
        case .record(.turn(let person, let viewpoint, let stance, let seconds)):
            return .record(.turn(person, viewpoint: viewpoint.renumbered(moved), stance: stance, seconds: seconds))
        case .record(.revision(let words, let agreed)): return .record(.revision(words.renumbered(moved), agreed: agreed))
        case .record(.note(let words)): return .record(.note(words.renumbered(moved)))
        case .decideSetting(let name, let value, let record):
            return .decideSetting(name: name, value: value, record: record.renumbered(moved))
        case .suggest(let words, let group): return .suggest(words.renumbered(moved), in: group)
        case .petition(let words, let group, let village): return .petition(words.renumbered(moved), in: group, from: village)
        case .suggestFor(let words, let informant, let person):
            return .suggestFor(words.renumbered(moved), informant: anew(informant), person: person)
        case .endorseOnPaper(let heads, let names, let people, let village):
            return .endorseOnPaper(heads: heads, names: anew(names), people: people, from: village)
        case .supplement(let words): return .supplement(words.renumbered(moved))
        case .entitle(let words): return .entitle(words.renumbered(moved))
        case .addPicture(let words): return .addPicture(words.renumbered(moved))
        case .merge(let target, let reason): return .merge(into: target, reason: anew(reason))
        case .move(let name, let fields): return .move(name, fields.renumbered(moved))
        case .step(let step, let key, let fields): return .step(step, key: key, fields.renumbered(moved))
        case .correct(let fields, let step): return .correct(fields.renumbered(moved), of: step)
        case .screen(let fields): return .screen(fields.renumbered(moved))
        case .contest(let words): return .contest(anew(words))
        case .object(let words): return .object(anew(words))
        case .reply(let reply, let reason, let substitute): return .reply(reply, reason: anew(reason), substitute: substitute)
        case .post(let fields): return .post(fields.renumbered(moved))
        case .explainViolation(let row, let words): return .explainViolation(row, words.renumbered(moved))
        }
    }
}

extension Fields {
    fileprivate func renumbered(_ moved: [WordsID: WordsRef]) -> Fields {
        Fields(values.mapValues { if case .words(let words) = $0 { .words(words.renumbered(moved)) } else { $0 } })
    }
}

extension Viewpoint {
    fileprivate func renumbered(_ moved: [WordsID: WordsRef]) -> Viewpoint {
        if case .words(let ref) = self { .words(ref.renumbered(moved)) } else { self }
    }
}

extension WordsRef {
    fileprivate func renumbered(_ moved: [WordsID: WordsRef]) -> WordsRef { moved[id] ?? self }
}
