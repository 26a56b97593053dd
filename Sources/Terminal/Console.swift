import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where text goes: the process's own streams, or closures in tests.
public struct Console: Sendable {
  /// Writes text as it is.
  public var out: @Sendable (String) -> Void
  public var error: @Sendable (String) -> Void
  /// Columns of the terminal behind `error`; nil if there is none that can repaint a line.
  public var width: @Sendable () -> Int?
  public var outStyle: Style
  public var errorStyle: Style
  /// Seconds of a clock that never goes back.
  public var now: @Sendable () -> Double

  public init(
    out: @escaping @Sendable (String) -> Void, error: @escaping @Sendable (String) -> Void,
    width: @escaping @Sendable () -> Int? = { nil }, now: @escaping @Sendable () -> Double,
    outStyle: Style = Style(isColoured: false), errorStyle: Style = Style(isColoured: false)
  ) {
    self.out = out
    self.error = error
    self.width = width
    self.now = now
    self.outStyle = outStyle
    self.errorStyle = errorStyle
  }

  /// Standard output and standard error. `NO_COLOR` (no-color.org) and `TERM=dumb` are honoured.
  public static func standard() -> Console {
    let environment = ProcessInfo.processInfo.environment
    let isDumb = environment["TERM"] == "dumb"
    let mayColour = (environment["NO_COLOR"] ?? "").isEmpty && !isDumb
    let start = ContinuousClock.now
    return Console(
      out: { write($0, to: STDOUT_FILENO) }, error: { write($0, to: STDERR_FILENO) },
      width: { isDumb ? nil : columns(of: STDERR_FILENO) },
      now: { (ContinuousClock.now - start) / .seconds(1) },
      outStyle: Style(isColoured: mayColour && isatty(STDOUT_FILENO) == 1),
      errorStyle: Style(isColoured: mayColour && isatty(STDERR_FILENO) == 1))
  }

  private static func columns(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Past the buffers of stdio, so that what the two streams show keeps its order. A reader that has gone is not our concern.
  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)[...]
      while !rest.isEmpty {
        let slice = UnsafeRawBufferPointer(rebasing: rest)
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, slice.baseAddress, slice.count)
        #else
          let count = Darwin.write(descriptor, slice.baseAddress, slice.count)
        #endif
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        rest = rest.dropFirst(count)
      }
    }
  }
}
