import Deliberation
import Procedure
import Record
import Testing

@Suite struct MatterTests {
    let folder: Folder
    let store: Store

    init() throws {
        folder = try Folder()
        store = try Store.fresh(in: folder)
    }

    @Test func aMattersEventsComeBackInOrderAsTheyWereWritten() throws {
        let written = try store.write { ledger throws(StoreFailure) in
            var rows: [EventRow] = []
            for round in 0..<5 {
                for serial in 1...3 {
                    var draft = EventDraft.sample(matter(serial), kind: "step\(round)", body: #"{"round":"\#(round)"}"#)
                    if round == 1 { draft.happened = morning - .days(1) }
                    if round == 2 { (draft.by, draft.post, draft.rulebook) = (nil, nil, nil) }
                    let row = try ledger.append(draft)
                    try ledger.putMatter(MatterState(matter(serial), stage: "s", isOpen: true, state: []))
                    rows.append(row)
                }
            }
            return rows
        }
        try store.read { ledger throws(StoreFailure) in
            let expected = written.filter { $0.matter.serial == 2 }
            #expect(expected.map(\.m) == [1, 2, 3, 4, 5])
            #expect(try ledger.events(of: matter(2)) == expected)
            #expect(try ledger.events(of: matter(2), after: 1, limit: 2) == Array(expected[1...2]))
            #expect(try ledger.events(of: matter(2), after: 5).isEmpty)
            #expect(try ledger.events(of: matter(2), limit: 1) == Array(expected[..<1]))
            #expect(try ledger.events(of: matter(9)).isEmpty)
            #expect(try ledger.events(of: matter(1, in: xiyuan)).isEmpty)
        }
    }

    @Test func theWholeRecordPassesInPages() throws {
        try store.write { ledger throws(StoreFailure) in
            for number in 0..<25 { try ledger.suggest(in: number % 5 == 0 ? xiyuan : dongyuan) }
        }
        try store.read { ledger throws(StoreFailure) in
            var ids: [Int64] = []
            while true {
                let page = try ledger.events(after: ids.last ?? 0, limit: 7)
                if page.isEmpty { break }
                ids += page.map(\.id)
            }
            #expect(ids == Array(1...25))
            #expect(try ledger.events(after: 6, of: xiyuan, limit: 2).map(\.id) == [11, 16])
        }
    }

    @Test func anEventCountsEvenWhenItsMatterIsNotPut() throws {
        try store.suggest()
        try store.write { ledger throws(StoreFailure) in
            _ = try ledger.append(.sample(matter(1), kind: "noted"))
            _ = try ledger.append(.sample(matter(7), kind: "opened"))
        }
        let next = try store.write { ledger throws(StoreFailure) in
            (try ledger.append(.sample(matter(1))).m, try ledger.append(.sample(matter(7))).m)
        }
        #expect(next == (3, 2))
        #expect(try store.read { ledger throws(StoreFailure) in try ledger.matter(matter(1))?.stage } == "registered")
    }

    @Test func whatIsPutIsReadBackInTheSameItem() throws {
        try store.write { ledger throws(StoreFailure) in
            let key = try ledger.suggest().key
            let changed = MatterState(key, stage: "noticed", isOpen: false, due: morning, state: [1, 2])
            try ledger.putMatter(changed)
            #expect(try ledger.matter(key) == changed)
            #expect(try ledger.matters(of: dongyuan) == [changed])
            #expect(try ledger.openMatters(of: dongyuan).isEmpty)
            #expect(try ledger.stages(of: dongyuan) == ["noticed": 1])
        }
    }

    @Test func whatIsToBeDoneStandsInOrderOfItsDay() throws {
        try store.write { ledger throws(StoreFailure) in
            for due in [3, nil, 1, 2, 1] as [Int64?] { try ledger.suggest(due: due.map { morning + .days($0) }) }
            try ledger.suggest(in: xiyuan, due: morning)
            try ledger.putMatter(MatterState(matter(4), stage: "closed", isOpen: false, due: nil, state: []))
            try ledger.putMatter(MatterState(MatterKey(dongyuan, .unit), stage: "unit", isOpen: false, state: [9]))
        }
        try store.read { ledger throws(StoreFailure) in
            #expect(try ledger.openMatters(of: dongyuan).map(\.key.number.serial) == [3, 5, 1, 2])
            #expect(try ledger.openMatters(of: dongyuan, limit: 2).map(\.key.number.serial) == [3, 5])
            #expect(try ledger.stages(of: dongyuan) == ["registered": 4, "closed": 1])
            #expect(
                try ledger.matters(of: dongyuan, after: MatterNumber(year: 2026, serial: 2), limit: 2).map(\.key.number.serial) == [3, 4])
            #expect(try ledger.matter(MatterKey(dongyuan, .unit))?.state == [9])
            #expect(try ledger.number(before: 3, newestOf: dongyuan).serial == 2)
            #expect(try ledger.number(before: 4, newestOf: dongyuan).serial == 1)
            #expect(try ledger.number(before: 5, newestOf: dongyuan) == .unit)
            #expect(try ledger.number(before: 9, newestOf: xiyuan) == .unit)
        }
    }

    @Test func aPersonsMattersAreFound() throws {
        let person = PersonID(81)
        try store.write { ledger throws(StoreFailure) in
            for serial in [4, 2, 4] { try ledger.notePart(person, in: matter(serial)) }
            try ledger.notePart(PersonID(82), in: matter(5))
            #expect(try ledger.parts(of: person) == [matter(4), matter(2)])
            #expect(try ledger.parts(of: person, limit: 1) == [matter(4)])
        }
    }

    @Test func rebuildingGivesTheSameRows() throws {
        try store.write { ledger throws(StoreFailure) in
            for number in 0..<20 { try ledger.suggest(in: number % 3 == 0 ? xiyuan : dongyuan) }
            for serial in [2, 5, 2] {
                let event = try ledger.append(.sample(matter(serial), kind: "taken up"))
                try ledger.putMatter(MatterState(matter(serial), stage: "m\(event.m)", isOpen: true, due: event.at, state: event.hash))
            }
        }
        func all(_ ledger: inout Ledger) throws(StoreFailure) -> [MatterState] {
            try ledger.matters(of: dongyuan) + ledger.matters(of: xiyuan)
        }
        let before = try store.read { ledger throws(StoreFailure) in try all(&ledger) }
        let count = try store.rebuild { ledger, event throws(StoreFailure) in
            let old = try ledger.matter(event.key)
            try ledger.putMatter(
                event.m == 1
                    ? MatterState(event.key, stage: "registered", isOpen: true, state: Array(#"{"a":1}"#.utf8))
                    : MatterState(event.key, stage: "m\(event.m)", isOpen: old?.isOpen ?? false, due: event.at, state: event.hash))
        }
        #expect(count == 23)
        try store.read { ledger throws(StoreFailure) in
            #expect(try all(&ledger) == before)
            #expect(try ledger.verifyChains().allSatisfy(\.isWhole))
            #expect(try ledger.events(of: matter(2)).map(\.m) == [1, 2, 3])
        }
        #expect(try store.suggest().matter.serial == 14)
    }
}
