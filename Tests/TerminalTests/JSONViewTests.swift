import Foundation
import Pipeline
import Terminal
import Testing

struct JSONViewTests {
  @Test func everyLineIsOneObjectOnStandardOutput() throws {
    let recorder = Recorder()
    let display = ProgressDisplay(mode: .json, console: recorder.console(width: 80))
    display.show(.planned(table: "t", day: "2020-01-01", files: 2, bytes: 10, shards: 1))
    for _ in 0..<20 {
      display.show(
        .progress(
          table: "t", day: "2020-01-01", progress(files: 1, bytes: 5, read: 3, quarantined: 0, seconds: .infinity)))
      recorder.pass(0.1)
    }
    display.show(.output(table: "t", day: "2020-01-01", line: "a\nb \"c\" ü"))
    display.show(.notice(table: "t", day: "2020-01-01", message: "m"))
    let day = report("t", "2020-01-01", .published, counts(read: 3, written: 2, dropped: 1))
    display.show(.dayFinished(day))
    display.finish([day], seconds: 2.5)
    let lines = recorder.out.split(separator: "\n")
    let objects = try lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let events = objects.compactMap { $0["event"] as? String }
    #expect(events == ["planned", "progress", "progress", "output", "notice", "day_finished", "finished"])
    #expect(lines[0] == #"{"bytes":10,"day":"2020-01-01","event":"planned","files":2,"shards":1,"table":"t"}"#)
    #expect(objects[3]["line"] as? String == "a\nb \"c\" ü")
    #expect((objects[5]["report"] as? [String: Any])?["tableVersion"] as? Int == 3)
    #expect((objects[6]["counts"] as? [String: Any])?["written"] as? Int == 2)
    #expect(recorder.error.isEmpty)
  }
}
