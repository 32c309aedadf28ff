import Foundation
import Procedure
import Testing
import Wire

/// The published calendar of the repository, and what a calendar file must not be.
@Suite struct WorkCalendarTests {
    func file() throws -> [UInt8] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: root.appendingPathComponent("Config/calendar/2026.json")))
    }

    func calendar() throws -> WorkCalendar { try WorkCalendar(parsing: [file()]) }

    @Test func festivalsAndLunarDaysAreTheComingOnes() throws {
        let calendar = try calendar()
        #expect(calendar.festival("端午", onOrAfter: CivilDate(2026, 6, 19)!) == CivilDate(2026, 6, 19))
        #expect(calendar.festival("端午", onOrAfter: CivilDate(2026, 6, 20)!) == nil)
        #expect(calendar.lunar(month: 8, day: 15, onOrAfter: CivilDate(2026, 3, 10)!) == .on(CivilDate(2026, 9, 25)!))
        #expect(calendar.lunar(month: 4, day: 30, onOrAfter: CivilDate(2026, 3, 10)!) == .missing)
        #expect(calendar.lunar(month: 1, day: 1, onOrAfter: CivilDate(2026, 3, 10)!) == .unknown)
        #expect(calendar.lunar(month: 12, day: 8, onOrAfter: CivilDate(2026, 1, 1)!) == .on(CivilDate(2026, 1, 26)!))
    }

    @Test func theCalendarKnowsItsYearAndNoOther() throws {
        let calendar = try calendar()
        #expect(calendar.years == [2026])
        #expect(calendar.isWorkingDay(CivilDate(2026, 2, 14)!) == true)
        #expect(calendar.isWorkingDay(CivilDate(2026, 2, 16)!) == false)
        #expect(calendar.isWorkingDay(CivilDate(2026, 3, 14)!) == false)
        #expect(calendar.isWorkingDay(CivilDate(2026, 3, 16)!) == true)
        #expect(calendar.isWorkingDay(CivilDate(2027, 1, 4)!) == nil)
        #expect(calendar.workingDay(5, after: CivilDate(2026, 12, 29)!) == nil)
        // The published number of days off and of weekends worked (General Office of the State Council, 2026).
        let days = (0..<365).compactMap { calendar.isWorkingDay(CivilDate(2026, 1, 1)!.adding(days: $0)) }
        #expect(days.count == 365)
        #expect(days.filter { $0 }.count == 248)
    }

    @Test(arguments: [
        "{}", "{\"year\": 2026}",
        "{\"year\": 2026, \"holidays\": [{\"from\": \"2026-02-30\"}], \"workedWeekends\": [], \"festivals\": [], \"lunarMonths\": []}",
        "{\"year\": 2026, \"holidays\": [{\"from\": \"2026-03-02\", \"to\": \"2026-03-01\"}], \"workedWeekends\": [], \"festivals\": [], \"lunarMonths\": []}",
        "{\"year\": 2026, \"holidays\": [], \"workedWeekends\": [\"x\"], \"festivals\": [], \"lunarMonths\": []}",
    ]) func aCalendarThatIsNoneIsRefused(_ text: String) {
        #expect(throws: Malformed.self) { try WorkCalendar(parsing: [Array(text.utf8)]) }
    }

    @Test func aYearGivenTwiceIsRefused() throws {
        let file = try file()
        #expect(throws: Malformed.self) { try WorkCalendar(parsing: [file, file]) }
    }
}
