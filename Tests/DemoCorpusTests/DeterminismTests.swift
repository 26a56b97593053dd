import DemoCorpus
import Foundation
import Testing

struct DeterminismTests {
  @Test func theNumberOfThreadsChangesNoByte() throws {
    let one = try MadeCorpus {
      $0.dirtyShare = 0.1
      $0.threads = 1
    }
    let many = try MadeCorpus {
      $0.dirtyShare = 0.1
      $0.threads = 7
    }
    #expect(try one.files() == many.files())
    #expect(one.summary == many.summary)
  }

  @Test func theSeedChangesEveryFile() throws {
    let one = try MadeCorpus().files()
    let other = try MadeCorpus { $0.seed = 2 }.files()
    #expect(one.keys == other.keys)
    #expect(one.allSatisfy { other[$0.key] != $0.value })
  }

  @Test func moreDaysLeaveTheEarlierOnesAsTheyWere() throws {
    let few = try MadeCorpus().files()
    let more = try MadeCorpus { $0.days = 3 }.files()
    #expect(few.count < more.count)
    #expect(few.allSatisfy { more[$0.key] == $0.value })
    // 2020 is a leap year.
    #expect(more.keys.contains("jobs/2020/02/29/jobs-00002.jsonl"))
    #expect(more.keys.contains("jobs/2020/03/01/jobs-00000.jsonl"))
  }

  @Test func progressCountsUpToAllFiles() throws {
    let corpus = try MadeCorpus()
    let seen = Seen()
    var options = MadeCorpus.options()
    options.replace = true
    let summary = try DemoCorpus(options).generate(into: corpus.folder) { seen.add($0) }
    let steps = seen.steps
    #expect(steps.map(\.files) == Array(1...steps.count))
    #expect(steps.last?.files == steps.last?.allFiles)
    #expect(steps.last?.bytes == summary.total.bytes)
  }
}
