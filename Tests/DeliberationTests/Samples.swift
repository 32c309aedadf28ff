import Procedure

@testable import Deliberation

/// Happenings of every kind, as their stored bytes stand in `Fixtures`. A line is only ever added, here and there, in the same order.
enum Samples {
    private static let words = WordsRef(id: WordsID(7), digest: "5f1d")
    private static let day = CivilDate(2026, 3, 5) ?? CivilDate(dayNumber: 0)
    private static let reached = Verdict(
        rule: "quorum", row: RowID("XZ-13.3b"), force: .must, isMet: true,
        numbers: [.init("present", 7), .init("expected", 10), .init("least", 7)], remedy: nil)
    private static let over = Verdict(
        rule: "turnLength", row: RowID("XZ-13.6c"), force: .principle, isMet: false, numbers: [.init("seconds", 301), .init("most", 300)],
        remedy: nil)

    /// Fields that came after the first stored events, in the order they came.
    private static let later: [Set<Field>] = [[.late], [.pictures], [.replaces]]
    /// Every field there was at first, each with a value of its kind; then those of each later time.
    static let everyField = fields(Set(Field.allCases).subtracting(later.flatMap { $0 }))
    static let laterFields = later.map { fields($0) }
    /// As the first version bore them.
    static let everyFieldAtFirst = fields(Set(Field.allCases).subtracting(later.flatMap { $0 }), version: 1)
    /// What has stood apart since the second version.
    static let freeFields = fields([.party, .memberClass])

    private static func fields(_ wanted: Set<Field>, version: Int = 2) -> Fields {
        Fields(
            Dictionary(
                uniqueKeysWithValues: wanted.map { field in
                    let value: FieldValue =
                        switch field.kind(in: version) {
                        case .text: .text("支委会「3月」\n\"引号\"")
                        case .words: .words(words)
                        case .day: .day(day)
                        case .instant: .instant(Instant(milliseconds: 1_772_672_400_000))
                        case .integer: .integer(16)
                        case .flag: .flag(true)
                        case .person: .person(PersonID(9_007_199_254_740_993))
                        case .people: .people([PersonID(1), PersonID(-2)])
                        case .number: .number(MatterNumber(year: 2026, serial: 12))
                        case .numbers: .numbers([MatterNumber(year: 2026, serial: 12), MatterNumber(year: 2025, serial: 3)])
                        case .groups: .groups([GroupID(900), GroupID(901)])
                        }
                    return (field, value)
                }))
    }

