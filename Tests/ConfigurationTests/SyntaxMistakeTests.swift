import Testing

/// Mistakes in YAML itself, and what is said about them.
struct SyntaxMistakeTests {
  @Test(arguments: cases) func isAnsweredWithItsLineAndARemedy(_ mistake: Mistake) {
    #expect(mistake.answer == mistake.expected)
  }

  static let cases = [
    Mistake(
      "a struct without quotes",
      yaml: """
        tables:
          jobs:
            source: ./raw
            schema:
              tags: struct<a: string>
        """,
      expected: """
        sluice.yaml:5: not valid YAML: mapping values are not allowed in this context
            5 |       tags: struct<a: string>
              |                     ^ put the type in quotes: a colon and a space begin a mapping in YAML
        """),
    Mistake(
      "a space in features",
      yaml: """
        tables:
          jobs:
            source: ./raw
            features: feat.py: extract
        """,
      expected: """
        sluice.yaml:4: not valid YAML: mapping values are not allowed in this context
            4 |     features: feat.py: extract
              |                      ^ write it without the space after the colon
        """),
    Mistake(
      "a tab",
      yaml: """
        tables:
        \tjobs: {source: ./raw}
        """,
      expected: """
        sluice.yaml:2: not valid YAML: found character that cannot start any token
            2 |  jobs: {source: ./raw}
              | ^ indent with spaces: YAML takes no tabs
        """),
    Mistake(
      "a brace without its end",
      yaml: """
        tables:
          jobs: {source: ./raw
        """,
      expected: """
        sluice.yaml:2: not valid YAML: did not find expected ',' or '}'
            2 |   jobs: {source: ./raw
              |                       ^ check indentation, quotes and colons here and in the line above
        """),
  ]
}
