/// Why a demo corpus could not be made.
public struct DemoCorpusError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: Sendable, Hashable { case invalidOption, alreadyThere, unwritable, noSpace }

  public var code: Code
  /// What went wrong, where and how to mend it.
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
