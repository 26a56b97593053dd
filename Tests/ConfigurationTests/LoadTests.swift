import Configuration
import Foundation
import Testing

struct LoadTests {
  /// A folder that goes away with the test.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "sluice-configuration-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func aFolderStandsForTheFileInIt() throws {
    try inFolder { folder in
      try Data("\u{FEFF}tables: {jobs: {source: raw}}".utf8).write(to: URL(fileURLWithPath: folder + "/sluice.yaml"))
      let project = try ProjectConfiguration.load(folder)
      #expect(project.file == folder + "/sluice.yaml")
      #expect(project.tables[0].source == project.folder + "/raw")
      #expect(project == (try ProjectConfiguration.load(folder + "/sluice.yaml")))
    }
  }

  @Test func noFileAtAllNamesInitAndConfig() throws {
    try inFolder { folder in
      let file = folder + "/sluice.yaml"
      let error = #expect(throws: ConfigurationError.self) { try ProjectConfiguration.load(file) }
      #expect(
        error?.description == """
          \(file): there is no such file
            check the path after --config, or run `sluice init` to make a project
          """)
    }
  }

  @Test func anotherEncodingIsNamedWithItsLine() throws {
    try inFolder { folder in
      let file = folder + "/sluice.yaml"
      try Data("tables:\n  # caf".utf8 + [0xE9, 0x0A]).write(to: URL(fileURLWithPath: file))
      let error = #expect(throws: ConfigurationError.self) { try ProjectConfiguration.load(file) }
      #expect(error?.description == "\(file):2: not UTF-8 text\n  save the file with the encoding UTF-8")
    }
  }

  @Test func aMissingSourceOrFunctionFileShowsItsLine() throws {
    try inFolder { folder in
      let yaml = "tables:\n  jobs:\n    source: .\n    features: f.py:g\n  clicks: {source: none}\n"
      let project = try ProjectConfiguration(parsing: yaml, folder: folder)
      let function = #expect(throws: ConfigurationError.self) { try project.checkFiles(of: project.tables[0]) }
      #expect(
        function?.description == """
          sluice.yaml:4: table `jobs` wants features from a file that is not there: f.py
              4 |     features: f.py:g
                |               ^ paths start from the folder of sluice.yaml
          """)
      let source = #expect(throws: ConfigurationError.self) { try project.checkFiles(of: project.tables[1]) }
      #expect(
        source?.description == """
          sluice.yaml:5: the source of table `clicks` is not a folder: none
              5 |   clicks: {source: none}
                |                    ^ name the folder that holds the raw files under YYYY/MM/DD/
          """)
      try Data().write(to: URL(fileURLWithPath: folder + "/f.py"))
      try project.checkFiles(of: project.tables[0])
    }
  }
}
