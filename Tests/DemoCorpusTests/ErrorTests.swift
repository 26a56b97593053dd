import DemoCorpus
import Foundation
import Testing

struct ErrorTests {
  @Test func optionsOutOfRangeAreNamedBeforeAnythingIsWritten() throws {
    let changes: [(String, (inout DemoCorpus.Options) -> Void)] = [
      ("first day '2021-02-29'", { $0.first = "2021-02-29" }), ("first day 'today'", { $0.first = "today" }),
      ("days 0", { $0.days = 0 }), ("files per day 0", { $0.filesPerDay = 0 }),
      ("records per file -1", { $0.recordsPerFile = -1 }), ("impressions per day -5", { $0.impressionsPerDay = -5 }),
      ("dirty share 0.9", { $0.dirtyShare = 0.9 }), ("dirty share nan", { $0.dirtyShare = .nan }),
      ("threads 0", { $0.threads = 0 }), ("no source", { $0.sources = [] }),
    ]
    let folder = NSTemporaryDirectory() + "/sluice-never-made-" + UUID().uuidString
    for (name, change) in changes {
      let error = try #require(throws: DemoCorpusError.self) {
        try DemoCorpus(MadeCorpus.options(change)).generate(into: folder)
      }
      #expect(error.code == .invalidOption)
      #expect(error.message.hasPrefix(name), "\(error.message)")
      #expect(!FileManager.default.fileExists(atPath: folder))
    }
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    let file = NSTemporaryDirectory() + "/sluice-file-" + UUID().uuidString
    try Data("not a folder".utf8).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let error = try #require(throws: DemoCorpusError.self) {
      try DemoCorpus(MadeCorpus.options()).generate(into: file + "/corpus")
    }
    #expect(error.code == .unwritable)
    #expect(error.message.contains(file) && error.message.contains("Choose a folder"))
  }

  @Test func aRawFileThatCannotBeWrittenStopsTheMaking() throws {
    let corpus = try MadeCorpus { $0.days = 1 }
    // A folder where a raw file should go.
    let path = corpus.folder + "/jobs/2020/02/28/jobs-00003.jsonl"
    try FileManager.default.createDirectory(atPath: path + "/in the way", withIntermediateDirectories: true)
    var options = MadeCorpus.options { $0.filesPerDay = 5 }
    let error = try #require(throws: DemoCorpusError.self) { try DemoCorpus(options).generate(into: corpus.folder) }
    #expect(error.code == .alreadyThere)
    options.replace = true
    #expect(throws: DemoCorpusError.self) { try DemoCorpus(options).generate(into: corpus.folder) }
  }

  @Test func daysThatAreThereAreReplacedOnlyWhenAsked() throws {
    let corpus = try MadeCorpus()
    let before = try corpus.files()
    var options = MadeCorpus.options { $0.filesPerDay = 2 }
    let error = try #require(throws: DemoCorpusError.self) { try DemoCorpus(options).generate(into: corpus.folder) }
    #expect(error.code == .alreadyThere)
    #expect(try corpus.files() == before)
    options.replace = true
    _ = try DemoCorpus(options).generate(into: corpus.folder)
    let fresh = try MadeCorpus { $0.filesPerDay = 2 }
    #expect(try corpus.files() == fresh.files(), "no file of the earlier corpus is left")
  }
}
