import Columnar

/// Infers the types of a record's members from a sample of records.
///
/// A key's type is the kind of value that it mostly has in the sample; ints and doubles together are doubles. Keys that
/// were always null, and objects that were always empty, stay unknown: their values are rescued.
public final class SchemaInference {
  /// Objects nested deeper are left to `_rescued`.
  static let maximumDepth = 32

  private let parser = RecordParser()
  private let record = ObservedType()
  /// Records seen, and their bytes.
  public private(set) var records = 0
  public private(set) var bytes = 0

  public init() {}

  /// Takes a raw batch into account; unusable lines are passed over.
  public func observe(_ raw: RawBatch) {
    for line in raw.lines {
      guard case .record(let tape) = parser.parse(raw.bytes(of: line)) else { continue }
      records += 1
      bytes += Int(line.length) + 1
      record.observe(tape, at: Tape.root, depth: 0)
    }
  }

  /// The members of a record, in the order in which they were first seen.
  /// - Parameter given: members whose types the configuration asks for; they win, and are added if they were not seen.
  public func members(given: [Field] = []) -> [Field] {
    Self.merge(record.memberFields(), given: given)
  }

  private static func merge(_ inferred: [Field], given: [Field]) -> [Field] {
    var merged = inferred
    for wanted in given {
      guard let index = merged.firstIndex(where: { $0.isNamed(wanted.name) }) else {
        merged.append(wanted)
        continue
      }
      if case .structure(let members) = wanted.type, case .structure(let seen) = merged[index].type {
        merged[index].type = .structure(merge(seen, given: members))
      } else {
        merged[index].type = wanted.type
      }
    }
    return merged
  }
}

/// What has been seen of the values of one key.
final class ObservedType {
  private var booleans = 0
  private var integers = 0
  private var doubles = 0
  private var strings = 0
  private var objects = 0
  private var lists = 0
  private var members: [(key: [UInt8], type: ObservedType)] = []
  private var memberIndex: [[UInt8]: Int] = [:]
  private var element: ObservedType?

  func observe(_ tape: Tape, at index: Int, depth: Int) {
    switch tape.tag(index) {
    case Tape.Tag.yes, Tape.Tag.no: booleans += 1
    case Tape.Tag.int64: integers += 1
    case Tape.Tag.double: doubles += 1
    case Tape.Tag.string: strings += 1
    case Tape.Tag.object:
      objects += 1
      guard depth < SchemaInference.maximumDepth else { return }
      let end = tape.end(index)
      var next = index + 1
      while next < end {
        member(Array(tape.string(next))).observe(tape, at: next + 1, depth: depth + 1)
        next = tape.skip(next + 1)
      }
    case Tape.Tag.list:
      lists += 1
      guard depth < SchemaInference.maximumDepth else { return }
      let observed = element ?? ObservedType()
      element = observed
      let end = tape.end(index)
      var next = index + 1
      while next < end {
        observed.observe(tape, at: next, depth: depth + 1)
        next = tape.skip(next)
      }
    default: break
    }
  }

  private func member(_ key: [UInt8]) -> ObservedType {
    if let known = memberIndex[key] { return members[known].type }
    let added = ObservedType()
    memberIndex[key] = members.count
    members.append((key, added))
    return added
  }

  /// Members with a known type. A key with a NUL byte cannot name a column.
  func memberFields() -> [Field] {
    members.compactMap { key, type in
      guard !key.contains(0), let type = type.resolved() else { return nil }
      return Field(String(decoding: key, as: UTF8.self), type)
    }
  }

  /// The type seen most often; nil while nothing tells it.
  private func resolved() -> DataType? {
    let most = max(strings, integers + doubles, objects, lists, booleans)
    guard most > 0 else { return nil }
    if strings == most { return .string }
    if integers + doubles == most { return doubles > 0 ? .float64 : .int64 }
    if objects == most {
      let fields = memberFields()
      return fields.isEmpty ? nil : .structure(fields)
    }
    if lists == most { return .list(element?.resolved() ?? .string) }
    return .boolean
  }
}
