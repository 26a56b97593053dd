import Configuration
import Foundation
import Testing

struct DayRangeTests {
  private let today = CalendarDay(number: 18_322)

  private func answer(_ text: String) -> String {
    do {
      return try DayRange.days(text, today: today).map(\.description).joined(separator: " ")
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    ("2020-01-31", "2020-01-31"),
    ("today", "2020-03-01"),
    ("yesterday", "2020-02-29"),
    ("2020-02-28..2020-03-01", "2020-02-28 2020-02-29 2020-03-01"),
    ("2019-12-31..2020-01-01", "2019-12-31 2020-01-01"),
    ("yesterday..today", "2020-02-29 2020-03-01"),
    ("2020-01-01..2020-01-01", "2020-01-01"),
  ]) func daysAreWhatTheCalendarSays(text: String, days: String) {
    #expect(answer(text) == days)
  }

  @Test(arguments: [
    ("2020-1-1", "`2020-1-1` is not a date\n  write YYYY-MM-DD, like 2020-01-31, or today or yesterday"),
    ("tomorrow", "`tomorrow` is not a date\n  write YYYY-MM-DD, like 2020-01-31, or today or yesterday"),
    ("2021-02-29", "there is no day `2021-02-29`\n  2021-02 has 28 days"),
    ("1900-02-29", "there is no day `1900-02-29`\n  1900-02 has 28 days"),
    ("2020-31-01", "there is no day `2020-31-01`\n  the month comes second: YYYY-MM-DD"),
    ("0020-01-01", "there is no day `0020-01-01`\n  the year must be between 1900 and 2199"),
    (
      "2020-01-02..2020-01-01",
      "`2020-01-02..2020-01-01` ends before it begins\n  write the earlier day first: 2020-01-01..2020-01-02"
    ),
    ("2020-01-01..", "`` is not a date\n  write YYYY-MM-DD, like 2020-01-31, or today or yesterday"),
    ("2020-01-01..2202-01-01", "there is no day `2202-01-01`\n  the year must be between 1900 and 2199"),
    ("2000-01-01..2020-01-01", "`2000-01-01..2020-01-01` is 7306 days\n  at most 3660 at once; check the years"),
  ]) func whatIsNoDayIsAnsweredWithARemedy(text: String, message: String) {
    #expect(answer(text) == message)
  }

  @Test func aRangeIsNotOneDay() {
    let error = #expect(throws: ConfigurationError.self) { try DayRange.day("2020-01-01..2020-01-02") }
    #expect(
      error?.description
        == "`2020-01-01..2020-01-02` is more than one day\n  write `--dates 2020-01-01..2020-01-02`")
  }

  @Test func everyDayComesAfterTheOneBeforeAndIsReadBack() throws {
    let first = try #require(CalendarDay(year: 1900, month: 1, day: 1))
    let last = try #require(CalendarDay(year: 2199, month: 12, day: 31))
    // 300 years, of which 1904, 1908, … 2196 but not 2100 have a leap day.
    #expect(last.number - first.number + 1 == 300 * 365 + 73)
    var (before, wrong) = ("", [Int]())
    for number in first.number...last.number {
      let text = CalendarDay(number: number).description
      let parts = text.split(separator: "-").compactMap { Int($0) }
      if text <= before || CalendarDay(year: parts[0], month: parts[1], day: parts[2])?.number != number {
        wrong.append(number)
      }
      before = text
    }
    #expect(wrong.isEmpty)
  }

  @Test func todayIsTheDayInUTC() {
    #expect(CalendarDay.today(Date(timeIntervalSince1970: 951_782_399)).description == "2000-02-28")
    #expect(CalendarDay.today(Date(timeIntervalSince1970: 951_782_400)).description == "2000-02-29")
  }
}
