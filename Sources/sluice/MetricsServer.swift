import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Answers `GET /metrics` on this machine's loopback address, one request at a time.
struct MetricsServer {
  let port: Int

  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - text: asked for each answer.
  init(port: Int, text: @escaping @Sendable () -> String) throws {
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    let listener = socket(AF_INET, stream, 0)
    guard listener >= 0 else { throw Self.failure(port) }
    // Workers that are started later must not hold the port.
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, generic, &length) == 0
      }
    }
    guard isBound else {
      let failure = Self.failure(port)
      close(listener)
      throw failure
    }
    self.port = Int(in_port_t(bigEndian: address.sin_port))
    Thread { Self.serve(listener, text) }.start()
  }

  private static func failure(_ port: Int) -> EngineError {
    EngineError(
      status: .failed,
      message: "127.0.0.1:\(port) cannot be listened on: \(String(cString: strerror(errno))); choose another port for --metrics")
  }

  /// Until the process ends.
  private static func serve(_ listener: Int32, _ text: () -> String) {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else {
        // Out of descriptors, perhaps: wait until some are free.
        Thread.sleep(forTimeInterval: 0.1)
        continue
      }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      // Whoever sends nothing keeps others waiting for two seconds, not for ever.
      var patience = timeval(tv_sec: 2, tv_usec: 0)
      setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
      setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
      answer(connection, text)
      close(connection)
    }
  }

  private static func answer(_ connection: Int32, _ text: () -> String) {
    var request: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while request.count < 16_384, !request.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return }
      request += chunk[..<count]
    }
    let isKnown = request.starts(with: "GET /metrics ".utf8)
    let body = isKnown ? text() : "Only GET /metrics is here.\n"
    var answer = Array(
      "HTTP/1.1 \(isKnown ? "200 OK" : "404 Not Found")\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        .utf8)[...]
    while !answer.isEmpty {
      // A reader that has gone must not end the process with SIGPIPE.
      let sent = answer.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { return }
      answer = answer.dropFirst(sent)
    }
  }
}
