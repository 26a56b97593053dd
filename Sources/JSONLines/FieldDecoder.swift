import Columnar

/// How the value of one key is put into columns.
///
/// The tree of decoders is walked for every value, and counting references would take longer than many a value. So it is
/// walked through unmanaged references: each decoder owns those below it, and the batch decoder owns the root and all
/// builders.
final class FieldDecoder {
  enum Kind: UInt8 {
    case boolean, int8, int16, int32, int64, float32, float64, string, date, timestamp, decimal
    case list
    /// An object with a struct column of its own.
    case structure
    /// An object whose members are columns of their own.
    case flattened
    /// Known, but with no column that could hold it: always rescued.
    case rescuedAlways
  }

  let kind: Kind
  /// Keys from the record down to this value.
  let path: [String]
  let key: [UInt8]
  /// The key's first eight bytes, zeros behind the end: enough to tell most keys apart.
  let keyHead: UInt64
  /// Nil for `flattened` and `rescuedAlways`.
  let builder: Unmanaged<ColumnBuilder>?
  /// The keys of an object, and the elements of a list.
  let members: Unmanaged<ObjectDecoder>?
  let element: Unmanaged<FieldDecoder>?
  private let owned: [AnyObject]
  /// Decimal digits in all, and behind the point.
  let precision: Int
  let scale: Int
  /// The object in which the key was last met; meeting it again in the same one means that the key is repeated.
  var lastObject: UInt64 = 0

  init(
    kind: Kind, path: [String], builder: ColumnBuilder?, members: ObjectDecoder? = nil, element: FieldDecoder? = nil,
    precision: Int = 0, scale: Int = 0
  ) {
    self.kind = kind
    self.path = path
    self.builder = builder.map(Unmanaged.passUnretained)
    self.members = members.map(Unmanaged.passUnretained)
    self.element = element.map(Unmanaged.passUnretained)
    owned = [builder as AnyObject?, members as AnyObject?, element as AnyObject?].compactMap(\.self)
    self.precision = precision
    self.scale = scale
    key = Array((path.last ?? "").utf8)
    keyHead = key.withUnsafeBytes { ObjectDecoder.head(of: $0) }
  }

  /// A decoder of `type` into `builder`; structs below stay structs.
  convenience init(type: DataType, path: [String], builder: ColumnBuilder) {
    switch type {
    case .structure(let fields):
      let members = zip(fields, builder.children).map { field, child in
        FieldDecoder(type: field.type, path: path + [field.name], builder: child)
      }
      self.init(kind: .structure, path: path, builder: builder, members: ObjectDecoder(members))
    case .list(let element):
      self.init(
        kind: .list, path: path, builder: builder,
        element: FieldDecoder(type: element, path: path, builder: builder.children[0]))
    case .decimal(let precision, let scale):
      self.init(kind: .decimal, path: path, builder: builder, precision: precision, scale: scale)
    default:
      self.init(kind: Kind(type), path: path, builder: builder)
    }
  }

  /// Takes back this value and all below it, from `row` on.
  func truncate(to row: Int) {
    if let builder {
      builder.takeUnretainedValue().truncate(to: row)
    } else {
      for field in members?.takeUnretainedValue().fields ?? [] { field.truncate(to: row) }
    }
  }
}

extension FieldDecoder.Kind {
  fileprivate init(_ type: DataType) {
    self =
      switch type {
      case .boolean: .boolean
      case .int8: .int8
      case .int16: .int16
      case .int32: .int32
      case .int64: .int64
      case .float32: .float32
      case .float64: .float64
      case .string: .string
      case .date: .date
      case .timestamp: .timestamp
      case .decimal: .decimal
      case .list: .list
      case .structure: .structure
      case .null, .binary: .rescuedAlways
      }
  }
}
