/// A parsed record: simdjson's flat tape of 64-bit words and its strings, unescaped.
///
/// Layout: <https://github.com/simdjson/simdjson/blob/master/doc/tape.md>, and ``StrictParser/exactNumberTag``.
struct Tape {
  let words: UnsafePointer<UInt64>
  let strings: UnsafePointer<UInt8>

  enum Tag {
    static let object = UInt8(ascii: "{")
    static let list = UInt8(ascii: "[")
    static let string = UInt8(ascii: "\"")
    static let int64 = UInt8(ascii: "l")
    static let uint64 = UInt8(ascii: "u")
    static let double = UInt8(ascii: "d")
    static let yes = UInt8(ascii: "t")
    static let no = UInt8(ascii: "f")
    static let null = UInt8(ascii: "n")
    /// A number that neither 64-bit integers nor finite doubles can hold; its text lies where a string's would.
    static let bigNumber = StrictParser.exactNumberTag
  }

  /// Where the record's root value is.
  static let root = 1

  @inline(__always)
  func tag(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: words[index] >> 56) }

  /// The index of the closing bracket of the object or list at `index`.
  @inline(__always)
  func end(_ index: Int) -> Int { Int(words[index] & 0xFFFF_FFFF) - 1 }

  @inline(__always)
  func string(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = strings + Int(words[index] & 0x00FF_FFFF_FFFF_FFFF)
    let length = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
    return UnsafeBufferPointer(start: start + 4, count: Int(length))
  }

  @inline(__always)
  func int64(_ index: Int) -> Int64 { Int64(bitPattern: words[index + 1]) }

  @inline(__always)
  func uint64(_ index: Int) -> UInt64 { words[index + 1] }

  @inline(__always)
  func double(_ index: Int) -> Double { Double(bitPattern: words[index + 1]) }

  /// The index behind the value at `index`.
  @inline(__always)
  func skip(_ index: Int) -> Int {
    switch tag(index) {
    case Tag.object, Tag.list: end(index) + 1
    case Tag.int64, Tag.uint64, Tag.double: index + 2
    default: index + 1
    }
  }
}
