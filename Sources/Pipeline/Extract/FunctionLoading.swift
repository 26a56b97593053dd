import Features
import Foundation

/// Starts workers' interpreters and loads the function in each, in the background.
///
/// Sendable: the outcome is written before ``group`` is left, and read after it has been waited for.
final class FunctionLoading: @unchecked Sendable {
  /// Lets a host go to the one thread that uses it.
  struct Lent: @unchecked Sendable {
    let host: FunctionHost
  }

  private let group = DispatchGroup()
  private let lock = NSLock()
  private var loaded: LoadedFunction?
  private var failure: FeatureError?

  init(_ hosts: [FunctionHost]) {
    for lent in hosts.map(Lent.init) {
      group.enter()
      let thread = Thread { [self] in
        do throws(FeatureError) {
          let loaded = try lent.host.load()
          lock.withLock {
            if let other = self.loaded, other.fingerprint != loaded.fingerprint { failure = failure ?? Self.changed }
            self.loaded = loaded
          }
        } catch {
          lock.withLock { failure = failure ?? error }
        }
        group.leave()
      }
      thread.start()
    }
  }

  /// Workers load when they are first needed, which may be long after one another.
  private static let changed = FeatureError(
    .load, "the feature code changed while the run was under way; run again")

  /// Waits until all have loaded.
  /// - Returns: nil if there are none.
  func wait() throws(PipelineError) -> LoadedFunction? {
    group.wait()
    if let failure { throw PipelineError(failure) }
    return loaded
  }
}
