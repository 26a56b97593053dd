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
        pending += chunk[..<count]
        while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
          printed(String(decoding: pending[..<end], as: UTF8.self))
          pending.removeSubrange(...end)
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
