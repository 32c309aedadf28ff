import Testing

@testable import Procedure

@Suite("Civil days in China's time (requirements 0.5)")
struct CivilDateTests {
    @Test("every day from 1900 to 2200 goes to its number and back, in order")
    func roundTrip() throws {
        var day = try #require(CivilDate(1900, 1, 1))
        let last = try #require(CivilDate(2200, 12, 31))
        var weekday = day.weekday
        var wrong = 0
        while day < last {
            let next = CivilDate(dayNumber: day.dayNumber + 1)
            if !(day < next) || next.dayNumber != day.dayNumber + 1 || CivilDate(iso: day.iso) != day { wrong += 1 }
            if CivilMoment(day, minuteOfDay: 1439).instant.civil.date != day
                || CivilMoment(day, minuteOfDay: 0).instant.civil.minuteOfDay != 0
            {
                wrong += 1
            }
            weekday = weekday % 7 + 1
            if next.weekday != weekday { wrong += 1 }
            day = next
        }
        #expect(wrong == 0)
        #expect(day == last)
    }

    @Test("known days")
    func known() throws {
        #expect(try #require(CivilDate(1970, 1, 1)).dayNumber == 0)
        #expect(try #require(CivilDate(1970, 1, 1)).weekday == 4)
        #expect(try #require(CivilDate(2026, 3, 2)).weekday == 1)
        #expect(try #require(CivilDate(2000, 2, 29)).dayNumber == 11_016)
        #expect(Instant(milliseconds: 0).civil.iso == "1970-01-01T08:00")
        #expect(Instant(milliseconds: -1).iso == "1970-01-01T07:59:59.999+08:00")
    }

    @Test(
        "days that do not exist",
        arguments: [
            (2026, 2, 29), (2026, 2, 30), (1900, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0), (1899, 12, 31),
            (2201, 1, 1),
        ])
    func missing(_ year: Int, _ month: Int, _ day: Int) { #expect(CivilDate(year, month, day) == nil) }

    @Test("XZ-14.2b: twelve months after 29 February end on 28 February")
    func months() throws {
        #expect(try #require(CivilDate(2024, 2, 29)).adding(months: 12) == CivilDate(2025, 2, 28))
        #expect(try #require(CivilDate(2023, 2, 28)).adding(months: 12) == CivilDate(2024, 2, 28))
        #expect(try #require(CivilDate(2026, 12, 31)).adding(months: 2) == CivilDate(2027, 2, 28))
        #expect(try #require(CivilDate(2026, 1, 31)).adding(months: -1) == CivilDate(2025, 12, 31))
    }

    @Test("the halves of a year part at midnight in China")
    func periodEdge() throws {
        let june = try Bench.instant("2026-06-30T23:59")
        #expect(june.civil.date == CivilDate(2026, 6, 30))
        #expect((june + .minutes(1)).civil.date == CivilDate(2026, 7, 1))
    }

    @Test(
        "ISO is read exactly, or not at all",
        arguments: ["2026-3-05", "2026-03-5", "2026-+3-05", "26-03-05", "2026-03-05 ", "2026/03/05", "+026-03-05", "2026-02-30", ""])
    func unread(_ text: String) { #expect(CivilDate(iso: text) == nil) }

    @Test(
        "minutes too",
        arguments: ["2026-03-05T24:00", "2026-03-05T9:00", "2026-03-05T+9:00", "2026-03-05T09:60", "2026-03-05", "2026-03-05T09:00:00"])
    func unreadMoment(_ text: String) { #expect(CivilMoment(iso: text) == nil) }

    @Test("rounding up to five minutes stands still on a full step")
    func rounding() throws {
        let ten = try Bench.instant("2026-03-05T10:00")
        #expect(ten.roundedUp(toMinutes: 5) == ten)
        #expect((ten + .seconds(1)).roundedUp(toMinutes: 5) == ten + .minutes(5))
        #expect(Instant(milliseconds: -1).roundedUp(toMinutes: 5) == Instant(milliseconds: 0))
    }
}
