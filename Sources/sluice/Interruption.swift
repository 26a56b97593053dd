import Dispatch
import Foundation

/// Notices Ctrl-C and SIGTERM. The first asks the run to stop cleanly; the second ends the process at once.
///
/// Sendable: what changes is used under the lock only; the signal sources never change.
final class Interruption: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0
  private var sources: [any DispatchSourceSignal] = []

  static func watch() -> Interruption {
    let interruption = Interruption()
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { interruption.come() }
      source.resume()
      interruption.sources.append(source)
    }
    return interruption
  }

  private func come() {
    let isSecond = lock.withLock {
      count += 1
      return count > 1
    }
    if isSecond { exit(ExitStatus.interrupted.rawValue) }
  }

  var hasCome: Bool { lock.withLock { count > 0 } }
}
