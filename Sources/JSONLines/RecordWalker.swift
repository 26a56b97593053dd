import Columnar

/// Walks one record's tape into column builders, and notes what the columns cannot hold.
struct RecordWalker {
  /// Key paths, in this record, of values that belong in `_rescued`.
  private(set) var rescued: [[String]] = []
  /// The same, by their bytes, once there are many: one by one, a record of a million unknown keys would take for ever.
  private var rescuedSet: Set<[[UInt8]]> = []
  /// Whether a key is repeated in this record.
  private(set) var hasRepeatedKey = false
  /// The line of this record, for the exact text of decimals.
  var line = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

  /// Lists that are open.
  private var listDepth = 0
  /// Whether something in the outermost open list does not fit; the whole list is then rescued.
  private var listFailed = false
  /// Numbers every object met, to tell a repeated key from a key met again in the next object.
  private var objects: UInt64 = 0

  mutating func begin(line: UnsafeBufferPointer<UInt8>) {
    self.line = line
    if !rescued.isEmpty { rescued.removeAll(keepingCapacity: true) }
    if !rescuedSet.isEmpty { rescuedSet.removeAll() }
    hasRepeatedKey = false
  }

  /// Decodes the members of the object at `index` into the columns' row `row`.
  mutating func decodeMembers(of object: ObjectDecoder, path: [String], _ tape: Tape, at index: Int, row: Int) {
    objects += 1
    let this = objects
    let end = tape.end(index)
    var next = index + 1
    var previous = object.start
    while next < end {
      let key = tape.string(next)
      let found = object.find(key, after: previous)
      next += 1
      if found >= 0 {
        previous = found
        next = object.field(found)._withUnsafeGuaranteedRef { field in
          if field.lastObject == this { forget(field, row: row) }
          field.lastObject = this
          return decode(field, tape, at: next, row: row)
        }
      } else {
        if tape.tag(next) != Tape.Tag.null { rescueUnknown(key, in: path) }
        next = tape.skip(next)
      }
    }
  }

  /// Decodes the value at `index`; null leaves the row for the builder to fill.
  /// - Returns: the index behind the value.
  @inline(__always)
  private mutating func decode(_ field: FieldDecoder, _ tape: Tape, at index: Int, row: Int) -> Int {
    let tag = tape.tag(index)
    switch (field.kind, tag) {
    case (.string, Tape.Tag.string):
      let text = tape.string(index)
      field.builder.unsafelyUnwrapped._withUnsafeGuaranteedRef {
        $0.append(text.baseAddress.unsafelyUnwrapped, count: text.count, at: row)
      }
      return index + 1
    case (.int64, Tape.Tag.int64):
      field.builder.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.append(tape.int64(index), at: row) }
      return index + 2
    case (.float64, Tape.Tag.double):
      field.builder.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.append(tape.double(index), at: row) }
      return index + 2
    case (.boolean, Tape.Tag.yes), (.boolean, Tape.Tag.no):
      field.builder.unsafelyUnwrapped._withUnsafeGuaranteedRef {
        $0.append(UInt8(tag == Tape.Tag.yes ? 1 : 0), at: row)
      }
      return index + 1
    case (_, Tape.Tag.null):
      return index + 1
    case (.flattened, Tape.Tag.object), (.structure, Tape.Tag.object), (.list, Tape.Tag.list):
      return decodeNested(field, tape, at: index, row: row)
    default:
      if !ScalarConversion.append(tape, at: index, to: field, row: row, line: listDepth == 0 ? line : nil) {
        rescue(field)
      }
      return tape.skip(index)
    }
  }

  @inline(never)
  private mutating func decodeNested(_ field: FieldDecoder, _ tape: Tape, at index: Int, row: Int) -> Int {
    switch field.kind {
    case .list:
      decodeList(field, tape, at: index, row: row)
    case .structure:
      field.builder.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.appendStruct(at: row) }
      field.members.unsafelyUnwrapped._withUnsafeGuaranteedRef {
        decodeMembers(of: $0, path: field.path, tape, at: index, row: row)
      }
    default:
      // Columns of members alone could not tell an empty object from none.
      if tape.end(index) == index + 1 { rescue(field) }
      field.members.unsafelyUnwrapped._withUnsafeGuaranteedRef {
        decodeMembers(of: $0, path: field.path, tape, at: index, row: row)
      }
    }
    return tape.end(index) + 1
  }

  private mutating func decodeList(_ field: FieldDecoder, _ tape: Tape, at index: Int, row: Int) {
    let element = field.element.unsafelyUnwrapped.takeUnretainedValue()
    let elements = element.builder.unsafelyUnwrapped.takeUnretainedValue()
    let first = elements.count
    let end = tape.end(index)
    var position = first
    var next = index + 1
    listDepth += 1
    while next < end {
      next = decode(element, tape, at: next, row: position)
      position += 1
    }
    listDepth -= 1
    elements.appendNulls(upTo: position)
    guard !listFailed else {
      guard listDepth == 0 else { return }
      elements.truncate(to: first)
      listFailed = false
      rescue(field)
      return
    }
    field.builder.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.appendList(at: row) }
  }

  // MARK: - What does not fit

  @inline(never)
  private mutating func rescue(_ field: FieldDecoder) {
    if listDepth > 0 {
      listFailed = true
    } else {
      rescued.append(field.path)
    }
  }

  @inline(never)
  private mutating func rescueUnknown(_ key: UnsafeBufferPointer<UInt8>, in path: [String]) {
    guard listDepth == 0 else {
      listFailed = true
      return
    }
    let full = path + [String(decoding: key, as: UTF8.self)]
    if isRescued(full) { hasRepeatedKey = true } else { rescued.append(full) }
  }

  /// Whether a path is among those rescued; it counts as one of them from now on.
  private mutating func isRescued(_ path: [String]) -> Bool {
    guard rescued.count >= Self.many else { return rescued.contains { $0.isSamePath(as: path) } }
    if rescuedSet.isEmpty { rescuedSet = Set(rescued.map { $0.map { Array($0.utf8) } }) }
    return !rescuedSet.insert(path.map { Array($0.utf8) }).inserted
  }

  private static let many = 32

  /// A key came again: the last value wins, so what the first one left is taken back.
  @inline(never)
  private mutating func forget(_ field: FieldDecoder, row: Int) {
    hasRepeatedKey = true
    field.truncate(to: row)
    guard listDepth == 0 else { return }
    rescued.removeAll { $0.isPath(below: field.path) }
    rescuedSet.removeAll()
  }
}
