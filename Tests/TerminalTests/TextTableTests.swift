import Terminal
import Testing

struct TextTableTests {
  @Test func numbersAreToTheRightAndWideTextKeepsTheColumns() {
    var table = TextTable(["name", "rows", "day"])
    table.add(["東京", "1,200", "2020-01-01"])
    table.add(["Zürich", "7"])
    table.add(["🚀 e\u{301}", "–", "x"])
    #expect(
      table.lines() == [
        "name     rows  day",
        "東京    1,200  2020-01-01",
        "Zürich      7",
        "🚀 e\u{301}        –  x",
      ])
  }

  @Test func aCellIsCutWithAnEllipsis() {
    var table = TextTable([])
    table.widestCell = 5
    table.add(["abcdefgh", "東京都庁", "ok"])
    #expect(table.lines() == ["abcd…  東京…  ok"])
  }

  @Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("東", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("한글", 4), ("\u{200B}", 0), ("Ω", 1), ("…", 1),
  ]) func widthIsThatOfATerminal(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }
}