    static let all: [Happening] =
        [
            .unitOpened(name: "东园社区", level: .village, upper: UnitID("qingshan")), .unitOpened(name: "青山镇", level: .township, upper: nil),
            .rulebookAdopted(hash: "c0ffee", id: "xuzhou", version: "2020-05-14/1"),
            .settingDecided(name: "screening", value: "onlinePoll", record: Fields([.date: .day(day), .meeting: .text("成立会议")])),
            .suggested(words, in: GroupID(900)), .suggested(words, in: nil), .supplemented(words), .endorsed, .endorsementTakenBack,
            .proposerLeft,
            .absorbed(MatterNumber(year: 2026, serial: 13), proposers: [PersonID(1), PersonID(2)], words: words, villages: [:]),
            .absorbed(MatterNumber(year: 2026, serial: 13), proposers: [], words: nil, villages: [:]),
            .absorbed(
                MatterNumber(year: 2026, serial: 13), proposers: [PersonID(1)], words: nil,
                villages: UnitID("nanhu").map { [PersonID(1): $0] } ?? [:]),
            .absorbed(
                MatterNumber(year: 2026, serial: 13), proposers: [PersonID(1)], words: words, villages: [:], entered: [PersonID(1)],
                principals: [PersonID(7)]),
            .stepped(Step(id: "TP-5", to: "screening", fields: Fields(), verdicts: [])),
            .stepped(Step(id: "FL-1", key: "topic", to: "sent", fields: everyFieldAtFirst, verdicts: [reached, over])),
            .stepped(Step(id: "TP-18", to: "noticed", fields: laterFields[0], verdicts: [])),
            .corrected(Correction(step: "TP-9", events: [8], fields: Fields([.date: .day(day), .meeting: .text("支委会")]), verdicts: [])),
            .corrected(Correction(step: "MT-13", events: [30, 31], fields: Fields([.votesFor: .integer(16)]), verdicts: [reached])),
            .screened(Fields([.method: .text("hearing"), .date: .day(day)])),
            .screened(Fields([.method: .text("dialogue"), .date: .day(day), .replaces: .flag(true)])),
            .replied(.coming, reason: nil, substitute: nil), .replied(.notComing, reason: words, substitute: PersonID(3)),
            .replied(.leave, reason: words, substitute: nil), .listChanged(added: [PersonID(1)], removed: []),
            .listChanged(added: [], removed: [PersonID(1)], expected: 19),
            .listChanged(added: [PersonID(2)], removed: [], expected: 20, reason: words), .signedIn,
            .counted(present: [PersonID(1), PersonID(2)], unnamed: 3, unnamedStakeholders: 1),
            .turnEnded(seconds: 301, extended: false, verdicts: [over]), .turnEnded(seconds: 400, extended: true, verdicts: []),
            .revisionAgreed,
            .recorded(.proposerSpokeFirst(true), verdicts: []), .recorded(.revision(words, agreed: false), verdicts: []),
            .recorded(.secondRound, verdicts: []),
            .sessionReported(in: MatterNumber(year: 2026, serial: 13)),
            .shown(notice: "notice.preMeeting", group: GroupID(900), person: nil, since: nil),
            .shown(notice: "feedback.implemented", group: nil, person: PersonID(1), since: nil),
            .shown(notice: "result", group: GroupID(900), person: nil, since: Instant(milliseconds: 1_772_672_400_000)),
            .violationExplained(row: RowID("XZ-13.6b"), words),
            .titled(words), .subjectCorrected(category: "交通运输", department: nil),
            .subjectCorrected(category: nil, department: "交警部门"), .subjectCorrected(category: "交通运输", department: "交警部门"),
            .pictured(words),
            .postLent(PersonID(2), .liaisonOfficer, until: day), .suspended(PersonID(2)), .rated(4), .contested(words), .contested(nil),
            .turnedPrivate, .objected(words), .objected(nil), .objectionLifted, .objectionUpheld,
            .recordDisowned("TP-9", under: "TP-18", verdicts: [over]), .recordDisowned("TP-25", under: "TP-25", verdicts: []),
            .violationRepaired(row: RowID("XZ-11h")),
            .posted(
                notice: "notice.preMeeting",
                Fields([.place: .text("一楼公告栏"), .start: .instant(Instant(milliseconds: 1_772_672_400_000))]).overlaid(with: laterFields[1])),
            .undone([3, 4]), .groupReleased(GroupID(900)), .joined(PersonID(2), into: PersonID(1)),
            .erased(nil, words: [], why: .recall),
        ]
        + Erasure.allCases.map { .erased(PersonID(2), words: [WordsID(7), WordsID(8)], why: $0) }
        + Post.allCases.flatMap { [.postGiven(PersonID(2), $0), .postEnded(PersonID(2), $0)] }
        + GroupPurpose.allCases.map { .groupBound(GroupID(900), $0) }
        + Stance.allCases.map { .floorGiven(PersonID(1), viewpoint: .told("路灯"), stance: $0, verdicts: [reached]) }
        + Stance.allCases.map { .recorded(.turn(PersonID(1), viewpoint: .told("电费"), stance: $0, seconds: 120), verdicts: [over]) }
        + ConfirmationMethod.allCases.map { .recorded(.method($0), verdicts: []) }
        + [.recorded(.note(words), verdicts: []), .recorded(.unrevised, verdicts: [])]
        + [.turnExtended]
        + InterruptReason.allCases.map { .turnInterrupted($0) }
        + [UnitID("nanhu")].compactMap(\.self).flatMap {
            [
                .suggestedFor(words, informant: words), .suggestedFor(words, informant: nil),
                .suggestedFor(words, informant: words, person: PersonID(7)),
                .suggestedFor(words, informant: words, person: PersonID(7), isParty: false),
                .suggestedFor(words, informant: nil, isParty: false),
                .endorsedOnPaper(heads: 15, names: words), .endorsedOnPaper(heads: 2, names: nil),
                .endorsedOnPaper(heads: 3, names: words, people: [PersonID(7)], from: UnitID("south")),
                .petitioned(words, in: GroupID(900), from: $0), .petitioned(words, in: nil, from: $0), .signed(from: $0),
            ]
        }

    /// Those of the second version.
    static let second: [Happening] =
        Stance.allCases.map { .floorGiven(PersonID(1), viewpoint: .words(words), stance: $0, verdicts: [reached]) } + [
            .floorGiven(PersonID(1), viewpoint: .unsaid, stance: .other, verdicts: []),
            .recorded(.turn(PersonID(1), viewpoint: .words(words), stance: .favor, seconds: 120), verdicts: [over]),
            .recorded(.turn(PersonID(1), viewpoint: .unsaid, stance: .other, seconds: 0), verdicts: []),
            .stepped(Step(id: "SM-1", key: "p1", to: "given", fields: freeFields, verdicts: [])),
            .stepped(Step(id: "FL-1", key: "topic", to: "sent", fields: everyField, verdicts: [reached, over])),
            .corrected(Correction(step: "SM-1", events: [8], fields: freeFields, verdicts: [])), .screened(freeFields),
            .settingDecided(name: "screening", value: "onlinePoll", record: freeFields), .posted(notice: "notice.preMeeting", freeFields),
        ]
}
