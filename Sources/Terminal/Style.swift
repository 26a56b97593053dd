/// Colours, or none.
public struct Style: Sendable {
  public var isColoured: Bool

  public init(isColoured: Bool) {
    self.isColoured = isColoured
  }

  public func dim(_ text: String) -> String { wrap(text, "2") }
  public func bold(_ text: String) -> String { wrap(text, "1") }
  public func red(_ text: String) -> String { wrap(text, "31") }
  public func green(_ text: String) -> String { wrap(text, "32") }
  public func yellow(_ text: String) -> String { wrap(text, "33") }

  private func wrap(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
