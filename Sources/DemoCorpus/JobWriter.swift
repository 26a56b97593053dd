/// Writes job listings, about 2 KB each.
struct JobWriter {
  let events: Events
  let day: CalendarDay
  /// The date's ten bytes.
  let date: [UInt8]
  var random: RandomStream

  /// A prime number, so that every start and stride walks through all keys once.
  private static let keys = 11

  mutating func write(_ index: Int, _ oddity: RecordOddity?, to buffer: inout LineBuffer) {
    let job = events.job(day, index)
    let vocabulary = Vocabulary.all[language()]
    var key = 0
    var stride = 1
    if random.once(in: 24) {
      key = random.below(Self.keys)
      stride = 1 + random.below(Self.keys - 1)
    }
    let start = buffer.count
    for _ in 0..<Self.keys {
      write(key, job, vocabulary, oddity, to: &buffer)
      key = (key + stride) % Self.keys
    }
    // Every member began with a comma.
    buffer.set(start, to: UInt8(ascii: "{"))
    buffer.append(UInt8(ascii: "}"))
    switch oddity {
    case .repeatedKey: buffer.appendMember(#""title":"Repeated \ud83d\udd01""#)
    case .unknownKey: buffer.appendMember(#""experiment":{"arm":"b","weights":[0.25,1e-3]}"#)
    default: break
    }
  }

  private mutating func write(
    _ key: Int, _ job: JobFacts, _ vocabulary: Vocabulary, _ oddity: RecordOddity?, to buffer: inout LineBuffer
  ) {
    switch key {
    case 0:
      buffer.append(#","job_id":"job_"#)
      buffer.append(hex: job.id, digits: 16)
      buffer.append(UInt8(ascii: "\""))
    case 1:
      buffer.append(#","title":""#)
      vocabulary.write(.title, to: &buffer, &random)
      if random.once(in: 25) { writeEmoji(to: &buffer) }
      buffer.append(UInt8(ascii: "\""))
    case 2: writeCompany(to: &buffer)
    case 3: writeLocation(job, to: &buffer)
    case 4: writeSalary(job, to: &buffer)
    case 5: writeSkills(job, to: &buffer)
    case 6:
      buffer.append(#","language":"#)
      buffer.append(vocabulary.code)
    case 7: writeDescription(job, vocabulary, to: &buffer)
    case 8:
      buffer.append(#","posted_at":""#)
      buffer.append(date)
      buffer.append(second: job.secondOfDay)
      buffer.append(#"Z""#)
    case 9:
      guard oddity != nil || !random.once(in: 40) else { return }
      buffer.append(#","views":"#)
      buffer.append(count: random.below(1 + random.below(20_000)), oddity)
    default:
      guard !random.once(in: 15) else { return }
      buffer.append(#","contract_type":""#)
      buffer.append(Places.contracts[random.below(Places.contracts.count)])
      buffer.append(UInt8(ascii: "\""))
    }
  }

  /// English for more than half of the listings.
  private mutating func language() -> Int {
    switch random.below(20) {
    case 0...10: 0
    case 11...14: 1
    case 15...17: 2
    default: 3
    }
  }

  /// One of 4,000 companies, which look the same whenever they advertise.
  private mutating func writeCompany(to buffer: inout LineBuffer) {
    let bits = mixed(UInt64(truncatingIfNeeded: random.below(4000)))
    buffer.append(#","company":{"name":""#)
    Vocabulary.writeName(to: &buffer, mixed(bits))
    buffer.append(Places.companyEndings[scaled(mixed(bits ^ 1), to: Places.companyEndings.count)])
    buffer.append(#"","size":"#)
    buffer.append(number: 3 + scaled(mixed(bits ^ 2), to: 1 << (2 + scaled(mixed(bits ^ 3), to: 16))))
    buffer.append(#","industry":""#)
    buffer.append(Places.industries[scaled(mixed(bits ^ 4), to: Places.industries.count)])
    if bits & 7 == 0 {
      buffer.append(#"","rating":null}"#)
    } else {
      buffer.append(#"","rating":"#)
      buffer.append(number: 2 + Int(bits >> 3 & 1) + Int(bits >> 4 & 1), digits: 1)
      buffer.append(UInt8(ascii: "."))
      buffer.append(number: scaled(mixed(bits ^ 5), to: 100), digits: 2)
      buffer.append(UInt8(ascii: "}"))
    }
  }

  private mutating func writeLocation(_ job: JobFacts, to buffer: inout LineBuffer) {
    let city = Places.cities[random.below(Places.cities.count)]
    buffer.append(#","location":{"#)
    buffer.append(city.names)
    buffer.append(#","lat":"#)
    buffer.append(city.latitude)
    buffer.append(number: random.below(1000), digits: 3)
    buffer.append(#","lon":"#)
    buffer.append(city.longitude)
    buffer.append(number: random.below(1000), digits: 3)
    buffer.append(job.remote ? #","remote":true}"# : #","remote":false}"#)
  }

  private mutating func writeSalary(_ job: JobFacts, to buffer: inout LineBuffer) {
    switch job.salary {
    case .missing: return
    case .null: buffer.append(#","salary":null"#)
    case .given:
      let least = 18 + random.below(90)
      buffer.append(#","salary":{"min":"#)
      buffer.append(number: least * 1000)
      buffer.append(#","max":"#)
      buffer.append(number: (least + 2 + random.below(40)) * 1000)
      buffer.append(#","currency":""#)
      buffer.append(Places.currencies[random.below(Places.currencies.count)])
      buffer.append(#""}"#)
    }
  }

  private mutating func writeSkills(_ job: JobFacts, to buffer: inout LineBuffer) {
    buffer.append(#","skills":["#)
    let count = Places.skills.count
    var skill = random.below(count)
    let stride = 1 + random.below(count - 1)
    for place in 0..<job.skills {
      buffer.append(place == 0 ? "\"" : #"",""#)
      buffer.append(Places.skills[skill])
      skill = (skill + stride) % count
    }
    buffer.append(job.skills == 0 ? "]" : #""]"#)
  }

  mutating func writeEmoji(to buffer: inout LineBuffer) {
    buffer.append(UInt8(ascii: " "))
    buffer.append(Places.emoji[random.below(Places.emoji.count)])
  }
}
