import Foundation
import Storage
import Synchronization
import Table
import Testing

struct RaceTests {
  /// What one thread was told of one commit.
  struct Outcome: Sendable {
    var name: String
    /// nil if refused with a conflict.
    var version: Int?
  }

  @Test func everyAcknowledgedCommitOfEightThreadsIsInTheHistoryOnce() throws {
    let fixture = try TableFixture()
    let table = fixture.table
    let outcomes = Mutex<[Outcome]>([])
    let unexpected = Mutex<[String]>([])
    let group = DispatchGroup()
    for thread in 0..<8 {
      group.enter()
      Thread {
        for round in 0..<20 {
          let name = "t\(thread)r\(round)"
          // Four threads have a day each, four share one.
          let day = thread < 4 ? "2020-01-0\(thread + 1)" : "2020-01-09"
          let mode = round % 3 == 2 ? TableChange.Mode.append : .replace
          do {
            let snapshot = try table.commit(TableFixture.change(day, [name], mode: mode), base: table.snapshot())
            outcomes.withLock { $0.append(Outcome(name: name, version: snapshot.version)) }
          } catch let error as TableError {
            guard case .conflict(day: day, _, _) = error.code else {
              unexpected.withLock { $0.append("\(error)") }
              continue
            }
            outcomes.withLock { $0.append(Outcome(name: name)) }
          } catch {
            unexpected.withLock { $0.append("\(error)") }
          }
        }
        group.leave()
      }.start()
    }
    group.wait()

    #expect(unexpected.withLock { $0 } == [])
    let all = outcomes.withLock { $0 }
    #expect(all.count == 160)
    // Nobody else touches the first four days, so none of their commits may be refused.
    #expect(all.filter { $0.version == nil && $0.name < "t4" }.map(\.name) == [])
    let acknowledged = all.filter { $0.version != nil }.sorted { ($0.version ?? 0) < ($1.version ?? 0) }
    let history = try table.history().reversed()
    #expect(acknowledged.map(\.version) == Array(0..<acknowledged.count))
    #expect(history.map { $0.info?.run } == acknowledged.map { "run-\($0.name)" })

    // What is live is what the acknowledged commits say in their order.
    var expected: [String: [String]] = [:]
    for outcome in acknowledged {
      let words = outcome.name.dropFirst().split(separator: "r")
      let thread = try #require(Int(words[0]))
      let day = thread < 4 ? "2020-01-0\(thread + 1)" : "2020-01-09"
      if try #require(Int(words[1])) % 3 == 2 {
        expected[day, default: []].append(outcome.name)
      } else {
        expected[day] = [outcome.name]
      }
    }
    for (day, names) in expected { #expect(try fixture.live(day) == names.sorted()) }
  }

  @Test(arguments: [UncertainStore.Answer.failure, .someoneElse])
  func aCommitWhoseAnswerWasLostIsKnownAgain(answer: UncertainStore.Answer) throws {
    let fixture = try TableFixture()
    let store = UncertainStore(fixture.store)
    store.answer.withLock { $0 = answer }
    let table = DeltaTable(store: store)
    let first = try table.commit(TableFixture.change("2020-01-01", ["a"]), base: nil)
    #expect(first.version == 0)
    let second = try table.commit(TableFixture.change("2020-01-01", ["b"]), base: first)
    #expect(second.version == 1)
    #expect(try fixture.live("2020-01-01") == ["b"])
    #expect(try table.history().count == 2)
  }

  @Test func aCommitThatNobodyCanTellAboutIsUncertain() throws {
    let fixture = try TableFixture()
    let base = try fixture.commit("2020-01-01", ["a"])
    let store = UncertainStore(fixture.store)
    store.answer.withLock { $0 = .silence }
    let error = #expect(throws: TableError.self) {
      try DeltaTable(store: store).commit(TableFixture.change("2020-01-01", ["b"]), base: base)
    }
    #expect(error?.code == .uncertain)
    #expect(try fixture.live("2020-01-01") == ["b"])
  }

  @Test func aFailedWriteThatMadeNoEntryIsAnError() throws {
    let fixture = try TableFixture()
    try fixture.commit("2020-01-01", ["a"])
    // The log's folder is a file: nothing can be written into it, whoever tries.
    let log = fixture.path + "/_delta_log"
    let base = try fixture.table.snapshot()
    try FileManager.default.removeItem(atPath: log)
    try Data().write(to: URL(fileURLWithPath: log))
    let error = #expect(throws: TableError.self) { try fixture.commit("2020-01-02", ["b"], base: base) }
    #expect(error?.code == .storage(.unreadable))
  }
}
