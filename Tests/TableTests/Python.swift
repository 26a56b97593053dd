import Foundation

/// Runs Python programs with the repository's virtual environment (`Scripts/set-up` makes it). Without it, tests fail.
enum Python {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// - Returns: what the program printed.
  static func run(_ program: String, _ arguments: String...) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    process.executableURL = root.appendingPathComponent(".venv/bin/python")
    process.arguments = ["-c", program] + arguments
    let output = Pipe()
    let errors = root.appendingPathComponent(".build/python-\(UUID().uuidString).txt")
    try Data().write(to: errors)
    defer { try? FileManager.default.removeItem(at: errors) }
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    do {
      try process.run()
    } catch {
      throw Failure(description: "no Python in .venv (\(error)); run Scripts/set-up")
    }
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      throw Failure(description: try String(contentsOf: errors, encoding: .utf8))
    }
    return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
