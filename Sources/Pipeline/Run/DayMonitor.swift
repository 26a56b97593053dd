import Foundation

/// Keeps the totals of a day under way, tells watchers, and stops all workers at the first error.
///
/// Sendable: everything that changes is used under ``lock`` only.
final class DayMonitor: @unchecked Sendable {
  private let table: String
  private let day: String
  private let events: @Sendable (RunEvent) -> Void
  private let interrupted: @Sendable () -> Bool
  private let lock = NSLock()
  private let begun = ContinuousClock.now
  private var progress = DayProgress()
  private var lastTold = ContinuousClock.now
  private var failure: PipelineError?

  init(
    table: String, day: String, events: @escaping @Sendable (RunEvent) -> Void,
    interrupted: @escaping @Sendable () -> Bool
  ) {
    self.table = table
    self.day = day
    self.events = events
    self.interrupted = interrupted
  }

  func plan(files: Int, bytes: Int, shards: Int) {
    lock.withLock {
      progress.filesTotal = files
      progress.bytesTotal = bytes
    }
    events(.planned(table: table, day: day, files: files, bytes: bytes, shards: shards))
  }

  func read(bytes: Int, files: Int) {
    lock.withLock {
      progress.bytesRead += bytes
      progress.filesRead += files
    }
  }

  /// Counts a batch that is done, and tells watchers of it now and then.
  func add(_ counts: Counts) {
    let told: DayProgress? = lock.withLock {
      progress.counts += counts
      guard ContinuousClock.now - lastTold > .milliseconds(100) else { return nil }
      lastTold = .now
      progress.seconds = seconds
      return progress
    }
    if let told { events(.progress(table: table, day: day, told)) }
  }

  var soFar: Counts { lock.withLock { progress.counts } }

  var seconds: Double { (ContinuousClock.now - begun) / .seconds(1) }

  /// Stops the day; the first error counts.
  func fail(_ error: PipelineError) { lock.withLock { if failure == nil { failure = error } } }

  var isStopped: Bool { interrupted() || lock.withLock { failure != nil } }

  /// Throws what stopped the day, if anything did.
  func check() throws(PipelineError) {
    // An interruption shows up in other guises, too: a worker that was killed, a read that was cut short.
    if interrupted() {
      throw PipelineError(.interrupted, "interrupted; nothing was published; the same command goes on")
    }
    if let failure = lock.withLock({ failure }) { throw failure }
  }
}
