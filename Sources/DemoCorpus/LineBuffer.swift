import Foundation

/// The bytes of a raw file while it is made. One a thread, used again for every file: no allocation in the long run.
struct LineBuffer: ~Copyable {
  private(set) var count = 0
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int

  /// Short pieces are copied as one vector of this many bytes: sources and the buffer have this much room to spare.
  static let slack = 32

  init(capacity: Int) {
    self.capacity = max(capacity, 4096)
    bytes = .allocate(capacity: self.capacity)
  }

  deinit { bytes.deallocate() }

  var contents: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: count) }

  subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count)
    return bytes[position]
  }

  mutating func removeAll() { count = 0 }

  mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count)
    count = newCount
  }

  mutating func set(_ position: Int, to byte: UInt8) {
    precondition(position >= 0 && position < count)
    bytes[position] = byte
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    makeRoom(for: 1)
    bytes[count] = byte
    count &+= 1
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(text.utf8Start, text.utf8CodeUnitCount)
  }

  mutating func append(_ text: [UInt8]) {
    text.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { append(start, source.count) }
    }
  }

  @inline(__always)
  mutating func append(_ source: UnsafePointer<UInt8>, _ length: Int) {
    makeRoom(for: length)
    memcpy(bytes + count, source, length)
    count &+= length
  }

  /// Appends a short piece whose source may be read ``slack`` bytes beyond its start, whatever its length.
  @inline(__always)
  mutating func append(padded source: UnsafePointer<UInt8>, _ length: Int) {
    guard length <= Self.slack else { return append(source, length) }
    makeRoom(for: length)
    let vector = UnsafeRawPointer(source).loadUnaligned(as: SIMD32<UInt8>.self)
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: vector, as: SIMD32<UInt8>.self)
    count &+= length
  }

  mutating func insert(_ text: [UInt8], at position: Int) {
    precondition(position >= 0 && position <= count)
    makeRoom(for: text.count)
    memmove(bytes + position + text.count, bytes + position, count - position)
    for (index, byte) in text.enumerated() { bytes[position + index] = byte }
    count += text.count
  }

  /// Appends a number that is not negative, in decimal.
  mutating func append(number: Int) {
    var digits = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      digits &+= 1
    }
    append(number: number, digits: digits)
  }

  /// Appends the last `digits` digits of a number, with leading zeros.
  @inline(__always)
  mutating func append(number: Int, digits: Int) {
    makeRoom(for: digits)
    var rest = UInt(truncatingIfNeeded: number)
    var place = count &+ digits
    while place > count {
      place &-= 1
      bytes[place] = 48 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count &+= digits
  }

  /// Appends the last `digits` hexadecimal digits of a number.
  mutating func append(hex number: UInt64, digits: Int) {
    makeRoom(for: digits)
    for place in 0..<digits {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(4 &* (digits &- 1 &- place))) & 15
      bytes[count &+ place] = digit < 10 ? 48 &+ digit : 87 &+ digit
    }
    count &+= digits
  }

  @inline(__always)
  private mutating func makeRoom(for length: Int) {
    if count &+ length &+ Self.slack > capacity { grow(for: length) }
  }

  @inline(never)
  private mutating func grow(for length: Int) {
    let larger = max(capacity * 2, count + length + Self.slack)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    memcpy(moved, bytes, count)
    bytes.deallocate()
    bytes = moved
    capacity = larger
  }
}
