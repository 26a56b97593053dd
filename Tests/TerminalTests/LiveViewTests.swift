import Pipeline
import Terminal
import Testing

struct LiveViewTests {
  private let recorder = Recorder()
  private let clear = "\r\u{1B}[K"
  private let halfway = progress(files: 1000, bytes: 200_000_000, read: 99_000, quarantined: 12, seconds: 2)

  private func line(width: Int) -> String {
    let display = ProgressDisplay(mode: .automatic, console: recorder.console(width: width))
    display.show(.progress(table: "job_features", day: "2020-01-01", halfway))
    return recorder.error
  }

  @Test(arguments: [
    (
      120,
      "job_features 2020-01-01  50 %  0:02 left  1,000/2,000 files  49,500 records/s  100 MB/s  12 quarantined"
    ),
    (100, "job_features 2020-01-01  50 %  0:02 left  1,000/2,000 files  49,500 records/s  100 MB/s"),
    (60, "job_features 2020-01-01  50 %  0:02 left  1,000/2,000 files"),
    (59, "job_features 2020-01-01  50 %  0:02 left"),
    (42, "job_features 2020-01-01  50 %  0:02 left"),
    (40, "job_features 2020-01-01  50 %"),
    (16, "job_features 2…"),
    (1, "…"),
  ]) func theLineNeverWraps(width: Int, text: String) {
    #expect(line(width: width) == "\r\(text)\u{1B}[K")
  }

  @Test func itIsPaintedAtMostTenTimesASecond() {
    let display = ProgressDisplay(mode: .automatic, console: recorder.console(width: 80))
    for _ in 0..<1000 {
      display.show(.progress(table: "t", day: "2020-01-01", halfway))
      recorder.pass(0.001)
    }
    let paints = recorder.error.split(separator: "\r").count
    #expect((9...11).contains(paints))
  }

  @Test func printedLinesAppearAboveIt() {
    let display = ProgressDisplay(mode: .automatic, console: recorder.console(width: 24))
    display.show(.progress(table: "t", day: "2020-01-01", halfway))
    recorder.clear()
    recorder.pass(1)
    display.show(.output(table: "t", day: "2020-01-01", line: "hello \u{1B}[31mred\u{1B}[0m\rworld"))
    #expect(recorder.error == "\(clear)t 2020-01-01 │ hello redworld\n\rt 2020-01-01  50 %\u{1B}[K")
    recorder.clear()
    display.show(.notice(table: "t", day: "2020-01-01", message: "look here"))
    #expect(recorder.error == "\(clear)t 2020-01-01: note: look here\n")
    recorder.clear()
    display.show(.dayFinished(report("t", "2020-01-01", .published, counts(read: 10, written: 9, quarantined: 1))))
    #expect(recorder.error == "t 2020-01-01: published, 9 rows, 1 quarantined, 12.3 s, 32 MB/s\n")
  }

  @Test func severalDaysShareIt() {
    let display = ProgressDisplay(mode: .automatic, console: recorder.console(width: 60))
    display.show(.planned(table: "a", day: "2020-01-01", files: 2000, bytes: 400_000_000, shards: 4))
    recorder.clear()
    recorder.pass(1)
    display.show(.progress(table: "b", day: "2020-01-01", halfway))
    #expect(recorder.error == "\r2 days  25 %  0:06 left  1,000/4,000 files\u{1B}[K")
  }

  @Test func stopTakesItAway() {
    let display = ProgressDisplay(mode: .automatic, console: recorder.console(width: 80))
    display.show(.progress(table: "t", day: "2020-01-01", halfway))
    recorder.clear()
    display.stop()
    display.stop()
    #expect(recorder.error == clear)
  }
}
