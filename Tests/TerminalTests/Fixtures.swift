import Pipeline

/// A day of job listings at some point of its way.
func progress(files: Int, bytes: Int, read: Int, quarantined: Int, seconds: Double) -> DayProgress {
  var progress = DayProgress()
  (progress.filesRead, progress.filesTotal) = (files, 2000)
  (progress.bytesRead, progress.bytesTotal) = (bytes, 400_000_000)
  (progress.counts.read, progress.counts.quarantined) = (read, quarantined)
  progress.seconds = seconds
  return progress
}

func counts(read: Int, written: Int, dropped: Int = 0, added: Int = 0, quarantined: Int = 0) -> Counts {
  var counts = Counts()
  (counts.read, counts.written, counts.dropped) = (read, written, dropped)
  (counts.added, counts.quarantined) = (added, quarantined)
  return counts
}

func report(
  _ table: String, _ day: String, _ outcome: DayReport.Outcome = .published, _ counts: Counts = Counts()
) -> DayReport {
  var report = DayReport(run: "r1", table: table, day: day, outcome: outcome, started: "2020-02-01T00:00:00Z")
  report.counts = counts
  guard outcome == .published else { return report }
  (report.files, report.bytes, report.parts, report.partBytes) = (2000, 400_000_000, 1, 61_300_000)
  (report.tableVersion, report.seconds) = (3, 12.34)
  return report
}
