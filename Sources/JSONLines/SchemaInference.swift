import Columnar

/// Infers the types of a record's members from a sample of records.
///
/// A key's type is the kind of value that it mostly has in the sample; ints and doubles together are doubles. Keys that
/// were always null, and objects that were always empty, stay unknown: their values are rescued. So do rare keys where there
/// are very many, for such keys are data: an identifier a record, say.
public final class SchemaInference {
  /// Objects nested deeper are left to `_rescued`.
  static let maximumDepth = 32
  /// Where there are more columns than this, those that fewer than one record in a hundred has are left to `_rescued`.
  public static let manyColumns = 1000

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
    let isWide = record.columnCount(atLeast: 1) > Self.manyColumns
    return Self.merge(record.memberFields(atLeast: isWide ? max(records / 100, 2) : 1), given: given)
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

  private var values: Int { booleans + integers + doubles + strings + objects + lists }

  /// How many columns the members come to.
  /// - Parameter least: values that a member must have been seen with.
  func columnCount(atLeast least: Int) -> Int {
    members.reduce(0) { $0 + $1.type.columns(atLeast: least) } + (element?.columns(atLeast: least) ?? 0)
  }

  private func columns(atLeast least: Int) -> Int { values < least ? 0 : max(columnCount(atLeast: least), 1) }

  /// Members with a known type. A key with a NUL byte cannot name a column.
  /// - Parameter least: values that a member must have been seen with.
  func memberFields(atLeast least: Int) -> [Field] {
    members.compactMap { key, type in
      guard !key.contains(0), type.values >= least, let type = type.resolved(atLeast: least) else { return nil }
      return Field(String(decoding: key, as: UTF8.self), type)
    }
  }

  /// The type seen most often; nil while nothing tells it.
  private func resolved(atLeast least: Int) -> DataType? {
    let most = max(strings, integers + doubles, objects, lists, booleans)
    guard most > 0 else { return nil }
    if strings == most { return .string }
    if integers + doubles == most { return doubles > 0 ? .float64 : .int64 }
    if objects == most {
      let fields = memberFields(atLeast: least)
      return fields.isEmpty ? nil : .structure(fields)
    }
    if lists == most { return .list(element?.resolved(atLeast: least) ?? .string) }
    return .boolean
  }
}
