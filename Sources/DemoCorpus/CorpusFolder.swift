import Foundation

/// The folder that a corpus is written below.
struct CorpusFolder: Sendable {
  let root: String

  /// Makes a folder for a day of a source, clear of the raw files of an earlier corpus.
  func prepare(_ source: DemoSource, _ day: CalendarDay, replace: Bool) throws(DemoCorpusError) {
    let path = root + "/" + RawFile.folder(source, day)
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: path)
      where name.hasPrefix(source.rawValue + "-") && name.hasSuffix(".jsonl") {
        guard replace else {
          throw DemoCorpusError(
            .alreadyThere,
            "\(path): has raw files already. Choose another folder or other days, or ask for them to be replaced.")
        }
        // Not FileManager's removal, which would take a folder of that name with all that is in it.
        guard unlink(path + "/" + name) == 0 else { throw failure(path + "/" + name, errno) }
      }
    } catch let error as DemoCorpusError {
      throw error
    } catch {
      throw DemoCorpusError(
        .unwritable, "\(path): cannot be made or written (\(reason(error))). Choose a folder that you may write to.")
    }
  }

  /// Writes a raw file; the buffer goes to the system in one call.
  func write(_ file: RawFile, _ buffer: borrowing LineBuffer) throws(DemoCorpusError) {
    let path = root + "/" + file.folder + "/" + file.name
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, errno) }
    var rest = buffer.contents[...]
    while !rest.isEmpty {
      let written = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        let code = errno
        close(descriptor)
        throw failure(path, code)
      }
      rest = rest.dropFirst(written)
    }
    guard close(descriptor) == 0 else { throw failure(path, errno) }
  }

  private func failure(_ path: String, _ code: Int32) -> DemoCorpusError {
    switch code {
    case ENOSPC, EDQUOT:
      DemoCorpusError(.noSpace, "\(path): no space left. Make room, or ask for fewer days, files or records.")
    case EMFILE, ENFILE:
      DemoCorpusError(.unwritable, "\(path): too many open files. Ask for fewer threads, or raise `ulimit -n`.")
    default:
      DemoCorpusError(
        .unwritable,
        "\(path): cannot be written (\(String(cString: strerror(code)))). Choose a folder that you may write to.")
    }
  }

  private func reason(_ error: any Error) -> String {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let cause, cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))) }
    return error.localizedDescription
  }
}
