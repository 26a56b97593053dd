import Synchronization
import Terminal

/// A console whose clock and width are set by the test, and which remembers what was written.
final class Recorder: Sendable {
  private struct State {
    var out = ""
    var error = ""
    var now = 0.0
  }

  private let state = Mutex(State())

  var out: String { state.withLock { $0.out } }
  var error: String { state.withLock { $0.error } }

  func pass(_ seconds: Double) { state.withLock { $0.now += seconds } }

  /// Forgets what was written.
  func clear() {
    state.withLock {
      $0.out = ""
      $0.error = ""
    }
  }

  func console(width: Int?) -> Console {
    Console(
      out: { text in self.state.withLock { $0.out += text } },
      error: { text in self.state.withLock { $0.error += text } },
      width: { width }, now: { self.state.withLock { $0.now } })
  }
}
