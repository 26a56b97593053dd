import Foundation

/// A temporary folder for functions that read and write files.
struct ScratchFolder {
  private let folder: String

  init() throws(FeatureError) {
    folder = NSTemporaryDirectory() + "/sluice-" + UUID().uuidString
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw FeatureError(.load, "no temporary folder for the function's files: \(error.localizedDescription)")
    }
  }

  func path(_ name: String) -> String { folder + "/" + name }

  func write(_ name: String, _ pieces: [UnsafeRawBufferPointer]) throws(FeatureError) -> String {
    let path = path(name)
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
    else { throw FeatureError(.load, "cannot write the temporary file \(path)") }
    defer { try? file.close() }
    var buffer = Data()
    do {
      for piece in pieces {
        buffer.append(contentsOf: piece)
        if buffer.count > 1 << 20 {
          try file.write(contentsOf: buffer)
          buffer.removeAll(keepingCapacity: true)
        }
      }
      buffer.append(UInt8(ascii: "\n"))
      try file.write(contentsOf: buffer)
    } catch {
      throw FeatureError(.load, "cannot write the temporary file \(path): \(error.localizedDescription)")
    }
    return path
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
