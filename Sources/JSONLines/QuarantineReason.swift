/// Why a raw line is in the quarantine. The list is closed: the raw value is what stands in the quarantine's `reason`
/// and in the run report.
public enum QuarantineReason: String, Sendable, Codable, CaseIterable {
  // What is wrong with the line itself.

  /// Not JSON text by RFC 8259.
  case notJSON = "not JSON"
  /// Valid JSON, but a list or a bare value instead of an object.
  case notAnObject = "not an object"
  /// Bytes that are not well-formed UTF-8 (Unicode 15, table 3-7).
  case invalidUTF8 = "invalid UTF-8"
  /// A backslash in a string that RFC 8259 section 7 does not know, or half of a surrogate pair.
  case invalidEscape = "invalid escape"
  /// Objects and lists nested deeper than the limit.
  case tooDeep = "too deep"
  /// More bytes than a line may have.
  case tooLong = "too long"

  // What the feature function did with the record.

  /// The feature function raised an exception.
  case functionRaised = "function raised"
  /// The worker process ended while it had the record.
  case functionCrashed = "function crashed"
  /// The feature function did not answer in time.
  case functionTimedOut = "function timed out"
  /// The worker process ran out of memory on the record.
  case outOfMemory = "out of memory"
}
