/// What is known of a job listing without writing it: impressions and clicks ask for it from any thread.
struct JobFacts {
  enum Salary { case given, null, missing }

  /// The hexadecimal part of `job_id`.
  var id: UInt64
  var salary: Salary
  var remote: Bool
  var skills: Int
  var secondOfDay: Int
}

/// One listing shown to one user.
struct Impression {
  var id: UInt64
  var job: JobFacts
  var millisecondOfDay: Int
  /// 1 is the top of the page.
  var position: Int
  /// Milliseconds from showing to clicking; nil when the user did not click.
  var clickDelay: Int?
  /// For what nothing else depends on.
  var bits: UInt64
}

/// Every listing, impression and click of the corpus as a function of the day and a number within the day.
///
/// Nothing here is remembered: a fact is drawn from its own hash, so that the clicks of a day can be written before, after
/// or while its impressions are.
struct Events: Sendable {
  static let millisecondsOfDay = 86_400_000

  let jobsPerDay: Int
  let impressionsPerDay: Int
  let dirt: Dirt
  private let seed: UInt64
  private let model = ClickModel()

  init(seed: UInt64, jobsPerDay: Int, impressionsPerDay: Int, dirt: Dirt) {
    self.seed = mixed(seed)
    self.jobsPerDay = jobsPerDay
    self.impressionsPerDay = impressionsPerDay
    self.dirt = dirt
  }

  /// The listing `index` of a day; listings are posted in order, spread evenly over the day.
  func job(_ day: CalendarDay, _ index: Int) -> JobFacts {
    let id = id(.jobs, day, index)
    let bits = mixed(id ^ seed)
    let salary: JobFacts.Salary
    switch bits & 15 {
    case 0...10: salary = .given
    case 11...13: salary = .missing
    default: salary = .null
    }
    // The smaller of two draws: most listings ask for few skills, one in ten for none.
    let skills = min(scaled(mixed(bits ^ 1), to: 17), scaled(mixed(bits ^ 2), to: 17))
    return JobFacts(
      id: id, salary: salary, remote: bits >> 4 & 3 == 0, skills: min(skills, ClickModel.mostSkills),
      secondOfDay: Int(Int64(index) * 86_400 / Int64(jobsPerDay)))
  }

  /// The impression `index` of a day: of a listing that was posted earlier that day and whose line can be read.
  func impression(_ day: CalendarDay, _ index: Int) -> Impression {
    let id = id(.impressions, day, index)
    let bits = mixed(id ^ seed)
    let posted = Int(Int64(index) * Int64(jobsPerDay) / Int64(impressionsPerDay)) + 1
    var listing = scaled(mixed(bits ^ 1), to: posted)
    // Back to the next listing that can be read; a day's first always can.
    while dirt.fault(.jobs, day, listing) != nil { listing -= 1 }
    let job = job(day, listing)
    let position = 1 + scaled(mixed(bits ^ 2), to: ClickModel.lastPosition)
    let clicked = unit(mixed(bits ^ 3)) < model.probability(job, position: position)
    return Impression(
      id: id, job: job,
      millisecondOfDay: Int(Int64(index) * Int64(Self.millisecondsOfDay) / Int64(impressionsPerDay)),
      position: position, clickDelay: clicked ? delay(mixed(bits ^ 4)) : nil, bits: mixed(bits ^ 5))
  }

  func clickID(_ impression: Impression) -> UInt64 { mixed(impression.id ^ mixed(seed ^ DemoSource.clicks.salt)) }

  /// Most clicks follow within ten minutes; one user in twelve comes back hours later, maybe the next day.
  private func delay(_ bits: UInt64) -> Int {
    let within = bits & 0xFFF < 341 ? 20 * 3_600_000 : 600_000
    return 800 + scaled(mixed(bits), to: within)
  }

  private func id(_ source: DemoSource, _ day: CalendarDay, _ index: Int) -> UInt64 {
    let number = UInt64(truncatingIfNeeded: day.number) << 40 | UInt64(truncatingIfNeeded: index)
    return mixed(number ^ mixed(seed ^ source.salt))
  }
}
