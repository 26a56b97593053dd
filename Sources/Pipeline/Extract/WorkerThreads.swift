import Foundation

/// Runs work on threads of its own: it blocks on files and pipes, which tasks must not.
enum WorkerThreads {
  /// Calls `body` with 0 ..< `count` at the same time, each on a thread; returns when all have returned.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
      group.enter()
      let thread = Thread {
        body(index)
        group.leave()
      }
      // Deep records are walked recursively.
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
  }
}
