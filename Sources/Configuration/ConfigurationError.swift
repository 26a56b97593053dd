/// A mistake in `sluice.yaml`, or in what was asked on the command line about it.
///
/// Printed as compilers do, with the line and a mark below the place:
///
///     sluice.yaml:5: unknown key `feature` in table `job_features`
///         5 |     feature: features.py:extract
///           |     ^ did you mean `features`?
public struct ConfigurationError: Error, Sendable, Hashable {
  /// A place in a file.
  public struct Place: Sendable, Hashable {
    /// Lines count from 1.
    public var line: Int
    /// Unicode scalars from the start of the line; the first is 1.
    public var column: Int
    /// The whole line, without its end.
    public var text: String

    public init(line: Int, column: Int, text: String) {
      self.line = line
      self.column = column
      self.text = text
    }
  }

  /// The file as the user would write it; nil when the mistake is not in a file.
  public var file: String?
  public var place: Place?
  /// What is wrong.
  public var problem: String
  /// What to write instead.
  public var remedy: String

  public init(file: String? = nil, place: Place? = nil, problem: String, remedy: String) {
    self.file = file
    self.place = place
    self.problem = problem
    self.remedy = remedy
  }
}

extension ConfigurationError: CustomStringConvertible {
  public var description: String {
    let file = file.map { $0 + ":" } ?? ""
    guard let place else { return "\(file)\(file.isEmpty ? "" : " ")\(problem)\n  \(remedy)" }
    let number = String(place.line)
    let indent = String(repeating: " ", count: max(0, 5 - number.count))
    let gutter = String(repeating: " ", count: max(5, number.count))
    let (text, column) = Self.window(of: place)
    let lead = String(repeating: " ", count: max(0, column - 1))
    return """
      \(file)\(place.line): \(problem)
      \(indent)\(number) | \(text)
      \(gutter) | \(lead)^ \(remedy)
      """
  }

  /// The part of a long line that holds the place. A tab counts as one column, so that the mark stays below its place.
  private static func window(of place: Place) -> (text: String, column: Int) {
    let limit = 100
    let scalars = place.text.unicodeScalars.map { $0 == "\t" ? " " : $0 }
    var start = 0
    if place.column > limit { start = min(place.column - limit / 2, scalars.count) }
    let end = min(scalars.count, start + limit)
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<end])
    let (before, after) = (start > 0 ? "…" : "", end < scalars.count ? "…" : "")
    return (before + String(text) + after, place.column - start + before.count)
  }
}
