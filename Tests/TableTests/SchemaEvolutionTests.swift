import Columnar
import Table
import Testing

struct SchemaEvolutionTests {
  let existing = Schema([
    Field("id", .int64), Field("place", .structure([Field("city", .string)])), Field("tags", .list(.string)),
  ])

  private func unify(_ new: [Field]) throws(TableError) -> [Field] {
    try SchemaEvolution.unify(existing: existing, new: Schema(new), day: "2020-01-02").fields
  }

  @Test func theSameColumnsStayInTheirOrder() throws {
    #expect(try unify(existing.fields.reversed()) == existing.fields)
    #expect(try unify([]) == existing.fields)
  }

  @Test func newColumnsAndMembersAreAppended() throws {
    let unified = try unify([
      Field("new", .decimal(precision: 10, scale: 2)),
      Field("place", .structure([Field("zip", .int64), Field("city", .string)])),
    ])
    #expect(
      unified == [
        Field("id", .int64), Field("place", .structure([Field("city", .string), Field("zip", .int64)])),
        Field("tags", .list(.string)), Field("new", .decimal(precision: 10, scale: 2)),
      ])
  }

  @Test func aColumnOfNullsTakesTheTypeThatIsThereOrIsLeftOut() throws {
    let unified = try unify([
      Field("id", .null), Field("tags", .list(.null)), Field("unknown", .null), Field("empty", .list(.null)),
      Field("half", .structure([Field("a", .null), Field("b", .date)])),
      Field("hollow", .structure([Field("a", .null)])),
    ])
    #expect(unified == existing.fields + [Field("half", .structure([Field("b", .date)]))])
  }

  @Test(arguments: [
    (DataType.int64, DataType.float64), (.int8, .int16), (.int32, .int64), (.float32, .float64), (.date, .timestamp),
    (.string, .binary), (.decimal(precision: 10, scale: 2), .decimal(precision: 12, scale: 2)),
  ])
  func noTypeIsWidened(narrow: DataType, wide: DataType) {
    for (old, new) in [(narrow, wide), (wide, narrow)] {
      let error = #expect(throws: TableError.self) {
        try SchemaEvolution.unify(
          existing: Schema([Field("a", .structure([Field("b", .list(old))]))]),
          new: Schema([Field("a", .structure([Field("b", .list(new))]))]), day: "2020-01-02")
      }
      #expect(error?.code == .schemaConflict)
      #expect(error?.message.contains("column `a.b` is \(old)") == true)
      #expect(error?.message.contains("and \(new) in day 2020-01-02") == true)
      #expect(error?.message.contains("give \(old)") == true)
    }
  }

  @Test(arguments: [
    ("a b", "`a_b`"), ("a,b;c", "`a_b_c`"), ("f(x)", "`f_x_`"), ("{", "`_`"), ("x=1", "`x_1`"), ("a\tb", "`a_b`"),
    ("a\r\nb", "`a\r_b`"),
  ])
  func namesThatReadersRefuseAreRefusedWithAProposal(name: String, proposal: String) {
    for type in [DataType.int64, .list(.structure([Field("ok", .date)]))] {
      let error = #expect(throws: TableError.self) { try unify([Field(name, type)]) }
      #expect(error?.code == .invalidSchema)
      #expect(error?.message.contains(proposal) == true)
    }
    let nested = #expect(throws: TableError.self) {
      try unify([Field("outer", .list(.structure([Field(name, .date)])))])
    }
    #expect(nested?.message.contains("`outer.\(name)`") == true)
  }

  @Test func namesEqualButForCaseAreRefused() {
    let error = #expect(throws: TableError.self) { try unify([Field("ID", .int64)]) }
    #expect(error?.message.contains("`id` and `ID`") == true)
    let nested = #expect(throws: TableError.self) {
      try unify([Field("place", .structure([Field("City", .string)]))])
    }
    #expect(nested?.message.contains("`city` and `City` of `place`") == true)
    #expect(#expect(throws: TableError.self) { try unify([Field("", .int64)]) }?.code == .invalidSchema)
  }

  @Test func replacingEverythingTakesTheNewColumnsAndRemembersTypesOfNulls() throws {
    let new = Schema([Field("id", .string), Field("place", .structure([Field("city", .null), Field("x", .date)]))])
    let replaced = try SchemaEvolution.replace(existing: existing, new: new)
    #expect(
      replaced.fields == [
        Field("id", .string), Field("place", .structure([Field("city", .string), Field("x", .date)])),
      ])
  }
}
