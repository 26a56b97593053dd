import CArrow

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ColumnBuilder {
  /// Ends the column at `rows` rows and gives its memory to an Arrow array; the builder is empty afterwards.
  func finish(rows total: Int, into array: UnsafeMutablePointer<ArrowArray>) {
    appendNulls(upTo: total)
    let validity = nulls > 0 ? packBits(valid) : nil
    var buffers: [UnsafeMutableRawPointer?]
    switch type {
    case .null: buffers = []
    case .structure: buffers = [validity]
    case .string, .binary: buffers = [validity, values.release(), data.release() ?? malloc(1)]
    case .boolean: buffers = [validity, packBits(values)]
    default: buffers = [validity, values.release() ?? malloc(1)]
    }
    let childRows =
      switch type {
      case .list: children[0].count
      default: total
      }
    ArrowArray.initialize(
      array, length: total, nulls: type == .null ? total : nulls, buffers: buffers, children: children.count)
    for (index, child) in children.enumerated() {
      child.finish(rows: childRows, into: array.pointee.children[index]!)
    }
    reset()
  }

  /// Empties the builder and keeps its memory where it has any.
  private func reset() {
    rows = 0
    nulls = 0
    valid.truncate(to: 0)
    values.truncate(to: 0)
    data.truncate(to: 0)
    begin()
  }

  /// A byte a row → a bit a row, least significant first.
  private func packBits(_ bytes: borrowing GrowableBuffer) -> UnsafeMutableRawPointer? {
    let rows = bytes.count
    guard let bits = calloc((rows + 63) / 64 + 1, 8) else { return nil }
    let packed = bits.assumingMemoryBound(to: UInt8.self)
    guard let source = bytes.base else { return bits }
    let whole = rows / 8
    for group in 0..<whole {
      // Eight bytes of 0 or 1 gathered into one: each is multiplied to its place in the top byte.
      let eight = source.loadUnaligned(fromByteOffset: group * 8, as: UInt64.self)
      packed[group] = UInt8(truncatingIfNeeded: (eight &* 0x0102_0408_1020_4080) >> 56)
    }
    for row in whole * 8..<rows where source.load(fromByteOffset: row, as: UInt8.self) != 0 {
      packed[row / 8] |= 1 << UInt8(row % 8)
    }
    return bits
  }
}

extension ArrowArray {
  /// An array that owns `buffers` (each from `malloc`) and `children` empty arrays to be filled in.
  static func initialize(
    _ array: UnsafeMutablePointer<ArrowArray>, length: Int, nulls: Int, buffers: [UnsafeMutableRawPointer?],
    children: Int
  ) {
    let bufferTable = UnsafeMutablePointer<UnsafeRawPointer?>.allocate(capacity: max(buffers.count, 1))
    for (index, buffer) in buffers.enumerated() { bufferTable[index] = UnsafeRawPointer(buffer) }
    let childTable = UnsafeMutablePointer<UnsafeMutablePointer<ArrowArray>?>.allocate(capacity: max(children, 1))
    for index in 0..<children {
      childTable[index] = .allocate(capacity: 1)
      childTable[index]!.initialize(to: ArrowArray())
    }
    array.initialize(
      to: ArrowArray(
        length: Int64(length), null_count: Int64(nulls), offset: 0, n_buffers: Int64(buffers.count),
        n_children: Int64(children), buffers: bufferTable, children: childTable, dictionary: nil,
        release: { array in
          guard let array else { return }
          for index in 0..<Int(array.pointee.n_buffers) {
            free(UnsafeMutableRawPointer(mutating: array.pointee.buffers[index]))
          }
          for index in 0..<Int(array.pointee.n_children) {
            let child = array.pointee.children[index]!
            child.pointee.release?(child)
            child.deallocate()
          }
          array.pointee.buffers.deallocate()
          array.pointee.children.deallocate()
          array.pointee.release = nil
        }, private_data: nil))
  }
}
