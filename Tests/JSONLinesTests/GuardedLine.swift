import Foundation

/// Holds lines so that they end where a page without access begins: a read behind the line's end kills the test.
struct GuardedLine: ~Copyable {
  private let pages: UnsafeMutableRawPointer
  private let capacity: Int
  private let pageSize = Int(getpagesize())

  /// Room for lines of up to `capacity` bytes.
  init(capacity: Int) throws {
    self.capacity = (capacity + pageSize - 1) / pageSize * pageSize
    let protection = PROT_READ | PROT_WRITE
    let pages = mmap(nil, self.capacity + pageSize, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let pages, pages != MAP_FAILED, mprotect(pages + self.capacity, pageSize, PROT_NONE) == 0 else {
      throw POSIXError(.ENOMEM)
    }
    self.pages = pages
  }

  deinit { munmap(pages, capacity + pageSize) }

  func with<Result>(_ line: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows
    -> Result
  {
    precondition(line.count <= capacity)
    let start = (pages + capacity - line.count).bindMemory(to: UInt8.self, capacity: max(line.count, 1))
    let buffer = UnsafeMutableBufferPointer(start: start, count: line.count)
    _ = buffer.update(fromContentsOf: line)
    return try body(UnsafeBufferPointer(buffer))
  }
}
