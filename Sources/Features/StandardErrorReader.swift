import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads what a process prints, line by line, on a thread of its own.
///
/// Sendable: the descriptor and the callback never change, and the buffer belongs to the thread.
final class StandardErrorReader: Sendable {
  /// A line without end must not fill the memory: it is shown in pieces of about this many bytes.
  private static let longest = 1 << 20

  private let descriptor: CInt
  private let ended = DispatchSemaphore(value: 0)

  init(descriptor: CInt, printed: @escaping @Sendable (String) -> Void) {
    self.descriptor = descriptor
    let ended = ended
    let thread = Thread {
      var pending: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        var rest = chunk[..<count]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          pending += rest[..<end]
          printed(String(decoding: pending, as: UTF8.self))
          pending.removeAll(keepingCapacity: true)
          rest = rest[(end + 1)...]
        }
        pending += rest
        if pending.count > Self.longest {
          printed(String(decoding: pending, as: UTF8.self))
          pending.removeAll()
        }
      }
      if !pending.isEmpty { printed(String(decoding: pending, as: UTF8.self)) }
      close(descriptor)
      ended.signal()
    }
    thread.start()
  }

  /// Waits a moment for the last lines; a grandchild that keeps the pipe open is not waited for.
  func finish() { _ = ended.wait(timeout: .now() + 0.5) }
}
