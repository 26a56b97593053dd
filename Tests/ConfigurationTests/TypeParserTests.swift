import Columnar
import Configuration
import Testing

struct TypeParserTests {
  @Test(arguments: [
    DataType.boolean, .int8, .int16, .int32, .int64, .float32, .float64, .string, .binary, .date, .timestamp,
    .decimal(precision: 38, scale: 0), .list(.list(.string)),
    .structure([
      Field("straße", .string), Field("a_b", .list(.structure([Field("x", .decimal(precision: 4, scale: 4))]))),
    ]),
  ]) func aTypeIsReadBackFromItsText(type: DataType) throws {
    #expect(try TypeParser.parse(type.description) == type)
  }

  @Test(arguments: [
    ("int", DataType.int64), ("long", .int64), ("bigint", .int64), ("BOOLEAN", .boolean), ("float64", .float64),
    (" decimal( 5 ,2 ) ", .decimal(precision: 5, scale: 2)),
    ("struct<a:int,b:string>", .structure([Field("a", .int64), Field("b", .string)])),
  ]) func aliasesAndSpacesAreRead(text: String, type: DataType) throws {
    #expect(try TypeParser.parse(text) == type)
  }

  @Test(arguments: [
    ("", 0, "a type is missing"),
    ("list<>", 5, "a type is missing"),
    ("strin", 0, "unknown type `strin`"),
    ("string>", 6, "`>` after the type `string`"),
    ("decimal", 7, "`(` is missing in a decimal type"),
    ("decimal(39, 2)", 8, "not a decimal type"),
    ("struct<a: int, a: int>", 15, "`a` is there twice in a struct"),
    ("struct<a int>", 9, "`:` is missing in a struct type"),
    ("struct<>", 7, "a name is missing in a struct"),
  ]) func aMistakeIsFoundWhereItIs(text: String, offset: Int, message: String) {
    let problem = #expect(throws: TypeParser.Problem.self) { try TypeParser.parse(text) }
    #expect(problem?.offset == offset)
    #expect(problem?.problem == message)
  }

  @Test func endlessNestingIsRefused() {
    let text = String(repeating: "list<", count: 10_000)
    #expect(throws: TypeParser.Problem.self) { try TypeParser.parse(text) }
  }
}
