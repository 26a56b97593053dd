import DemoCorpus
import Foundation
import Testing

struct DirtTests {
  @Test func summaryCountsTheLinesThatAStrictReaderRefuses() throws {
    let corpus = try MadeCorpus {
      $0.dirtyShare = 0.1
      $0.recordsPerFile = 200
    }
    for source in DemoSource.allCases {
      let counts = try #require(corpus.summary.sources[source])
      let lines = try corpus.lines(source)
      let records = lines.count { MadeCorpus.record($0.bytes) != nil }
      let blank = lines.count { $0.bytes.isEmpty }
      #expect(counts.records == records)
      #expect(counts.blankLines == blank)
      #expect(counts.unusable == lines.count - records - blank)
    }
    let jobs = try #require(corpus.summary.sources[.jobs])
    #expect((80...160).contains(jobs.unusable), "a tenth of 1,200 lines")
    #expect(Set(jobs.faults.keys) == Set(LineFault.allCases))
    #expect(Set(jobs.oddities.keys) == Set(RecordOddity.allCases))
  }

  @Test func dirtyFilesEndTheirLinesInEveryWay() throws {
    let corpus = try MadeCorpus {
      $0.dirtyShare = 0.01
      $0.filesPerDay = 30
      $0.recordsPerFile = 2
    }
    let files = try corpus.files().values
    #expect(files.contains { $0.suffix(2) == Data("\r\n".utf8) })
    #expect(files.contains { $0.last == UInt8(ascii: "\n") && $0.dropLast().last != UInt8(ascii: "\r") })
    #expect(files.contains { $0.last == UInt8(ascii: "}") })
    #expect(files.contains { $0.starts(with: [0xEF, 0xBB, 0xBF]) })
  }

  @Test func oddRecordsHaveStringsAndHugeNumbersForCounts() throws {
    let corpus = try MadeCorpus {
      $0.dirtyShare = 0.3
      $0.sources = [.jobs]
    }
    let text = try corpus.lines(.jobs).map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "\n")
    #expect(text.contains(#/"views":"\d+"/#))
    #expect(text.contains(#/"views":18446744073709551616|"views":1844674407370955\d{5}/#))
    #expect(text.contains(#/"title":"[^\n]*"title":"Repeated/#))
    #expect(text.contains(#""experiment":{"#))
  }
}
