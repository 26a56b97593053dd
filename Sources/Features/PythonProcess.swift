import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A child process with pipes to its standard input and output, and its standard error read line by line.
///
/// It is in a process group of its own, so that Ctrl-C in the terminal reaches Sluice alone, and it is killed with all its
/// children when this object goes. Used by one thread at a time.
final class PythonProcess {
  /// Why an exchange with the process did not finish.
  enum Failure: Error {
    case ended(status: String)
    case timedOut
    case interrupted
  }

  /// Writing to a worker that has died must be an error for ``write(_:by:)``, not the end of Sluice.
  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  /// One process is started at a time: another started between `pipe` and `FD_CLOEXEC` would keep the pipes open.
  private static let spawning = NSLock()

  #if os(Linux)
    /// `F_SETPIPE_SZ`, which Swift's view of the C library leaves out.
    private static let setPipeSize: CInt = 1031
  #endif

  private let pid: pid_t
  private let input: CInt
  private let output: CInt
  private let errors: StandardErrorReader
  private var isReaped = false
  private var isInputClosed = false

  /// - Parameter printed: called with each line on standard error, from another thread.
  init(
    executable: String, arguments: [String], environment: [String: String],
    printed: @escaping @Sendable (String) -> Void
  ) throws(FeatureError) {
    Self.ignoresBrokenPipes
    Self.spawning.lock()
    defer { Self.spawning.unlock() }
    var pipes: [CInt] = []
    for _ in 0..<3 {
      var ends: [CInt] = [0, 0]
      guard pipe(&ends) == 0 else {
        for end in pipes { close(end) }
        throw FeatureError(.load, "no pipe for a worker process: \(String(cString: strerror(errno)))")
      }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      pipes += ends
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, pipes[0], 0)
    posix_spawn_file_actions_adddup2(&actions, pipes[3], 1)
    posix_spawn_file_actions_adddup2(&actions, pipes[5], 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    // Sluice itself ignores these, or watches for them; what the function starts must be able to be stopped by them.
    for signal in [SIGPIPE, SIGTERM, SIGINT] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var child: pid_t = 0
    let code = posix_spawnp(&child, executable, &actions, &attributes, &argv, &envp)
    for end in [pipes[0], pipes[3], pipes[5]] { close(end) }
    guard code == 0 else {
      for end in [pipes[1], pipes[2], pipes[4]] { close(end) }
      throw FeatureError(
        .load,
        "cannot start \(executable): \(String(cString: strerror(code))); name a Python with `python:` in sluice.yaml")
    }
    pid = child
    input = pipes[1]
    output = pipes[2]
    errors = StandardErrorReader(descriptor: pipes[4], printed: printed)
    for descriptor in [input, output] {
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      #if os(Linux)
        _ = fcntl(descriptor, Self.setPipeSize, 1 << 20)
      #endif
    }
  }

  deinit {
    end()
    kill()
  }

  /// Closes the process's input, so that it ends by itself and its last words get through; waits for that a moment.
  private func end() {
    guard !isReaped else { return }
    close(input)
    isInputClosed = true
    let patience = ContinuousClock.now + .seconds(1)
    while ContinuousClock.now < patience {
      var information = siginfo_t()
      // Only looked at, so that `reap()` finds the process, too.
      guard waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else { return }
      if information.si_signo == SIGCHLD { return }
      usleep(2000)
    }
  }

  /// Ends the process and its children.
  func kill() {
    guard !isReaped else { return }
    _ = Glibc.kill(-pid, SIGKILL)
    _ = reap()
  }

  /// Waits for the process's end and says how it came.
  private func reap() -> String {
    guard !isReaped else { return "it had ended before" }
    isReaped = true
    if !isInputClosed { close(input) }
    close(output)
    var status: CInt = 0
    // A process may close its pipes and live on.
    let patience = ContinuousClock.now + .seconds(1)
    while waitpid(pid, &status, WNOHANG) == 0, ContinuousClock.now < patience { usleep(2000) }
    if ContinuousClock.now >= patience {
      _ = Glibc.kill(-pid, SIGKILL)
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }
    _ = Glibc.kill(-pid, SIGKILL)
    errors.finish()
    let signal = status & 0x7f
    if signal == 0 { return "its process ended with exit code \((status >> 8) & 0xff)" }
    let name = String(cString: strsignal(signal))
    return signal == SIGKILL
      ? "its process was killed (SIGKILL; the system does that when memory runs out)"
      : "its process died of signal \(signal) (\(name))"
  }

  // MARK: - Exchange

  /// When an exchange must be over.
  struct Deadline {
    var end: ContinuousClock.Instant?
    var isInterrupted: () -> Bool
  }

  func write(_ bytes: UnsafeRawBufferPointer, by deadline: Deadline) throws(Failure) {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(input, rest.baseAddress, rest.count)
      if written > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      } else if errno == EAGAIN {
        try wait(for: input, POLLOUT, by: deadline)
      } else if errno != EINTR {
        throw .ended(status: reap())
      }
    }
  }

  func read(into bytes: UnsafeMutableRawBufferPointer, by deadline: Deadline) throws(Failure) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.read(output, rest.baseAddress, rest.count)
      if count > 0 {
        rest = UnsafeMutableRawBufferPointer(rebasing: rest[count...])
      } else if count == 0 {
        throw .ended(status: reap())
      } else if errno == EAGAIN {
        try wait(for: output, POLLIN, by: deadline)
      } else if errno != EINTR {
        throw .ended(status: reap())
      }
    }
  }

  private func wait(for descriptor: CInt, _ event: Int32, by deadline: Deadline) throws(Failure) {
    while true {
      guard !deadline.isInterrupted() else { throw .interrupted }
      if let end = deadline.end, ContinuousClock.now >= end { throw .timedOut }
      var waiting = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      if poll(&waiting, 1, 100) > 0 { return }
    }
  }
}
