import Configuration
import Pipeline
import Testing

struct SettingsTests {
  @Test func limitsAreCountsOrShares() {
    #expect(QuarantineLimit("100") == .count(100))
    #expect(QuarantineLimit("1_000") == .count(1000))
    #expect(QuarantineLimit("0") == .count(0))
    #expect(QuarantineLimit("1%") == .percent(1))
    #expect(QuarantineLimit("100%") == .percent(100))
    for text in ["", "-1", "1.5", "101%", "-1%", "%", "nan%", "all"] {
      #expect(QuarantineLimit(text) == nil, "\(text)")
    }
  }

  @Test func aLimitIsReachedOnlyBeyondIt() {
    #expect(QuarantineLimit.count(5).allows(quarantined: 5, of: 5))
    #expect(!QuarantineLimit.count(5).allows(quarantined: 6, of: 1000))
    #expect(QuarantineLimit.percent(1).allows(quarantined: 1, of: 100))
    #expect(!QuarantineLimit.percent(1).allows(quarantined: 1, of: 99))
    #expect(QuarantineLimit.percent(0).allows(quarantined: 0, of: 0))
  }

  @Test func timesHaveUnits() {
    #expect(TimeSpan.seconds("30") == 30)
    #expect(TimeSpan.seconds("1.5") == 1.5)
    #expect(TimeSpan.seconds("30s") == 30)
    #expect(TimeSpan.seconds("5m") == 300)
    #expect(TimeSpan.seconds("2h") == 7200)
    #expect(TimeSpan.seconds("500ms") == 0.5)
    for text in ["", "0", "-1", "s", "5d", "inf", "nan", "1 day"] { #expect(TimeSpan.seconds(text) == nil, "\(text)") }
  }

  @Test func aSuggestionIsNearOrNone() {
    let keys = ["source", "features", "input", "schema"]
    #expect(Suggestion.nearest(to: "sorce", among: keys) == "source")
    #expect(Suggestion.nearest(to: "Featuers", among: keys) == "features")
    #expect(Suggestion.nearest(to: "inptu", among: keys) == "input")
    #expect(Suggestion.nearest(to: "partition", among: keys) == nil)
  }
}
