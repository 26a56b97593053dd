import CArrow

/// Why columns could not be built, converted, encoded or decoded.
public struct ColumnarError: Error, Sendable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// An Arrow type that tables cannot hold.
    case unsupportedType
    /// Two types that no common type holds without loss.
    case typeConflict
    /// A value that the wanted type cannot hold exactly.
    case lossyCast
    /// Bytes that are not what they should be.
    case corrupt
    /// Arrow C++ refused.
    case library
  }

  public var code: Code
  /// What went wrong and how to mend it.
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

/// Calls a shim function and turns its message into an error.
func arrow(
  _ code: ColumnarError.Code = .library, _ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
) throws(ColumnarError) {
  var message: UnsafeMutablePointer<CChar>?
  guard call(&message) != 0 else { return }
  defer { carrow_free(message) }
  throw ColumnarError(code, message.map { String(cString: $0) } ?? "unknown error")
}
