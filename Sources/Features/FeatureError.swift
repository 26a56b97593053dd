/// Why a feature function could not be used, or failed on records.
public struct FeatureError: Error, Sendable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// The interpreter or the function could not be loaded.
    case load
    /// The function raised an exception.
    case raised
    /// The function's process died.
    case crashed
    /// The function took longer than the timeout.
    case timedOut
    /// The function ran out of memory.
    case outOfMemory
    /// The function returned something that has no place in a table.
    case result
    /// The run was interrupted.
    case interrupted
  }

  public var code: Code
  /// What went wrong and how to mend it.
  public var message: String
  /// The user's own frames, for exceptions.
  public var traceback: String?
  /// Where: the raw file and the line in it, where one record is to blame.
  public var file: String?
  public var line: Int?

  public init(
    _ code: Code, _ message: String, traceback: String? = nil, file: String? = nil, line: Int? = nil
  ) {
    self.code = code
    self.message = message
    self.traceback = traceback
    self.file = file
    self.line = line
  }

  public var description: String {
    var text = ""
    if let file { text += line.map { "\(file):\($0): " } ?? "\(file): " }
    text += message
    if let traceback, !traceback.isEmpty { text += "\n" + traceback }
    return text
  }
}
