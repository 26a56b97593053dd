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
  var bytes = 8 << 20
  /// Places looked at in one large file, at most.
  var places = 8

  func sample(_ all: [RawFile], in store: any ObjectStore) throws(PipelineError) -> DaySample {
    let inference = SchemaInference()
    var records: [RawFile.Packing: Int] = [:]
    var stored: [RawFile.Packing: Int] = [:]
    let candidates = all.filter { $0.size > 0 }
    let count = min(files, candidates.count)
    let batch = RawBatch()
    for pick in 0..<count {
      let file = candidates[pick * candidates.count / count]
      let share = max(bytes / count, 16 << 10)
      let isPlain = file.packing == .plain
      let spots = isPlain && file.size > 2 * share ? min(places, max(share / (16 << 10), 1)) : 1
      for spot in 0..<spots {
        let offset = spot * file.size / spots
        let before = inference.records
        let used = try observe(file, at: offset, most: share / spots, inference, batch, store)
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
    _ file: RawFile, at offset: Int, most: Int, _ inference: SchemaInference, _ batch: RawBatch, _ store: any ObjectStore
  ) throws(PipelineError) -> Int {
    let reader = try RawFileReader(file, in: store, at: offset)
    batch.removeAll()
    batch.files.append(file.path)
    var isAtEnd = false
    // At least one whole line, however long, but not without end.
    while batch.count < most || (!hasWholeLine(batch, offset) && batch.count < 16 << 20) {
      let room = batch.reserve(min(most, 1 << 20))
      let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: room.prefix(min(most, 1 << 20))))
      guard count > 0 else {
        isAtEnd = true
        break
      }
      batch.commit(count)
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

  private func hasWholeLine(_ batch: RawBatch, _ offset: Int) -> Bool {
    let feeds = batch.memory[..<batch.count].lazy.filter { $0 == 0x0A }
    return feeds.prefix(offset > 0 ? 2 : 1).count == (offset > 0 ? 2 : 1)
  }
}
