#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bytes that grow at the end, outside Swift's heap so that Arrow can own them once they are full.
@frozen public struct GrowableBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutableRawPointer?
  @usableFromInline var size = 0
  @usableFromInline var capacity = 0

  @inlinable init() {}

  deinit { free(base) }

  /// Bytes in use.
  @inlinable public var count: Int { size }

  /// Makes room for `extra` bytes behind those in use, and says where they go.
  @inlinable @inline(__always)
  mutating func reserve(_ extra: Int) -> UnsafeMutableRawPointer {
    if size + extra > capacity { grow(to: size + extra) }
    return base.unsafelyUnwrapped + size
  }

  @usableFromInline @inline(never)
  mutating func grow(to wanted: Int) {
    let enlarged = max(wanted, capacity + capacity / 2, 1024)
    guard let moved = realloc(base, enlarged) else {
      preconditionFailure("out of memory: \(enlarged) bytes for a column")
    }
    base = moved
    capacity = enlarged
  }

  @inlinable @inline(__always)
  mutating func append<Value: BitwiseCopyable>(_ value: Value) {
    reserve(MemoryLayout<Value>.size).storeBytes(of: value, as: Value.self)
    size += MemoryLayout<Value>.size
  }

  @inlinable @inline(__always)
  mutating func append(_ source: UnsafeRawPointer, count: Int) {
    reserve(count).copyMemory(from: source, byteCount: count)
    size += count
  }

  /// Appends `count` bytes of zero.
  @inlinable
  mutating func appendZeros(_ count: Int) {
    reserve(count).initializeMemory(as: UInt8.self, repeating: 0, count: count)
    size += count
  }

  @inlinable
  mutating func truncate(to count: Int) { size = count }

  @inlinable
  func load<Value: BitwiseCopyable>(at offset: Int, as type: Value.Type) -> Value {
    base.unsafelyUnwrapped.loadUnaligned(fromByteOffset: offset, as: type)
  }

  /// Gives the memory away; the buffer is empty afterwards. The new owner calls `free`.
  mutating func release() -> UnsafeMutableRawPointer? {
    let given = base
    base = nil
    size = 0
    capacity = 0
    return given
  }
}
