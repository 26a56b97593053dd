import Configuration
import Testing

/// A configuration with a mistake, and what should be said about it.
struct Mistake: CustomTestStringConvertible, Sendable {
  let name: String
  let yaml: String
  let expected: String

  init(_ name: String, yaml: String, expected: String) {
    self.name = name
    self.yaml = yaml
    self.expected = expected
  }

  var testDescription: String { name }

  var answer: String {
    do {
      _ = try ProjectConfiguration(parsing: yaml, folder: "/project")
      return "no mistake found"
    } catch {
      return error.description
    }
  }
}
