import Dispatch
import Synchronization

/// A made-up corpus of job listings with the impressions and clicks that join to them, for demos, tests and benchmarks.
///
/// Below a folder it writes the sources `jobs`, `impressions` and `clicks`, each with raw files under `YYYY/MM/DD/`:
///
/// - job listings of about 2 KB in four languages, with nested objects, a list of skills and an HTML description;
/// - impressions of listings of the same day, at the hour they were posted or later;
/// - clicks on about 8 % of the impressions, more likely the higher on the page, with a salary, remote, and with more
///   skills (see `ClickModel`). A click after midnight lies in the next day's folder, if that is part of the corpus.
///
/// Asking for more days later adds to a corpus: the days that were there come out the same.
public struct DemoCorpus: Sendable {
  public let options: Options

  public init(_ options: Options = Options()) { self.options = options }

  /// Writes the corpus, blocking until it is done.
  /// - Parameters:
  ///   - folder: is made if it does not exist.
  ///   - progress: is called after every file, by one thread at a time.
  public func generate(
    into folder: String, progress: (@Sendable (Progress) -> Void)? = nil
  ) throws(DemoCorpusError) -> Summary {
    let first = try options.checkedFirstDay()
    let target = CorpusFolder(root: folder)
    let groups = try prepare(target, first)
    let allFiles = groups.last?.end ?? 0
    let dirt = Dirt(seed: options.seed, share: options.dirtyShare)
    let events = Events(
      seed: options.seed, jobsPerDay: options.jobsPerDay, impressionsPerDay: options.impressions, dirt: dirt)
    let maker = RawFileMaker(seed: options.seed, first: first, events: events)

    let next = Atomic<Int>(0)
    let state = Mutex(State())
    DispatchQueue.concurrentPerform(iterations: min(options.threads, max(allFiles, 1))) { _ in
      var buffer = LineBuffer(capacity: 1 << 19)
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < allFiles, let file = file(number, of: groups) else { return }
        let counts = maker.make(file, in: &buffer)
        do throws(DemoCorpusError) {
          if buffer.count > 0 { try target.write(file, buffer) }
        } catch {
          next.store(allFiles, ordering: .relaxed)
          state.withLock { $0.error = $0.error ?? error }
          return
        }
        state.withLock { state in
          state.summary.sources[file.source, default: Summary.Counts()] += counts
          state.done.files += 1
          state.done.bytes += counts.bytes
          progress?(Progress(files: state.done.files, allFiles: allFiles, bytes: state.done.bytes))
        }
      }
    }
    let end = state.withLock { $0 }
    if let error = end.error { throw error }
    return end.summary
  }

  private struct State {
    var summary = Summary()
    var done = (files: 0, bytes: 0)
    var error: DemoCorpusError?
  }

  /// A day of a source; `end` is the number of files up to and with it.
  private struct Group {
    var source: DemoSource
    var day: CalendarDay
    var begin: Int
    var end: Int
  }

  private func prepare(_ target: CorpusFolder, _ first: CalendarDay) throws(DemoCorpusError) -> [Group] {
    var groups: [Group] = []
    for number in 0..<options.days {
      let day = CalendarDay(number: first.number + number)
      for source in DemoSource.allCases where options.sources.contains(source) {
        try target.prepare(source, day, replace: options.replace)
        let begin = groups.last?.end ?? 0
        groups.append(
          Group(source: source, day: day, begin: begin, end: begin + RawFile.filesPerDay(source, options)))
      }
    }
    return groups
  }

  private func file(_ number: Int, of groups: [Group]) -> RawFile? {
    var low = 0
    var high = groups.count
    while low < high {
      let middle = (low + high) / 2
      if groups[middle].end <= number { low = middle + 1 } else { high = middle }
    }
    guard low < groups.count else { return nil }
    return RawFile(groups[low].source, groups[low].day, number: number - groups[low].begin, options)
  }
}
