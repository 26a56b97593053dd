import Pipeline
import Terminal
import Testing

struct SummaryTests {
  private func text(_ reports: [DayReport], seconds: Double? = nil) -> String {
    Summary(reports, seconds: seconds).lines().joined(separator: "\n")
  }

  @Test func oneDayAddsUp() {
    let day = report("clicks", "2020-01-01", .published, counts(read: 300_000, written: 300_000))
    #expect(
      text([day]) == """
        table   day            read = written + dropped + quarantined  outcome    version  parts   size    speed    time
        clicks  2020-01-01  300,000 = 300,000 +       0 +           0  published        3      1  61 MB  32 MB/s  12.3 s
        """)
  }

  @Test func aNarrowTerminalGetsFewerColumnsBeforeItGetsLongLines() {
    let day = report("clicks", "2020-01-01", .published, counts(read: 300_000, written: 300_000))
    let lines = Summary([day]).lines(width: 95)
    #expect(lines.allSatisfy { $0.count <= 95 })
    #expect(lines[0].contains("quarantined") && !lines[0].contains("size"))
    #expect(Summary([day]).lines(width: 200) == Summary([day]).lines())
  }

  @Test func daysAndTotalAddUpAndWhatNeedsALookIsBelow() {
    var first = report(
      "job_features", "2020-01-01", .published, counts(read: 300_000, written: 299_100, dropped: 800, quarantined: 100))
    first.quarantineReasons = ["not JSON": 20, "invalid UTF-8": 80]
    first.quarantinePath = "warehouse/job_features/_quarantine/day_partition=2020-01-01/r1.jsonl"
    first.rescuedKeys = ["location.zip": 1200, "a": 5, "b": 4, "c": 3, "d": 2, "e": 1, "f": 1]
    first.repeatedKeys = 1
    first.untypedColumns = ["bonus"]
    var failed = report("job_features", "2020-01-03", .failed)
    failed.error = "jobs/x.jsonl:12: ValueError\nTraceback: extract"
    let reports = [
      first, report("job_features", "2020-01-02", .published, counts(read: 1000, written: 1000)), failed,
      report("job_features", "2020-01-04", .empty), report("job_features", "2020-01-05", .unchanged),
    ]
    #expect(
      text(reports, seconds: 30) == """
        table         day            read = written + dropped + quarantined  outcome    version  parts    size    speed    time
        job_features  2020-01-01  300,000 = 299,100 +     800 +         100  published        3      1   61 MB  32 MB/s  12.3 s
        job_features  2020-01-02    1,000 =   1,000 +       0 +           0  published        3      1   61 MB  32 MB/s  12.3 s
        job_features  2020-01-03        –         –         –             –  failed
        job_features  2020-01-04        –         –         –             –  empty
        job_features  2020-01-05        –         –         –             –  unchanged
        total         2 days      301,000 = 300,100 +     800 +         100  published               2  123 MB  27 MB/s  30.0 s

        job_features: quarantined 100 lines: invalid UTF-8 80, not JSON 20
          see warehouse/job_features/_quarantine/day_partition=2020-01-01/r1.jsonl
        job_features: rescued into _rescued, by key: location.zip 1,200, a 5, b 4, c 3, d 2, and 2 more
        job_features: repeated keys in 1 record; the last value won
        job_features: columns with nothing but nulls and empty lists, left out until they have a type: bonus
        job_features 2020-01-03: failed: jobs/x.jsonl:12: ValueError
          Traceback: extract
        """)
  }

  @Test func addedRowsAreOnTheLeft() {
    let day = report("t", "2020-01-01", .published, counts(read: 10, written: 15, added: 5))
    #expect(
      text([day]) == """
        table  day         read + added = written + dropped + quarantined  outcome    version  parts   size    speed    time
        t      2020-01-01    10 +     5 =      15 +       0 +           0  published        3      1  61 MB  32 MB/s  12.3 s
        """)
  }

  @Test func nothingIsSaidAboutNothing() {
    #expect(text([]) == "")
  }
}
