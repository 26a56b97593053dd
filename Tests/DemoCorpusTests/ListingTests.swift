import DemoCorpus
import Foundation
import Testing

struct ListingTests {
  @Test func everyLineOfACleanCorpusIsARecord() throws {
    let corpus = try MadeCorpus()
    for source in DemoSource.allCases {
      let lines = try corpus.lines(source).count
      #expect(lines > 0)
      #expect(try corpus.records(source).count == lines)
      #expect(corpus.summary.sources[source]?.records == lines)
    }
    #expect(corpus.summary.sources[.jobs]?.records == 2 * 3 * 50)
    #expect(corpus.summary.total.unusable == 0)
  }

  @Test func summaryCountsTheFilesAndBytesOnDisk() throws {
    let corpus = try MadeCorpus { $0.dirtyShare = 0.2 }
    let files = try corpus.files()
    #expect(corpus.summary.total.files == files.count)
    #expect(corpus.summary.total.bytes == files.values.reduce(0) { $0 + $1.count })
  }

  @Test func listingsAreTwoKilobytesOnAverageAndNoTwoDescriptionsAlike() throws {
    let corpus = try MadeCorpus { $0.recordsPerFile = 500 }
    let jobs = try #require(corpus.summary.sources[.jobs])
    #expect((1800...2200).contains(jobs.bytes / jobs.records))
    let descriptions = try corpus.records(.jobs).compactMap { $0.record["description_html"] as? String }
    #expect(descriptions.count == jobs.records)
    #expect(Set(descriptions).count == jobs.records)
  }

  @Test func listingsHaveTheirKeysTypesAndGaps() throws {
    let corpus = try MadeCorpus { $0.recordsPerFile = 500 }
    var without: [String: Int] = [:]
    for (day, record) in try corpus.records(.jobs) {
      let company = try #require(record["company"] as? [String: Any])
      let location = try #require(record["location"] as? [String: Any])
      #expect(company["name"] is String && company["size"] is Int && company["industry"] is String)
      #expect(company["rating"] is Double || company["rating"] is NSNull)
      let latitude = try #require(location["lat"] as? Double)
      let longitude = try #require(location["lon"] as? Double)
      #expect(abs(latitude) <= 90 && abs(longitude) <= 180)
      #expect(location["remote"] is Bool && location["city"] is String && location["country"] is String)
      let posted = try MadeCorpus.text(record, "posted_at")
      #expect(posted.hasPrefix(day) && ISO8601DateFormatter().date(from: posted) != nil)
      if let salary = record["salary"] as? [String: Any] {
        let least = try #require(salary["min"] as? Int)
        let most = try #require(salary["max"] as? Int)
        #expect(least < most)
      }
      let skills = try #require(record["skills"] as? [String])
      #expect(Set(skills).count == skills.count)
      if skills.isEmpty { without["skills", default: 0] += 1 }
      if record["salary"] is NSNull { without["salary: null", default: 0] += 1 }
      for key in ["salary", "views", "contract_type", "title"] where record[key] == nil {
        without[key, default: 0] += 1
      }
    }
    for key in ["skills", "salary", "salary: null", "views", "contract_type"] {
      #expect((1...1000).contains(without[key] ?? 0), "\(key)")
    }
    #expect(without["title"] == nil)
  }

  @Test func fourLanguagesAndEveryKindOfEscapeOccur() throws {
    let corpus = try MadeCorpus { $0.recordsPerFile = 200 }
    let languages = try corpus.records(.jobs).map { $0.record["language"] as? String }
    #expect(Set(languages) == ["en", "de", "ja", "ar"])
    let text = try corpus.lines(.jobs).map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "\n")
    for part in [#"\""#, #"\n"#, #"\t"#, #"<br\/>"#, #"\u00e9"#, #"\ud83d\ude80"#, "’", "ä", "設計", "تطوير"] {
      #expect(text.contains(part), "\(part)")
    }
    // Most records have their keys in one order, a few in another.
    let reordered = text.split(separator: "\n").count { !$0.hasPrefix(#"{"job_id""#) }
    #expect((1..<200).contains(reordered))
  }
}
