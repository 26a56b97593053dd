import Configuration
import Foundation
import Pipeline

/// When `sluice watch` refreshes, and which days.
struct Watch {
  private let pause: Double
  private let begun: ContinuousClock.Instant
  /// By table, the last day that was found unchanged after it had ended.
  private var quiet: [String: String] = [:]

  init(pause: Double, begun: ContinuousClock.Instant) {
    self.pause = pause
    self.begun = begun
  }

  /// Yesterday until it is quiet, and today.
  func days(of table: String, today: CalendarDay = .today()) -> [String] {
    let yesterday = CalendarDay(number: today.number - 1).description
    return (quiet[table] == yesterday ? [] : [yesterday]) + [today.description]
  }

  mutating func note(_ reports: [DayReport], today: CalendarDay = .today()) {
    for report in reports where report.outcome == .unchanged && report.day < today.description {
      quiet[report.table] = report.day
    }
  }

  /// Seconds until the next refresh. They are due at whole pauses after the start; those that went by unused are not made up for.
  func delay(now: ContinuousClock.Instant = .now) -> Double {
    let elapsed = (now - begun) / .seconds(1)
    return ((elapsed / pause).rounded(.down) + 1) * pause - elapsed
  }

  func wait(until isOver: () -> Bool) {
    let end = ContinuousClock.now + .seconds(delay())
    while !isOver(), ContinuousClock.now < end {
      Thread.sleep(forTimeInterval: min(0.2, max(0, (end - .now) / .seconds(1))))
    }
  }
}
