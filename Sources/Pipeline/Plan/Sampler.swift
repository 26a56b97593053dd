import JSONLines
import Storage

/// What a sample of a day's raw files tells about all of them.
struct DaySample {
  var inference: SchemaInference
  /// Records a stored byte, by packing.
  fileprivate var recordsPerByte: [RawFile.Packing: Double]

  /// How many records a raw file holds, about.
  func estimatedRecords(in file: RawFile) -> Double {
    Double(file.size) * (recordsPerByte[file.packing] ?? recordsPerByte.values.max() ?? 0.001)
  }
}

/// Reads a sample spread evenly over the files of a day and over their bytes.
struct Sampler {
  /// Files looked into, at most.
  var files = 200
  /// Bytes read in all, about.
  var bytes = 4 << 20
  /// Places looked at in one large file, at most.
  var places = 8
  /// Bytes read at one place, at most, to see a whole line.
  var longest = 16 << 20

  func sample(_ all: [RawFile], in store: any ObjectStore) throws(PipelineError) -> DaySample {
    let inference = SchemaInference()
    var records: [RawFile.Packing: Int] = [:]
    var stored: [RawFile.Packing: Int] = [:]
    let candidates = all.filter { $0.size > 0 }
    let count = min(files, candidates.count)
    let batch = RawBatch()
    var read = 0
    // Lines of megabytes make a sample large; it ends early then.
    for pick in 0..<count where read < 8 * bytes || inference.records == 0 {
      let file = candidates[pick * candidates.count / count]
      let share = max(bytes / count, 16 << 10)
      let isPlain = file.packing == .plain
      let spots = isPlain && file.size > 2 * share ? min(places, max(share / (16 << 10), 1)) : 1
      for spot in 0..<spots {
        let offset = spot * file.size / spots
        let before = inference.records
        let used = try observe(file, at: offset, most: share / spots, inference, batch, store)
        read += batch.count
        records[file.packing, default: 0] += inference.records - before
        stored[file.packing, default: 0] += used
      }
    }
    var rates: [RawFile.Packing: Double] = [:]
    for (packing, bytes) in stored where bytes > 0 { rates[packing] = Double(records[packing] ?? 0) / Double(bytes) }
    return DaySample(inference: inference, recordsPerByte: rates)
  }

  /// Observes the whole lines in about `most` bytes of a file.
  /// - Returns: how many stored bytes these lines take.
  private func observe(
    _ file: RawFile, at offset: Int, most: Int, _ inference: SchemaInference, _ batch: RawBatch,
    _ store: any ObjectStore
  ) throws(PipelineError) -> Int {
    let reader = try RawFileReader(file, in: store, at: offset)
    batch.removeAll()
    batch.files.append(file.path)
    var isAtEnd = false
    // At least one whole line, however long, but not without end. In the middle of a file its start is a line feed, too.
    var feedsWanted = offset > 0 ? 2 : 1
    while batch.count < most || (feedsWanted > 0 && batch.count < longest) {
      let room = batch.reserve(min(most, 1 << 20))
      let piece = UnsafeMutableRawBufferPointer(rebasing: room.prefix(min(most, 1 << 20)))
      let count = try reader.read(into: piece)
      guard count > 0 else {
        isAtEnd = true
        break
      }
      batch.commit(count)
      if feedsWanted > 0 { feedsWanted -= piece[..<count].lazy.filter { $0 == 0x0A }.prefix(2).count }
    }
    let lines = batch.memory[..<batch.count].split(separator: 0x0A, omittingEmptySubsequences: false)
    var taken = 0
    for (index, line) in lines.enumerated() {
      // In the middle of a file the first line is a piece of one, and so is the last unless the file ends there.
      if (index == 0 && offset > 0) || (index == lines.count - 1 && !isAtEnd) { continue }
      taken += line.count + 1
      var start = line.startIndex
      if offset == 0, index == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
      batch.lines.append(
        .init(offset: start, length: Int32(line.endIndex - start), file: 0, number: 0, position: 0))
    }
    inference.observe(batch)
    guard file.packing != .plain, batch.count > 0 else { return taken }
    return reader.storedBytes * taken / batch.count
  }
}
