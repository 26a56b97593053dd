import Pipeline
import Terminal
import Testing

struct PlainViewTests {
  @Test func aDayIsALineAndProgressOneInTenSeconds() {
    let recorder = Recorder()
    let display = ProgressDisplay(mode: .automatic, console: recorder.console(width: nil))
    display.show(.planned(table: "clicks", day: "2020-01-01", files: 2000, bytes: 400_000_000, shards: 1))
    for second in 1...25 {
      recorder.pass(1)
      let now = progress(
        files: second * 50, bytes: second * 10_000_000, read: second * 1000, quarantined: 0, seconds: Double(second))
      display.show(.progress(table: "clicks", day: "2020-01-01", now))
    }
    display.show(.dayFinished(report("clicks", "2020-01-01", .failed)))
    #expect(
      recorder.error == """
        clicks 2020-01-01: 2,000 raw files, 400 MB, 1 shard
        clicks 2020-01-01  25 %  0:30 left  500/2,000 files  1,000 records/s  10 MB/s  0 quarantined
        clicks 2020-01-01  50 %  0:20 left  1,000/2,000 files  1,000 records/s  10 MB/s  0 quarantined
        clicks 2020-01-01: failed, nothing published

        """)
    #expect(recorder.out.isEmpty)
  }
}
