/// Why a store could not do what it was asked.
public struct StorageError: Error, Sendable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    case notFound, permissionDenied, noSpace, isADirectory, unreadable, unwritable
  }

  public var code: Code
  /// The object or folder, as a user would write it.
  public var path: String
  /// What went wrong and how to mend it.
  public var message: String

  public init(_ code: Code, path: String, message: String) {
    self.code = code
    self.path = path
    self.message = message
  }

  public var description: String { "\(path): \(message)" }
}
