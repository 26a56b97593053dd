import Testing

/// Mistakes in schema:, and what is said about them.
struct SchemaMistakeTests {
  @Test(arguments: cases) func isAnsweredWithItsLineAndARemedy(_ mistake: Mistake) {
    #expect(mistake.answer == mistake.expected)
  }

  static let cases = [
    Mistake(
      "a type with a slip",
      yaml: """
        tables:
          jobs:
            source: ./raw
            schema:
              posted_at: timestmp
        """,
      expected: """
        sluice.yaml:5: unknown type `timestmp` in `schema.posted_at`
            5 |       posted_at: timestmp
              |                  ^ did you mean `timestamp`?
        """),
    Mistake(
      "another system's type",
      yaml: """
        tables:
          jobs:
            source: ./raw
            schema: {posted_at: datetime}
        """,
      expected: """
        sluice.yaml:4: unknown type `datetime` in `schema.posted_at`
            4 |     schema: {posted_at: datetime}
              |                         ^ write `timestamp`
        """),
    Mistake(
      "a decimal with more digits behind the point than in all",
      yaml: """
        tables:
          jobs:
            source: ./raw
            schema: {salary: {min: decimal(2,12)}}
        """,
      expected: """
        sluice.yaml:4: not a decimal type in `schema.salary.min`
            4 |     schema: {salary: {min: decimal(2,12)}}
              |                                    ^ write `decimal(12, 2)`: 1 to 38 digits in all, and how \
        many of them are behind the point
        """),
    Mistake(
      "a list without its end",
      yaml: """
        tables:
          jobs:
            source: ./raw
            schema:
              tags: list<string
        """,
      expected: """
        sluice.yaml:5: `>` is missing in a list type in `schema.tags`
            5 |       tags: list<string
              |                        ^ write `list<string>`
        """),
    Mistake(
      "a column without a type",
      yaml: """
        tables:
          jobs:
            source: ./raw
            schema:
              tags:
        """,
      expected: """
        sluice.yaml:5: `schema.tags` has no type
            5 |       tags:
              |            ^ the types are string, bool, int8, int16, int32, int64, float, double, date, \
        timestamp, decimal, binary, list, struct
        """),
  ]
}
