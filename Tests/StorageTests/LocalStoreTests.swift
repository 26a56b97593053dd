import Foundation
import Storage
import Testing

struct LocalStoreTests {
  let folder: TemporaryFolder
  let store: LocalStore

  init() throws {
    folder = try TemporaryFolder()
    store = LocalStore(folder.path)
  }

  @Test func listsInByteOrderOfTheWholePath() throws {
    // "a.b" < "a/…" < "a0" though the folder is called "a"; non-ASCII after all ASCII, unnormalised.
    let names = ["a.b", "a/x", "a/y/z", "a0", "b", "e\u{301}", "é", "日本/1"]
    for name in names { try folder.write(name) }
    let paths = try store.list(prefix: "").map(\.path)
    #expect(paths.map { Array($0.utf8) } == names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test func listsBelowAPrefixWithWholePathsSizesAndTimes() throws {
    try folder.write("2020/01/01/a.jsonl", "four")
    try folder.write("2020/01/02/b.jsonl")
    let found = try store.list(prefix: "2020/01/01/")
    #expect(found.map(\.path) == ["2020/01/01/a.jsonl"])
    #expect(found[0].size == 4)
    #expect(abs(Double(found[0].modified) / 1e9 - Date().timeIntervalSince1970) < 3600)
    #expect(try store.list(prefix: "nowhere/") == [])
    #expect(try LocalStore(folder.path + "/nowhere").list(prefix: "") == [])
  }

  @Test func followsLinksToFilesAndFolders() throws {
    try folder.write("real/one", "12345")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/linked", withDestinationPath: "real")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/file", withDestinationPath: "real/one")
    let found = try store.list(prefix: "")
    #expect(found.map(\.path) == ["file", "linked/one", "real/one"])
    #expect(found.map(\.size) == [5, 5, 5])
  }

  @Test func refusesLinksInACircleAndLinksToNothing() throws {
    try folder.write("a/x")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/a/up", withDestinationPath: "..")
    let circle = #expect(throws: StorageError.self) { try store.list(prefix: "") }
    #expect(circle?.message.contains("circle") == true)
    try FileManager.default.removeItem(atPath: folder.path + "/a/up")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/a/gone", withDestinationPath: "nothing")
    let nothing = #expect(throws: StorageError.self) { try store.list(prefix: "") }
    #expect(nothing?.code == .notFound)
  }

  @Test func listsFiftyThousandFilesWhole() throws {
    for outer in 0..<50 {
      try folder.write("h\(outer)/seed")
      for inner in 0..<1000 {
        let descriptor = creat("\(folder.path)/h\(outer)/\(inner).jsonl", 0o600)
        #expect(descriptor >= 0)
        close(descriptor)
      }
    }
    let clock = ContinuousClock()
    var found: [ObjectInfo] = []
    let time = try clock.measure { found = try store.list(prefix: "") }
    print("50,050 files listed in \(time)")
    #expect(found.count == 50_050)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.path < $1.path })
  }

  @Test func readsBackWhatWasWrittenAndReplacesIt() throws {
    try store.write("deep/er/object", Array("one".utf8))
    try store.write("deep/er/object", Array("two".utf8))
    #expect(try store.read("deep/er/object") == Array("two".utf8))
    try store.write("empty", [])
    #expect(try store.read("empty") == [])
    #expect(try folder.everything() == ["deep", "deep/er", "deep/er/object", "empty"])
  }

  @Test func readsInPieces() throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try store.write("big", bytes)
    let reader = try store.open("big")
    var got: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 70_000)
    while true {
      let count = try piece.withUnsafeMutableBytes { try reader.read(into: $0) }
      if count == 0 { break }
      got += piece[..<count]
    }
    #expect(got == bytes)
    #expect(try store.read("big") == bytes)
  }

  @Test func writesIfAbsentOnceOnly() throws {
    #expect(try store.writeIfAbsent("log/0", Array("first".utf8)))
    #expect(try !store.writeIfAbsent("log/0", Array("second".utf8)))
    #expect(try store.read("log/0") == Array("first".utf8))
    #expect(try folder.everything() == ["log", "log/0"])
  }

  @Test func sixteenRacersHaveOneWinner() async throws {
    for round in 0..<20 {
      let store = store
      let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
        for racer in 0..<16 {
          group.addTask { try store.writeIfAbsent("race/\(round)", Array("\(racer)".utf8)) ? racer : nil }
        }
        return try await group.reduce(into: []) { if let winner = $1 { $0.append(winner) } }
      }
      #expect(winners.count == 1)
      #expect(try store.read("race/\(round)") == Array("\(winners[0])".utf8))
    }
  }

  @Test func aWritersObjectAppearsWhenPublishedOnly() throws {
    let writer = try store.makeWriter("day/part")
    try Array("rows".utf8).withUnsafeBytes { try writer.write($0) }
    try writer.finish()
    #expect(try store.list(prefix: "") == [])
    #expect(try store.unfinished(prefix: "").count == 1)
    #expect(throws: StorageError.self) { try Array("more".utf8).withUnsafeBytes { try writer.write($0) } }
    try writer.publish()
    #expect(try store.read("day/part") == Array("rows".utf8))
    #expect(try store.unfinished(prefix: "") == [])
    #expect(throws: StorageError.self) { try writer.publish() }
  }

  @Test func aWriterLeavesNothingWhenDiscardedOrReleased() throws {
    try store.makeWriter("part").discard()
    do { _ = try store.makeWriter("part") }
    #expect(try folder.everything() == [])
  }

  @Test func deletesOnceAndAgain() throws {
    try folder.write("a/b")
    try store.delete("a/b")
    try store.delete("a/b")
    try store.delete("nowhere/at/all")
    #expect(try store.list(prefix: "") == [])
    let error = #expect(throws: StorageError.self) { try store.delete("a") }
    #expect(error?.code == .isADirectory)
  }

  @Test func saysWhatIsMissingAndWhatIsAFolder() throws {
    let missing = #expect(throws: StorageError.self) { try store.read("no") }
    #expect(missing?.code == .notFound)
    #expect(missing?.description == "no: does not exist; check the path")
    try folder.write("a/b")
    let folderError = #expect(throws: StorageError.self) { try store.open("a") }
    #expect(folderError?.code == .isADirectory)
    let below = #expect(throws: StorageError.self) { try store.write("a/b/c", []) }
    #expect(below?.message.contains("a file stands where") == true)
  }

  @Test(arguments: ["/etc/passwd", "../x", "a/../../x"])
  func staysInsideItsRoot(path: String) throws {
    let error = #expect(throws: StorageError.self) { try store.read(path) }
    #expect(error?.message.contains("is no path inside") == true)
  }

  @Test func aFolderThatMayNotBeWrittenIsPermissionDenied() throws {
    // The kernel lets nobody make files there, not even root.
    for write in [
      { try LocalStore("/sys/kernel").write("x", []) }, { _ = try LocalStore("/sys/kernel").makeWriter("x") },
    ] {
      let error = #expect(throws: StorageError.self) { try write() }
      #expect(error?.code == .permissionDenied)
    }
  }
}
