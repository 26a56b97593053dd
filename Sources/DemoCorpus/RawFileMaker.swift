/// Makes the bytes of a raw file; nothing but the options and the file decide them.
struct RawFileMaker: Sendable {
  let seed: UInt64
  let first: CalendarDay
  let events: Events

  /// Replaces the buffer's content by the file's bytes. A file of clicks that nobody made is left empty.
  func make(_ file: RawFile, in buffer: inout LineBuffer) -> DemoCorpus.Summary.Counts {
    buffer.removeAll()
    var page = Page(file: file, habits: events.dirt.habits(file.source, file.day, file: file.number), dirt: events.dirt)
    if page.habits.byteOrderMark { buffer.append([0xEF, 0xBB, 0xBF]) }
    let unwritten = buffer.count
    switch file.source {
    case .jobs: makeJobs(file, &page, &buffer)
    case .impressions: makeImpressions(file, &page, &buffer)
    case .clicks: makeClicks(file, &page, &buffer)
    }
    if buffer.count == unwritten { buffer.removeAll() }
    if !page.habits.finalNewline, buffer.count > 0 {
      buffer.truncate(to: buffer.count - (page.habits.carriageReturns ? 2 : 1))
    }
    page.counts.bytes = buffer.count
    page.counts.files = buffer.count > 0 ? 1 : 0
    return page.counts
  }

  private func makeJobs(_ file: RawFile, _ page: inout Page, _ buffer: inout LineBuffer) {
    let key = mixed(mixed(mixed(seed) ^ file.source.salt) ^ UInt64(truncatingIfNeeded: file.day.number))
    let random = RandomStream(seed: key ^ mixed(UInt64(truncatingIfNeeded: file.number)))
    var writer = JobWriter(events: events, day: file.day, date: date(file), random: random)
    for index in file.range {
      let start = page.begin(index, &buffer)
      writer.write(index, page.oddity(index), to: &buffer)
      page.end(index, from: start, breakable: true, &buffer)
    }
  }

  private func makeImpressions(_ file: RawFile, _ page: inout Page, _ buffer: inout LineBuffer) {
    let writer = EventWriter(date: date(file))
    for index in file.range {
      let impression = events.impression(file.day, index)
      let start = page.begin(index, &buffer)
      writer.write(impression, page.oddity(index), to: &buffer)
      // Every click's impression can be found.
      page.end(index, from: start, breakable: impression.clickDelay == nil, &buffer)
    }
  }

  /// The late clicks on impressions of the day before come first. Those of the corpus's last day have not arrived yet.
  private func makeClicks(_ file: RawFile, _ page: inout Page, _ buffer: inout LineBuffer) {
    let writer = EventWriter(date: date(file))
    let before = CalendarDay(number: file.day.number - 1)
    for (day, shift) in [(before, Events.millisecondsOfDay), (file.day, 0)] where day >= first {
      for index in file.range {
        let impression = events.impression(day, index)
        guard let delay = impression.clickDelay else { continue }
        let millisecond = impression.millisecondOfDay + delay - shift
        guard millisecond >= 0, millisecond < Events.millisecondsOfDay else { continue }
        // Two impressions of the same number, one a day earlier, must not share their line's fate.
        let number = shift == 0 ? index : index | 1 << 38
        let start = page.begin(number, &buffer)
        writer.write(
          events.clickID(impression), of: impression, millisecond: millisecond, page.oddity(number), to: &buffer)
        page.end(number, from: start, breakable: true, &buffer)
        if shift > 0 { page.counts.lateClicks += 1 }
      }
    }
  }

  private func date(_ file: RawFile) -> [UInt8] { Array(file.day.text(separator: "-").utf8) }
}

/// A raw file's lines as they are written, and their count.
private struct Page {
  let file: RawFile
  let habits: FileHabits
  let dirt: Dirt
  var counts = DemoCorpus.Summary.Counts()

  /// Begins a record's line.
  mutating func begin(_ index: Int, _ buffer: inout LineBuffer) -> Int {
    if dirt.blankLine(file.source, file.day, index) {
      endLine(&buffer)
      counts.blankLines += 1
    }
    return buffer.count
  }

  func oddity(_ index: Int) -> RecordOddity? { dirt.oddity(file.source, file.day, index) }

  /// Ends the line of the record that was written at `start`, breaking it if that is its fate.
  mutating func end(_ index: Int, from start: Int, breakable: Bool, _ buffer: inout LineBuffer) {
    if breakable, let fault = dirt.fault(file.source, file.day, index) {
      buffer.breakLine(from: start, by: fault, UInt64(truncatingIfNeeded: index))
      counts.faults[fault, default: 0] += 1
    } else {
      counts.records += 1
      if let oddity = oddity(index) { counts.oddities[oddity, default: 0] += 1 }
    }
    endLine(&buffer)
  }

  private func endLine(_ buffer: inout LineBuffer) {
    if habits.carriageReturns { buffer.append(UInt8(ascii: "\r")) }
    buffer.append(UInt8(ascii: "\n"))
  }
}
