import Terminal
import Testing

struct HumanNumberTests {
  @Test func countsAreGrouped() {
    #expect(HumanNumber.count(0) == "0")
    #expect(HumanNumber.count(999) == "999")
    #expect(HumanNumber.count(1000) == "1,000")
    #expect(HumanNumber.count(-1_234_567) == "-1,234,567")
    #expect(HumanNumber.count(1, "file") == "1 file")
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 KB"), (61_300_000, "61 MB"), (999_600, "1.0 MB"),
    (4_200_000_000, "4.2 GB"),
  ]) func bytesHaveTheirUnit(number: Int, text: String) {
    #expect(HumanNumber.bytes(number) == text)
  }

  @Test(arguments: [
    (0.04, "0.0 s"), (12.34, "12.3 s"), (59.96, "1:00 min"), (245, "4:05 min"), (3723, "1:02:03 h"), (.infinity, "–"),
  ]) func durationsAreRead(seconds: Double, text: String) {
    #expect(HumanNumber.duration(seconds) == text)
  }

  @Test func throughputNeedsSomethingToDivide() {
    #expect(HumanNumber.throughput(bytes: 400_000_000, seconds: 12.34) == "32 MB/s")
    #expect(HumanNumber.throughput(bytes: 0, seconds: 1) == nil)
    #expect(HumanNumber.throughput(bytes: 1, seconds: 0) == nil)
  }
}
