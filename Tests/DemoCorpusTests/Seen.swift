import DemoCorpus
import Synchronization

/// Collects what a corpus reports while it is made.
final class Seen: Sendable {
  private let collected = Mutex<[DemoCorpus.Progress]>([])

  var steps: [DemoCorpus.Progress] { collected.withLock { $0 } }

  func add(_ step: DemoCorpus.Progress) { collected.withLock { $0.append(step) } }
}
