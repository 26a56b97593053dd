/// The known keys of an object.
final class ObjectDecoder {
  let fields: [FieldDecoder]
  /// The same, to be walked without counting references.
  private let unmanaged: [Unmanaged<FieldDecoder>]
  /// For each field, and last for the object's start, the field that followed it in the record before.
  private var following: [Int]
  private let byKey: [[UInt8]: Int]

  init(_ fields: [FieldDecoder]) {
    self.fields = fields
    unmanaged = fields.map(Unmanaged.passUnretained)
    following = fields.indices.map { $0 + 1 } + [0]
    byKey = Dictionary(fields.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  @inline(__always) func field(_ index: Int) -> Unmanaged<FieldDecoder> { unmanaged[index] }

  /// The place "before the first field", for ``find(_:after:)``.
  @inline(__always) var start: Int { following.count - 1 }

  /// The index of the field with this key, or -1. Records mostly repeat the order of the one before, so the field that
  /// followed `previous` then is tried first.
  @inline(__always)
  func find(_ key: UnsafeBufferPointer<UInt8>, after previous: Int) -> Int {
    let guess = following[previous]
    if guess < unmanaged.count, unmanaged[guess]._withUnsafeGuaranteedRef({ Self.matches(key, $0) }) { return guess }
    return search(key, after: previous)
  }

  @inline(never)
  private func search(_ key: UnsafeBufferPointer<UInt8>, after previous: Int) -> Int {
    guard let found = byKey[Array(key)] else { return -1 }
    following[previous] = found
    return found
  }

  /// `key` lies in simdjson's string buffer, which has room to be read eight bytes past any string.
  @inline(__always)
  private static func matches(_ key: UnsafeBufferPointer<UInt8>, _ field: FieldDecoder) -> Bool {
    guard key.count == field.key.count else { return false }
    let start = UnsafeRawPointer(key.baseAddress.unsafelyUnwrapped)
    let head = start.loadUnaligned(as: UInt64.self)
    if key.count <= 8 {
      let used = key.count == 8 ? UInt64.max : (1 << UInt64(key.count * 8)) - 1
      return UInt64(littleEndian: head) & used == field.keyHead
    }
    guard UInt64(littleEndian: head) == field.keyHead else { return false }
    return field.key.withUnsafeBytes { known in
      for index in 8..<known.count where known[index] != start.load(fromByteOffset: index, as: UInt8.self) {
        return false
      }
      return true
    }
  }

  static func head(of key: UnsafeRawBufferPointer) -> UInt64 {
    var head: UInt64 = 0
    for (index, byte) in key.prefix(8).enumerated() { head |= UInt64(byte) << UInt64(index * 8) }
    return head
  }
}
