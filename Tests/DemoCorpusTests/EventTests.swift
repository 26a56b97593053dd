import DemoCorpus
import Foundation
import Testing

struct EventTests {
  @Test(arguments: [0.0, 0.3]) func everyEventJoinsToWhatItIsAbout(dirtyShare: Double) throws {
    let corpus = try MadeCorpus {
      $0.days = 3
      $0.dirtyShare = dirtyShare
    }
    let jobs = try keyed(corpus.records(.jobs), by: "job_id")
    let impressions = try keyed(corpus.records(.impressions), by: "impression_id")
    for (day, impression) in impressions.values {
      let id = try MadeCorpus.text(impression, "job_id")
      let job = try #require(jobs[id])
      let posted = try MadeCorpus.text(job.record, "posted_at")
      let shown = try MadeCorpus.text(impression, "shown_at")
      #expect(job.day == day && shown.hasPrefix(day))
      #expect(shown.prefix(19) >= posted.prefix(19))
    }
    var late = 0
    let clicks = try corpus.records(.clicks)
    for (day, click) in clicks {
      let id = try MadeCorpus.text(click, "impression_id")
      let impression = try #require(impressions[id])
      #expect(impression.record["job_id"] as? String == click["job_id"] as? String)
      let clicked = try MadeCorpus.text(click, "clicked_at")
      let shown = try MadeCorpus.text(impression.record, "shown_at")
      #expect(clicked.hasPrefix(day) && clicked > shown)
      if impression.day != day { late += 1 }
    }
    #expect(late > 0)
    #expect(Set(clicks.compactMap { $0.record["impression_id"] as? String }).count == clicks.count)
    if dirtyShare == 0 { #expect(corpus.summary.sources[.clicks]?.lateClicks == late) }
  }

  @Test func clicksDependOnWhatAModelCanSee() throws {
    let corpus = try MadeCorpus {
      $0.days = 1
      $0.recordsPerFile = 200
      $0.impressionsPerDay = 40_000
    }
    let jobs = try keyed(corpus.records(.jobs), by: "job_id")
    let clicked = Set(try corpus.records(.clicks).compactMap { $0.record["impression_id"] as? String })
    let impressions = try corpus.records(.impressions).map { try Seen($0.record, jobs, clicked) }
    #expect(impressions.count == 40_000)
    #expect((0.065...0.095).contains(rate(impressions) { _ in true }))
    #expect(rate(impressions) { $0.position <= 5 } > 2 * rate(impressions) { $0.position > 15 })
    #expect(rate(impressions) { $0.salary } > 1.3 * rate(impressions) { !$0.salary })
    #expect(rate(impressions) { $0.remote } > 1.15 * rate(impressions) { !$0.remote })
    #expect(rate(impressions) { $0.skills >= 8 } > 1.15 * rate(impressions) { $0.skills <= 3 })
  }

  @Test func onlyTheSourcesAskedForAreMade() throws {
    let corpus = try MadeCorpus { $0.sources = [.jobs] }
    #expect(try corpus.files().keys.allSatisfy { $0.hasPrefix("jobs/2020/02/2") })
    #expect(try corpus.files().count == 6)
  }

  private struct Seen {
    var position: Int
    var salary: Bool
    var remote: Bool
    var skills: Int
    var clicked: Bool

    init(_ impression: [String: Any], _ jobs: Keyed, _ clicks: Set<String>) throws {
      let id = try MadeCorpus.text(impression, "job_id")
      let job = try #require(jobs[id]).record
      position = try #require(impression["position"] as? Int)
      salary = job["salary"] is [String: Any]
      let location = job["location"] as? [String: Any]
      remote = try #require(location?["remote"] as? Bool)
      skills = try #require(job["skills"] as? [Any]).count
      clicked = clicks.contains(try MadeCorpus.text(impression, "impression_id"))
    }
  }

  private typealias Keyed = [String: (day: String, record: [String: Any])]

  private func rate(_ impressions: [Seen], of condition: (Seen) -> Bool) -> Double {
    let chosen = impressions.filter(condition)
    return Double(chosen.count { $0.clicked }) / Double(chosen.count)
  }

  private func keyed(_ records: [(day: String, record: [String: Any])], by key: String) throws -> Keyed {
    var keyed: Keyed = [:]
    for entry in records { keyed[try MadeCorpus.text(entry.record, key)] = entry }
    #expect(keyed.count == records.count)
    return keyed
  }
}
