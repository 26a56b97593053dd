import Foundation
import Storage

/// A run over many days of one table, several of them at once: each lane builds a day at a time with its share of the workers.
public struct TableRuns: Sendable {
  /// Sendable: each lane is used by one thread at a time.
  private struct Lane: @unchecked Sendable {
    let run: TableRun
  }

  private let lanes: [Lane]
  private let isInterrupted: @Sendable () -> Bool

  /// - Parameters:
  ///   - warehouse: rooted at the table's folder.
  ///   - daysInParallel: days under way at once, at most; at least 1.
  public init(
    _ settings: TableSettings, source: Source, warehouse: any ObjectStore, daysInParallel: Int,
    events: @escaping @Sendable (RunEvent) -> Void, isInterrupted: @escaping @Sendable () -> Bool
  ) {
    self.isInterrupted = isInterrupted
    let count = max(1, min(daysInParallel, settings.workers))
    let run = TableRun.makeName()
    lanes = (0..<count).map { lane in
      var share = settings
      share.workers = max(1, settings.workers / count + (lane < settings.workers % count ? 1 : 0))
      return Lane(
        run: TableRun(
          share, source: source, warehouse: warehouse, run: run, events: events, isInterrupted: isInterrupted))
    }
  }

  /// Builds each day as ``TableRun/build(day:isFull:)`` does. A day that fails takes no other with it; days that were not begun
  /// when the run was interrupted have no report.
  /// - Returns: reports in the order of `days`.
  public func build(days: [String], isFull: Bool = false) -> [DayReport] {
    forEach(days) { $0.build(day: $1, isFull: isFull) }
  }

  /// Says what ``build(days:isFull:)`` would do; writes nothing.
  public func forecast(days: [String], isFull: Bool = false) -> [DayReport] {
    forEach(days) { $0.forecast(day: $1, isFull: isFull) }
  }

  private func forEach(
    _ days: [String], _ work: @escaping @Sendable (TableRun, String) -> DayReport
  ) -> [DayReport] {
    let queue = DayQueue(days)
    let (lanes, isInterrupted) = (lanes, isInterrupted)
    WorkerThreads.run(min(lanes.count, days.count)) { index in
      while !isInterrupted(), let (place, day) = queue.next() {
        queue.finish(place, work(lanes[index].run, day))
      }
    }
    return queue.reports
  }
}

/// Hands out days, and keeps their reports in order.
///
/// Sendable: everything that changes is used under the lock only.
private final class DayQueue: @unchecked Sendable {
  private let lock = NSLock()
  private let days: [String]
  private var taken = 0
  private var finished: [Int: DayReport] = [:]

  init(_ days: [String]) { self.days = days }

  func next() -> (Int, String)? {
    lock.withLock {
      guard taken < days.count else { return nil }
      defer { taken += 1 }
      return (taken, days[taken])
    }
  }

  func finish(_ place: Int, _ report: DayReport) { lock.withLock { finished[place] = report } }

  var reports: [DayReport] { lock.withLock { finished.sorted { $0.key < $1.key }.map(\.value) } }
}
